import type { Ns } from '../../shared/timeline.ts';

/** A stretch in which a thread had a core, and since when it had been ready for it (`startNs`: it did not wait). */
export interface CoreSlice {
  readonly osThread: number;
  readonly core: number;
  readyNs: Ns;
  startNs: Ns;
  endNs: Ns;
  /** How far off its place may be, in ns. Its length is exact. */
  readonly errorNs: Ns;
  /** It lies between these moments, at which the thread was looked at. */
  readonly fromNs: Ns;
  readonly toNs: Ns;
}

/** What a thread was found to be at a moment. Amounts count from the thread's beginning. */
export interface Look {
  readonly ns: Ns;
  /** It surely had no core: it was asleep, or who looked had that core. Otherwise it may have had one. */
  readonly isOff: boolean;
  readonly core: number;
  readonly slices: number;
  readonly cpuNs: Ns;
  readonly readyNs: Ns;
}

/** What changed between two looks, and between which bounds the thread's sleep so far must then lie. */
interface Step {
  readonly from: Look;
  readonly to: Look;
  low: Ns;
  high: Ns;
}

/** A slice that has begun, or the rest of one of which a piece was told. */
interface OpenSlice {
  /** It begins at the moment `sleptNs + cpuNs + readyNs`, between these two. */
  sleptNs: Ns;
  cpuNs: Ns;
  readonly readyNs: Ns;
  readonly earliestNs: Ns;
  readonly latestNs: Ns;
  readonly core: number;
  /** How long it was ready before. */
  waitNs: Ns;
  errorNs: Ns;
}

/** How exact the time of a look is, in ns: between reading the clock and reading the counters. */
const LOOK_ERROR_NS = 5_000;
/** How exact the system's own word on the moment of the last change is, in ns. */
const MOVED_ERROR_NS = 40_000;
/** Looks ahead that sharpen a step's place; further ones add little. */
const MAX_AHEAD = 48;
/** Slices that are told apart between two looks. They lie within about a millisecond, at places that nobody knows. */
const MAX_SPLIT = 8;
/** An open slice is told in pieces of at least this length, in ns, so that a thread that never stops is seen to run. */
const PIECE_NS = 50e6;

/**
 * Finds out when one thread had a core, from looks at the system's counters.
 *
 * The counters say how long the thread has run and how long it was ready without a core, but a look finds the first of them
 * stale: the system brings it up to date at its own tick, or when the thread loses the core. So a look does not tell what
 * happened just before it. But whenever the counters move, at an unknown moment between two looks, this holds:
 *
 *     moment = slept so far + ran so far + waited so far
 *
 * Each pair of looks bounds "slept so far" from both sides, and as long as the thread does not sleep it is the same number
 * for all of them: a few looks pin it down to some microseconds, and with it the moment of every change.
 */
export class CoreChain {
  readonly #osThread: number;
  readonly #add: (slice: CoreSlice) => void;
  #last: Look | null = null;
  #steps: Step[] = [];
  /** Bounds of "slept so far" where the last decided step was. */
  #low = Number.NEGATIVE_INFINITY;
  #high = Number.POSITIVE_INFINITY;
  #errorNs: Ns = 0;
  #open: OpenSlice | null = null;
  /** No slice may begin before. */
  #endNs: Ns = Number.NEGATIVE_INFINITY;

  /** `add` gets the slices, in order of time. */
  constructor(osThread: number, add: (slice: CoreSlice) => void) {
    this.#osThread = osThread;
    this.#add = add;
  }

  /** When the first change happened, at the earliest, that is not decided yet; null: all are. */
  get undecidedNs(): Ns | null {
    return this.#steps[0]?.from.ns ?? null;
  }

  /** Takes a look that is later than the last one, and says no less. The first one sees what happened since `bornNs`. */
  look(look: Look, bornNs: Ns): void {
    const from = this.#last ?? { ...look, ns: bornNs, isOff: true, slices: 0, cpuNs: 0, readyNs: 0 };
    this.#last = look;
    const isMoved = look.cpuNs > from.cpuNs || look.slices > from.slices;
    if (isMoved || look.isOff !== from.isOff) this.#steps.push(stepOf(from, look));
  }

