import { NONE, type Ns, taskKindNames } from '../../shared/timeline.ts';
import { isFunctionKind } from '../totals/keys.ts';
import { endOfTask } from './ends.ts';
import { LEAST_TOGETHER_NS, type Overlap, sweepGroups } from './overlaps.ts';
import type { Side } from './tasks.ts';

/**
 * Calls of different functions that one call has made, and that were in progress at the same time; by pair of the caller's places. The last
 * entry is of calls that no task has made, by thread.
 */
export interface SiblingPairs {
  readonly togetherNs: Float64Array;
  /** The pairs of the called functions' places; undefined: there are none. */
  readonly members: readonly (ReadonlySet<number> | undefined)[];
}

const MODULE = taskKindNames.indexOf('module');

const isCall = ({ tables }: Side, task: number): boolean => {
  const kind = tables.tasks.columns.kind[task]!;
  return kind !== MODULE && isFunctionKind[kind] === true;
};

/** Who made a call: a task, or, after the last task, a thread. */
function callerOf({ tables }: Side, task: number): number {
  const { parent, thread } = tables.tasks.columns;
  return parent[task] === NONE ? tables.tasks.length + thread[task]! : parent[task]!;
}

/** `isKnown`, by pair: whether a place is in both runs; others are left out. One look at each task: they come by their start. */
export function siblingPairs(side: Side, isKnown: readonly boolean[]): SiblingPairs {
  const { pairOf, tables } = side;
  const { startNs } = tables.tasks.columns;
  const latest = new LatestEnds(pairOf.length + tables.threads.length);
  const togetherNs = new Float64Array(isKnown.length + 1);
  const members: Set<number>[] = new Array(isKnown.length + 1);
  for (let task = 0; task < pairOf.length; task++) {
    const own = pairOf[task]!;
    if (!isKnown[own] || !isCall(side, task)) continue;
    const caller = callerOf(side, task);
    const endNs = endOfTask(tables, task);
    const other = latest.otherThan(own, caller);
    const sharedNs = Math.min(endNs, other.endNs) - startNs[task]!;
    if (sharedNs > LEAST_TOGETHER_NS) {
      const place = pairOf[caller] ?? isKnown.length;
      togetherNs[place]! += sharedNs;
      members[place] ??= new Set();
      members[place].add(own).add(other.place);
    }
    latest.put(own, caller, endNs);
  }
  return { togetherNs, members };
}

/** How the calls of the members lie in time, by pair of their caller's places. */
export function overlapOfSiblings(side: Side, members: SiblingPairs['members']): (Overlap | undefined)[] {
  const { pairOf, tables } = side;
  const placeOf = (caller: number): number => pairOf[caller] ?? members.length - 1;
  const group = pairOf.map((own, task) => {
    const caller = isCall(side, task) ? callerOf(side, task) : NONE;
    return caller !== NONE && members[placeOf(caller)]?.has(own) ? caller : NONE;
  });
  const overlaps: (Overlap | undefined)[] = new Array(members.length);
  sweepGroups(tables, group, group.length + tables.threads.length, (caller, overlap) => {
    const place = placeOf(caller);
    overlaps[place] = sum(overlap, overlaps[place]);
  });
  return overlaps;
}

const sum = (one: Overlap, other: Overlap | undefined): Overlap => ({
  calls: one.calls + (other?.calls ?? 0),
  most: Math.max(one.most, other?.most ?? 0),
  coveredNs: one.coveredNs + (other?.coveredNs ?? 0),
  togetherNs: one.togetherNs + (other?.togetherNs ?? 0),
});

/** Of the calls that each task has made so far: the one that ends last, and the one of another function that does. */
class LatestEnds {
  readonly #lastNs: Float64Array;
  readonly #last: Int32Array;
  readonly #secondNs: Float64Array;
  readonly #second: Int32Array;

  constructor(tasks: number) {
    this.#lastNs = new Float64Array(tasks).fill(Number.NEGATIVE_INFINITY);
    this.#last = new Int32Array(tasks).fill(NONE);
    this.#secondNs = this.#lastNs.slice();
    this.#second = this.#last.slice();
  }

  otherThan(place: number, caller: number): { readonly place: number; readonly endNs: Ns } {
    return this.#last[caller] === place
      ? { place: this.#second[caller]!, endNs: this.#secondNs[caller]! }
      : { place: this.#last[caller]!, endNs: this.#lastNs[caller]! };
  }

  put(place: number, caller: number, endNs: Ns): void {
    const isLast = endNs >= this.#lastNs[caller]!;
    if (isLast && this.#last[caller] !== place) {
      this.#second[caller] = this.#last[caller]!;
      this.#secondNs[caller] = this.#lastNs[caller]!;
    }
    if (isLast) {
      this.#last[caller] = place;
      this.#lastNs[caller] = endNs;
    } else if (this.#last[caller] !== place && endNs >= this.#secondNs[caller]!) {
      this.#second[caller] = place;
      this.#secondNs[caller] = endNs;
    }
  }
}
