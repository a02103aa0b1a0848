import { MAX_CORE, MAX_SLICES, OsState, OsSwitch } from '../../shared/records.ts';
import type { Ns, OsThreadId } from '../../shared/timeline.ts';
import { CoreChain, type CoreSlice, type Look } from './coreChain.ts';

/** Longest time before its first sample in which a thread is taken to have been there unseen, in ns. */
const UNSEEN_NS = 5e6;

/** How exact the moment of a switch is that the kernel tells, in ns. */
const EXACT_NS = 100;

/** What is counted of a thread, from its beginning. */
export interface OsCounts {
  cpuNs: Ns;
  readyNs: Ns;
  voluntary: number | null;
  involuntary: number | null;
}

/** One thread as the system shows it: its samples, or its switches. */
export class OsThreadTracker {
  readonly id: OsThreadId;
  readonly counts: OsCounts = { cpuNs: 0, readyNs: 0, voluntary: null, involuntary: null };
  readonly #add: (slice: CoreSlice) => void;
  readonly #chain: CoreChain;
  #slices = 0;
  #lastNs: Ns = Number.NEGATIVE_INFINITY;
  /** Exact switches: since when it has had a core, or has been ready for one; null: it has not. */
  #onCore: { readonly ns: Ns; readonly core: number } | null = null;
  #readyNs: Ns | null = null;
  /** It is over: its number may be given out again. */
  isGone = false;

  constructor(id: OsThreadId, add: (slice: CoreSlice) => void) {
    this.id = id;
    this.#add = add;
    this.#chain = new CoreChain(id, add);
  }

  /** When something happened that is not decided yet, at the earliest; null: there is nothing. */
  get undecidedNs(): Ns | null {
    return this.#chain.undecidedNs;
  }

  /** A sample: `flags`, `cpu` and `ready` as in `RecordKind.osSample`. */
  sample(ns: Ns, flags: number, cpu: number, ready: number): void {
    const state = flags & 0xf;
    this.#lastNs = Math.max(ns, this.#lastNs);
    this.counts.cpuNs += cpu >>> 0;
    this.counts.readyNs += ready >>> 0;
    this.#slices += (flags >>> 14) & MAX_SLICES;
    this.isGone = state === OsState.gone;
    const look: Look = {
      ns: this.#lastNs,
      isOff: state !== OsState.runnable,
      core: (flags >>> 4) & MAX_CORE,
      slices: this.#slices,
      cpuNs: this.counts.cpuNs,
      readyNs: this.counts.readyNs,
    };
    this.#chain.look(look, this.#lastNs - look.cpuNs - look.readyNs - UNSEEN_NS);
  }

  /** When what the last sample counts moved for the last time. */
  moved(ns: Ns): void {
    this.#chain.moved(ns);
  }

  /** An exact switch: `flags` as in `RecordKind.osSwitch`. */
  switched(time: Ns, flags: number): void {
    const ns = Math.max(time, this.#lastNs);
    const kind = flags & 0xf;
    this.#lastNs = ns;
    this.#leaveCore(ns);
    if (kind === OsSwitch.in) this.#onCore = { ns, core: (flags >>> 4) & MAX_CORE };
    else if (kind === OsSwitch.preempted) {
      this.#readyNs = ns;
      this.counts.involuntary = (this.counts.involuntary ?? 0) + 1;
    } else this.counts.voluntary = (this.counts.voluntary ?? 0) + 1;
  }

  switches(voluntary: number, involuntary: number): void {
    this.counts.voluntary = voluntary >>> 0;
    this.counts.involuntary = involuntary >>> 0;
  }

  /** Finds out what happened up to `ns`, with what is known until now. */
  decide(ns: Ns): void {
    this.#chain.decide(ns);
  }

  /** Nothing more will be heard of the thread: what is open ends at `ns` at the latest. */
  end(ns: Ns): void {
    this.#chain.end(ns);
    this.#leaveCore(Math.max(ns, this.#lastNs));
    this.isGone = true;
  }

  #leaveCore(ns: Ns): void {
    const on = this.#onCore;
    if (on === null) return;
    const readyNs = this.#readyNs ?? on.ns;
    const bounds = { startNs: on.ns, endNs: ns, fromNs: on.ns, toNs: ns, errorNs: EXACT_NS };
    this.#add({ osThread: this.id, core: on.core, readyNs, ...bounds });
    this.counts.cpuNs += ns - on.ns;
    this.counts.readyNs += on.ns - readyNs;
    this.#onCore = null;
    this.#readyNs = null;
  }
}
