import { NONE, type Ns } from '../../shared/timeline.ts';
import type { TimelineTables } from '../tables.ts';
import { isFunctionKind } from '../totals/keys.ts';
import { endOfTask } from './ends.ts';
import type { Side } from './tasks.ts';

/** How calls lie in time. */
export interface Overlap {
  readonly calls: number;
  /** In progress at the same time; what is shorter than a hand-over does not count (see `Levels`). */
  readonly most: number;
  /** Time in which at least one, and at least two, were in progress. */
  readonly coveredNs: Ns;
  readonly togetherNs: Ns;
}

/** Less than this share, and less than this time, is a hand-over. */
const HAND_OVER_SHARE = 0.005;
const HAND_OVER_NS = 5e6;
/** What is together for no longer does not overlap. */
export const LEAST_TOGETHER_NS = HAND_OVER_NS;

/** By pair of places: how the calls of each function lie in time. */
export function overlapOfCalls(side: Side, places: number): (Overlap | undefined)[] {
  const { kind } = side.tables.tasks.columns;
  const group = side.pairOf.map((pair, task) => (isFunctionKind[kind[task]!] === true ? pair : NONE));
  const overlaps: Overlap[] = new Array(places);
  sweepGroups(side.tables, group, places, (pair, overlap) => {
    overlaps[pair] = overlap;
  });
  return overlaps;
}

/** Sorts the tasks by their group, and each group by time. */
export function sweepGroups(
  tables: TimelineTables,
  group: Int32Array,
  groups: number,
  found: (group: number, overlap: Overlap) => void,
): void {
  const first = new Int32Array(groups + 1);
  for (const own of group) if (own !== NONE) first[own + 1]!++;
  for (let i = 0; i < groups; i++) first[i + 1]! += first[i]!;
  const next = first.slice();
  const starts = new Float64Array(first[groups]!);
  const ends = new Float64Array(first[groups]!);
  for (let task = 0; task < group.length; task++) {
    if (group[task] === NONE) continue;
    const at = next[group[task]!]!++;
    starts[at] = tables.tasks.columns.startNs[task]!;
    ends[at] = endOfTask(tables, task);
  }
  for (let i = 0; i < groups; i++) {
    const [from, to] = [first[i]!, first[i + 1]!];
    if (from < to) found(i, sweep(starts.subarray(from, to).sort(), ends.subarray(from, to).sort()));
  }
}

/** Both sorted, and as long as each other. At one moment, what ends comes before what begins. */
function sweep(starts: Float64Array, ends: Float64Array): Overlap {
  const timeAt: number[] = [0];
  let [level, lastNs] = [0, starts[0]!];
  for (let up = 0, down = 0; down < ends.length; ) {
    const isUp = up < starts.length && starts[up]! < ends[down]!;
    const ns = isUp ? starts[up++]! : ends[down++]!;
    if (ns > lastNs) timeAt[level] = (timeAt[level] ?? 0) + ns - lastNs;
    lastNs = ns;
    level += isUp ? 1 : -1;
  }
  const coveredNs = sumFrom(timeAt, 1);
  return { calls: starts.length, most: mostOf(timeAt, coveredNs), coveredNs, togetherNs: sumFrom(timeAt, 2) };
}

function sumFrom(timeAt: readonly number[], level: number): Ns {
  let sum = 0;
  for (let i = level; i < timeAt.length; i++) sum += timeAt[i] ?? 0;
  return sum;
}

function mostOf(timeAt: readonly number[], coveredNs: Ns): number {
  const handOverNs = Math.min(coveredNs * HAND_OVER_SHARE, HAND_OVER_NS);
  let most = Math.max(1, timeAt.length - 1);
  for (let aboveNs = timeAt[most] ?? 0; most > 1 && aboveNs <= handOverNs; aboveNs += timeAt[most] ?? 0)
    most--;
  return most;
}
