import { type Ns, State, stateNames, type TaskId, type ThreadId } from '../../shared/timeline.ts';

/** A span by its lane and its start. `task` NONE: a span of the thread itself. */
export interface SpanPlace {
  readonly thread: ThreadId;
  readonly task: TaskId;
  readonly startNs: Ns;
}

/** What is added up of many spans. */
export interface Totals {
  /** Time in each state, by `State`; *running* without the time in which another task ran inside (see `SelfTimes`). */
  readonly ns: Float64Array;
  /** Spans in each state, by `State`. */
  readonly counts: Float64Array;
  /** Calls of functions that were in progress. */
  readonly calls: number;
  /** The longest of these calls, from its start to its end or to now. */
  readonly longestNs: Ns;
  /** The earliest span; null: there is none. */
  readonly first: SpanPlace | null;
}

/** Totals that grow. */
export class Sum implements Totals {
  readonly ns = new Float64Array(stateNames.length);
  readonly counts = new Float64Array(stateNames.length);
  calls = 0;
  longestNs: Ns = 0;
  first: SpanPlace | null = null;

  /** Adds a span; `ns` is how much of it counts. */
  add(state: State, ns: Ns, thread: ThreadId, task: TaskId, startNs: Ns): void {
    this.ns[state]! += ns;
    this.counts[state]! += 1;
    if (this.first === null || startNs < this.first.startNs) this.first = { thread, task, startNs };
  }

  copy(): Sum {
    const copy = new Sum();
    copy.ns.set(this.ns);
    copy.counts.set(this.counts);
    copy.calls = this.calls;
    copy.longestNs = this.longestNs;
    copy.first = this.first;
    return copy;
  }
}

/** How often something waited or was held up, else how often it ran. */
export function timesOf({ counts }: Totals): number {
  const waits = Math.max(counts[State.waiting]!, counts[State.ready]!, counts[State.blocked]!);
  return waits || counts[State.running]!;
}

/** Busiest first: who held a thread longest, then who waited longest. */
export function byBusiest(a: Totals, b: Totals): number {
  return (
    busyNs(b) - busyNs(a) ||
    b.ns[State.waiting]! - a.ns[State.waiting]! ||
    b.ns[State.ready]! - a.ns[State.ready]! ||
    b.calls - a.calls
  );
}

const busyNs = ({ ns }: Totals): Ns => ns[State.running]! + ns[State.blocked]!;
