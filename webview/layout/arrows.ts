import type { TimelineTables } from '../../src/analysis/tables.ts';
import { linkKindNames, NONE } from '../../src/shared/timeline.ts';
import type { Rows } from './rows.ts';
import type { TimeScale } from './scale.ts';

/** An arrow between two rows; y in pixels from the top of the first row. */
export interface Arrow {
  readonly kind: (typeof linkKindNames)[number];
  readonly exact: boolean;
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

/** Share of a row's height from its middle to where an arrow leaves or ends. */
const EDGE = 0.3;

/** The arrow of a link, or null when both ends are in one row, or one is in none. */
export function layoutArrow(
  link: number,
  tables: TimelineTables,
  rows: Rows,
  scale: TimeScale,
): Arrow | null {
  const { columns } = tables.links;
  const kind = linkKindNames[columns.kind[link]!]!;
  const [from, to] = endRows(link, kind, tables, rows);
  if (from < 0 || to < 0 || from === to) return null;
  const edge = Math.sign(to - from) * EDGE;
  return {
    kind,
    exact: columns.exact[link] === 1,
    x0: scale.toPx(columns.fromNs[link]!),
    y0: (from + 0.5 + edge) * rows.rowPx,
    x1: scale.toPx(columns.toNs[link]!),
    y1: (to + 0.5 - edge) * rows.rowPx,
  };
}

/** Rows of both ends; NONE for one that is left out by choice. A message goes from thread to thread: which of its folded operations took it, nobody asks. */
function endRows(
  link: number,
  kind: Arrow['kind'],
  tables: TimelineTables,
  rows: Rows,
): readonly [number, number] {
  const { fromThread, fromTask, toThread, toTask } = tables.links.columns;
  const row = (thread: number, task: number) => {
    const index = rows.leavesOut(thread, task) ? NONE : rows.indexOf(thread, task);
    const hidden = kind === 'message' && rows.lanes[index]?.of.kind === 'operations';
    return hidden ? rows.indexOf(thread, NONE) : index;
  };
  return [row(fromThread[link]!, fromTask[link]!), row(toThread[link]!, toTask[link]!)];
}

/** Arrows into a folded row of timers and I/O say little and are many: they are drawn for the selection only. */
export function endsInFolded(link: number, tables: TimelineTables, rows: Rows): boolean {
  const kind = linkKindNames[tables.links.columns.kind[link]!]!;
  return endRows(link, kind, tables, rows).some((index) => rows.lanes[index]?.of.kind === 'operations');
}
