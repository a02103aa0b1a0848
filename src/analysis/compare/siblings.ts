import { NONE, type Ns, taskKindNames } from '../../shared/timeline.ts';
import { isFunctionKind } from '../totals/keys.ts';
import { endOfTask } from './ends.ts';
import { LEAST_TOGETHER_NS, type Overlap, sweepGroups } from './overlaps.ts';
import type { Side } from './tasks.ts';

/** Calls of different functions that one call has made, and that were in progress at the same time; by pair of the caller's places. */
export interface SiblingPairs {
  readonly togetherNs: Float64Array;
  /** The pairs of the called functions' places; undefined: there are none. */
  readonly members: readonly (ReadonlySet<number> | undefined)[];
}

const MODULE = taskKindNames.indexOf('module');

/** Whether a task is a call that somebody is the parent of. */
function isCall({ tables }: Side, task: number): boolean {
  const { kind, parent } = tables.tasks.columns;
  return kind[task] !== MODULE && isFunctionKind[kind[task]!] === true && parent[task] !== NONE;
}

/** `isKnown`, by pair: whether a place is in both runs; others are left out. One look at each task: they come by their start. */
export function siblingPairs(side: Side, isKnown: readonly boolean[]): SiblingPairs {
  const { pairOf, tables } = side;
  const { parent, startNs } = tables.tasks.columns;
  const latest = new LatestEnds(pairOf.length);
  const togetherNs = new Float64Array(isKnown.length);
  const members: Set<number>[] = new Array(isKnown.length);
  for (let task = 0; task < pairOf.length; task++) {
    const own = pairOf[task]!;
    if (!isKnown[own] || !isCall(side, task)) continue;
    const caller = parent[task]!;
    const endNs = endOfTask(tables, task);
    const other = latest.otherThan(own, caller);
    const sharedNs = Math.min(endNs, other.endNs) - startNs[task]!;
    if (sharedNs > LEAST_TOGETHER_NS) {
      const place = pairOf[caller]!;
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
  const { parent } = tables.tasks.columns;
  const group = pairOf.map((own, task) => {
    if (!isCall(side, task)) return NONE;
    const caller = parent[task]!;
    return members[pairOf[caller]!]?.has(own) ? caller : NONE;
  });
  const overlaps: (Overlap | undefined)[] = new Array(members.length);
  sweepGroups(tables, group, group.length, (caller, overlap) => {
    const place = pairOf[caller]!;
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
