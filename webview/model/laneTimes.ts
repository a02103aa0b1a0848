import type { TimelineTables } from '../../src/analysis/tables.ts';
import type { Ns, State } from '../../src/shared/timeline.ts';
import type { CallGroup } from './callGroup.ts';
import type { SpanTable, Track } from './track.ts';

/** The table that the tracks of threads and calls read their spans from. */
export const spansOf = (tables: TimelineTables): SpanTable => tables.spans;

/** How long a track was in a state, in ns. */
export const trackTime = (track: Track, state: State, tables: TimelineTables): Ns =>
  track.totals(0, tables.nowNs, spansOf(tables), tables.nowNs)[state]!;

/** How long the calls of a group were in a state, added up, in ns. Looks at its rows only while calls go on. */
export function groupTime(group: CallGroup, state: State, tables: TimelineTables): Ns {
  let ns = group.timeNs[state]!;
  if (group.over === group.tasks.length) return ns;
  for (const track of group.rows) {
    if (track.open?.state === state) ns += track.openEndNs(tables.nowNs) - track.open.startNs;
  }
  return ns;
}

/** How long the longest call of a group took, in ns; one that goes on lasts until now. */
export function longestCall(group: CallGroup, tables: TimelineTables): Ns {
  let ns = group.longestNs;
  if (group.over === group.tasks.length) return ns;
  const { startNs } = tables.tasks.columns;
  for (const track of group.rows) {
    if (track.open) ns = Math.max(ns, track.openEndNs(tables.nowNs) - startNs[track.open.task]!);
  }
  return ns;
}

/** How long one call took, in ns: the one in a row of a group that is not packed. */
export function callTime(group: CallGroup, row: number, tables: TimelineTables): Ns {
  const { startNs, endNs } = tables.tasks.columns;
  const task = group.tasks.at(row);
  const end = endNs[task]!;
  return (Number.isNaN(end) ? group.rows[row]!.openEndNs(tables.nowNs) : end) - startNs[task]!;
}
