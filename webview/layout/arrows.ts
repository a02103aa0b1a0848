import type { TimelineTables } from '../../src/analysis/tables.ts';
import { linkKindNames, NONE, type Ns } from '../../src/shared/timeline.ts';
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
  const ends = { fromRow: from, fromNs: columns.fromNs[link]!, toRow: to, toNs: columns.toNs[link]! };
  return arrowBetween(ends, kind, columns.exact[link] === 1, rows, scale);
}

/** Two moments in two rows. */
export interface ArrowEnds {
  readonly fromRow: number;
  readonly fromNs: Ns;
  readonly toRow: number;
  readonly toNs: Ns;
}

export function arrowBetween(
  { fromRow, fromNs, toRow, toNs }: ArrowEnds,
  kind: Arrow['kind'],
  exact: boolean,
  { rowPx }: Rows,
  scale: TimeScale,
): Arrow {
  const edge = Math.sign(toRow - fromRow) * EDGE;
  return {
    kind,
    exact,
    x0: scale.toPx(fromNs),
    y0: (fromRow + 0.5 + edge) * rowPx,
    x1: scale.toPx(toNs),
    y1: (toRow + 0.5 - edge) * rowPx,
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
