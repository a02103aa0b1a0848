import type { TimelineTables } from '../../src/analysis/tables.ts';
import { State } from '../../src/shared/timeline.ts';
import type { CallGroup } from './callGroup.ts';
import { callTime, groupTime, longestCall, trackTime } from './laneTimes.ts';
import type { LaneSort } from './laneView.ts';

/** Groups by their longest call, or by how long their calls waited all in all; what is as long stays in the order of its start. */
export function groupsInOrder(
  groups: readonly CallGroup[],
  sort: LaneSort,
  tables: TimelineTables,
): readonly CallGroup[] {
  if (sort === 'start') return groups;
  return mostFirst(groups, (group) =>
    sort === 'duration' ? longestCall(group, tables) : groupTime(group, State.waiting, tables),
  );
}

/** Rows of a group by how long their call took or waited. A packed row is of many calls: those stay as they lie. */
export function rowsInOrder(group: CallGroup, sort: LaneSort, tables: TimelineTables): readonly number[] {
  const rows = [...group.rows.keys()];
  if (sort === 'start' || group.packed) return rows;
  return mostFirst(rows, (row) =>
    sort === 'duration' ? callTime(group, row, tables) : trackTime(group.rows[row]!, State.waiting, tables),
  );
}

/** Stable; each value is worked out once. */
function mostFirst<Item>(items: readonly Item[], measure: (item: Item) => number): readonly Item[] {
  const values = items.map(measure);
  const order = [...items.keys()].sort((a, b) => values[b]! - values[a]!);
  return order.map((index) => items[index]!);
}
