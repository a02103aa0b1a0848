import type { Ns, State, ThreadId } from '../../shared/timeline.ts';

/** A span in which a task held its thread: it ran, or was blocked. */
export interface HeldSpan {
  readonly startNs: Ns;
  readonly endNs: Ns;
  readonly state: State;
  /** Whom its time was given to: numbers that mean something to the receiver. */
  readonly fn: number;
  readonly line: number;
}

/** Takes time away from whom it was given to, because another task ran then. */
export type TakeAway = (from: HeldSpan, ns: Ns) => void;

/** How much of `startNs` … `endNs` lies in the stretch that is asked for. */
export type Clip = (startNs: Ns, endNs: Ns) => Ns;

/** A span on the stack. */
interface Entry extends HeldSpan {
  /** How much of it counts. */
  readonly ownNs: Ns;
  /** How much of that was taken away from the entry below it, which it lies across: only where records were lost. */
  readonly sharedNs: Ns;
  /** What it was left with. */
  selfNs: Ns;
}

/** Below this many entries that nobody can enclose any more, forgetting them is not worth it. */
const FORGET = 1024;

/** The spans of one thread that another one may still turn out to enclose, by their start. */
class ThreadStack {
  entries: Entry[] = [];
  /** Spans that end at the same moment, as they came. */
  pending: HeldSpan[] = [];
  /** Entries before this one were over before the thread was idle last: no span to come encloses them. */
  bottom = 0;
  busyUntilNs: Ns = Number.NEGATIVE_INFINITY;

  copy(): ThreadStack {
    const copy = new ThreadStack();
    copy.entries = this.entries.slice(this.bottom);
    copy.pending = this.pending.slice();
    return copy;
  }
}

/**
 * Finds *self* running time. A task's running span includes what it calls synchronously, so that the spans of caller and callee
 * lie one in the other; what the callee took is taken away from its caller, whoever that is, so that every moment of a thread is
 * given to one task: the innermost. Spans must come in the order in which they end, thread by thread, as the timeline has them; those
 * that end at the same moment may come in any order. Takes time in proportion to the number of spans, and memory in proportion to
 * those of the thread's newest stretch without a pause. Where records were lost, spans may lie across each other: then too
 * no moment counts twice.
 */
export class SelfTimes {
  readonly #threads: ThreadStack[] = [];
  readonly #clip: Clip;
  readonly #take: TakeAway;

  constructor(clip: Clip, take: TakeAway) {
    this.#clip = clip;
    this.#take = take;
  }

  /** A task held its thread. */
  held(thread: ThreadId, span: HeldSpan): void {
    const stack = this.#stackOf(thread);
    const { pending } = stack;
    if (pending.length > 0 && pending[0]!.endNs !== span.endNs) this.#settle(stack);
    pending.push(span);
  }

  /** The thread itself was busy. */
  busy(thread: ThreadId, startNs: Ns, endNs: Ns): void {
    const stack = this.#stackOf(thread);
    if (startNs > stack.busyUntilNs) {
      if (stack.pending.length > 0 && stack.pending[0]!.endNs < startNs) this.#settle(stack);
      forgetBefore(stack, startNs);
    }
    stack.busyUntilNs = endNs;
  }

  /** Takes in what still waits for spans that end with it. */
  finish(): void {
    for (const stack of this.#threads) if (stack) this.#settle(stack);
  }

  /** The same for another receiver, who goes on on his own. */
  copy(take: TakeAway): SelfTimes {
    const copy = new SelfTimes(this.#clip, take);
    for (const [thread, stack] of this.#threads.entries()) if (stack) copy.#threads[thread] = stack.copy();
    return copy;
  }

  #stackOf(thread: ThreadId): ThreadStack {
    this.#threads[thread] ??= new ThreadStack();
    return this.#threads[thread];
  }

  /** Innermost first. Of two that are the same, the one that was known first was inside. */
  #settle(stack: ThreadStack): void {
    const { pending } = stack;
    if (pending.length > 1) pending.sort((a, b) => b.startNs - a.startNs);
    for (const span of pending) this.#put(stack, span);
    pending.length = 0;
  }

  #put(stack: ThreadStack, span: HeldSpan): void {
    const { entries, bottom } = stack;
    const ownNs = this.#clip(span.startNs, span.endNs);
    let insideNs = 0;
    let takenNs = 0;
    while (entries.length > bottom && entries.at(-1)!.startNs >= span.startNs) {
      const inner = entries.pop()!;
      insideNs += inner.ownNs - takenNs;
      takenNs = inner.sharedNs;
    }
    const entry = { ...span, ownNs, sharedNs: 0, selfNs: ownNs };
    this.#takeFrom(entry, insideNs);
    const below = entries.length > bottom ? entries.at(-1)! : null;
    if (below !== null) {
      entry.sharedNs = this.#clip(span.startNs, Math.min(span.endNs, below.endNs));
      // What the other one had given away already stays with whom it was given to.
      this.#takeFrom(entry, this.#takeFrom(below, entry.sharedNs - takenNs));
    }
    entries.push(entry);
  }

  /** Returns how much of it could not be taken, because it was taken before. */
  #takeFrom(entry: Entry, ns: Ns): Ns {
    const taken = Math.min(ns, entry.selfNs);
    if (taken <= 0) return Math.max(0, ns);
    entry.selfNs -= taken;
    this.#take(entry, taken);
    return ns - taken;
  }
}

function forgetBefore(stack: ThreadStack, startNs: Ns): void {
  const { entries } = stack;
  while (stack.bottom < entries.length && entries[stack.bottom]!.startNs < startNs) stack.bottom++;
  if (stack.bottom === entries.length) entries.length = 0;
  else if (stack.bottom > FORGET) entries.splice(0, stack.bottom);
  else return;
  stack.bottom = 0;
}