  /** The system says when the counters moved for the last time before the last look. */
  moved(ns: Ns): void {
    const step = this.#steps.at(-1);
    if (step === undefined || step.to !== this.#last) return;
    const sleptNs = ns - step.to.cpuNs - step.to.readyNs;
    step.low = clamp(sleptNs - MOVED_ERROR_NS, step.low, step.high);
    step.high = clamp(sleptNs + MOVED_ERROR_NS, step.low, step.high);
  }

  /** Decides what happened up to `ns`, with what is known from later looks. */
  decide(ns: Ns): void {
    let decided = 0;
    for (; decided < this.#steps.length && this.#steps[decided]!.to.ns <= ns; decided++)
      this.#decide(decided);
    if (decided > 0) this.#steps.splice(0, decided);
  }

  /** The thread will not be looked at again: it ended at `ns` at the latest. */
  end(ns: Ns): void {
    this.decide(Number.POSITIVE_INFINITY);
    const { cpuNs } = this.#last ?? { cpuNs: 0 };
    this.#close(cpuNs, ns);
  }

  #decide(index: number): void {
    const step = this.#steps[index]!;
    const sleptNs = this.#sleptAt(index);
    const { from, to } = step;
    if (to.slices > from.slices) this.#arrive(step, sleptNs);
    else if (this.#open !== null) this.#open.sleptNs = sleptNs;
    else if (to.cpuNs > from.cpuNs) this.#begin(step, sleptNs, from.cpuNs, to.readyNs, 0);
    if (to.isOff) this.#close(to.cpuNs, to.ns);
    else this.#tellPiece(to);
  }

  /** "Slept so far" at a step: from the steps before and after it, as long as they can agree on one number. */
  #sleptAt(index: number): Ns {
    const { low, high } = this.#steps[index]!;
    const goesOn = low <= this.#high && high >= this.#low;
    this.#low = goesOn ? Math.max(low, this.#low) : low;
    this.#high = goesOn ? Math.min(high, this.#high) : high;
    let [nearLow, nearHigh] = [this.#low, this.#high];
    const last = Math.min(this.#steps.length, index + MAX_AHEAD);
    for (let i = index + 1; i < last; i++) {
      const next = this.#steps[i]!;
      if (next.low > nearHigh || next.high < nearLow) break;
      nearLow = Math.max(nearLow, next.low);
      nearHigh = Math.min(nearHigh, next.high);
    }
    this.#errorNs = (nearHigh - nearLow) / 2 + LOOK_ERROR_NS;
    return (nearLow + nearHigh) / 2;
  }

  /** The thread got a core, once or several times. */
  #arrive(step: Step, sleptNs: Ns): void {
    const { from, to } = step;
    const count = Math.min(to.slices - from.slices, MAX_SPLIT);
    const waitNs = (to.readyNs - from.readyNs) / count;
    let cpuNs = this.#cpuBefore(from, to, sleptNs, count);
    this.#close(cpuNs, to.ns);
    if (count > 1) this.#errorNs += (to.ns - from.ns) / 2;
    for (let i = 1; i <= count; i++) {
      this.#begin(step, sleptNs, cpuNs, from.readyNs + waitNs * i, waitNs);
      if (i === count) break;
      cpuNs += (to.cpuNs - cpuNs) / (count - i + 1);
      this.#close(cpuNs, to.ns);
    }
  }

  /** A slice begins, after so much of the thread's CPU time and waiting, of which `waitNs` just before. */
  #begin({ from, to }: Step, sleptNs: Ns, cpuNs: Ns, readyNs: Ns, waitNs: Ns): void {
    const errorNs = this.#errorNs;
    this.#open = {
      sleptNs,
      cpuNs,
      readyNs,
      earliestNs: from.ns,
      latestNs: to.ns,
      core: to.core,
      waitNs,
      errorNs,
    };
  }

  /**
   * How long the thread had run when it lost the core that it had at the first look. The counter has moved since then by that
   * slice's rest, if the thread was still running at the first look, or else by what it ran after it got a core again.
   */
  #cpuBefore(from: Look, to: Look, sleptNs: Ns, count: number): Ns {
    if (from.isOff || this.#open === null || to.cpuNs === from.cpuNs) return from.cpuNs;
    const leastNs = Math.max(from.cpuNs, from.ns - this.#open.sleptNs - from.readyNs);
    const mostNs = Math.min(to.cpuNs, to.ns - sleptNs - to.readyNs);
    if (leastNs > mostNs + 4 * LOOK_ERROR_NS) return from.cpuNs;
    // What the one slice has too much, the other has too little.
    this.#errorNs += Math.max(0, mostNs - leastNs) / 2;
    this.#open.errorNs = Math.max(this.#open.errorNs, this.#errorNs);
    if (count === 1) return Math.max(mostNs, from.cpuNs);
    return Math.max(from.cpuNs, leastNs + (mostNs - leastNs) / count);
  }

  /** The slice that is open ends, after `cpuNs` of the thread's CPU time, and before `latestNs` if that can be. */
  #close(cpuNs: Ns, latestNs: Ns): void {
    const open = this.#open;
    if (open === null) return;
    this.#open = null;
    this.#tell(open, cpuNs - open.cpuNs, latestNs);
  }

  #tellPiece(to: Look): void {
    const open = this.#open;
    if (open === null || to.cpuNs - open.cpuNs < PIECE_NS) return;
    this.#tell(open, to.cpuNs - open.cpuNs, to.ns);
    open.cpuNs = to.cpuNs;
    open.waitNs = 0;
  }

  #tell(open: OpenSlice, lengthNs: Ns, latestNs: Ns): void {
    const { core, waitNs, errorNs } = open;
    const soughtNs = clamp(open.sleptNs + open.cpuNs + open.readyNs, open.earliestNs, open.latestNs);
    const startNs = Math.max(this.#endNs, Math.min(soughtNs, latestNs - lengthNs));
    const readyNs = Math.max(this.#endNs, startNs - waitNs);
    const endNs = startNs + lengthNs;
    this.#endNs = endNs;
    const fromNs = Math.min(open.earliestNs, startNs);
    const toNs = Math.max(latestNs, endNs);
    this.#add({ osThread: this.#osThread, core, readyNs, startNs, endNs, errorNs, fromNs, toNs });
  }
}

/** The counters moved for the last time at a moment between the two looks. */
function stepOf(from: Look, to: Look): Step {
  // A thread without a core had first to get one, and all that it ran since comes after that.
  const ranNs = from.isOff && to.slices === from.slices + 1 ? from.cpuNs : to.cpuNs;
  const low = from.ns - LOOK_ERROR_NS - ranNs - to.readyNs;
  return { from, to, low, high: Math.max(low, to.ns + LOOK_ERROR_NS - to.cpuNs - to.readyNs) };
}

/** The nearest number to `value` from `low` to `high`; `high` wins when they exclude each other. */
const clamp = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high);
