import type { TimelineTables } from '../../src/analysis/tables.ts';
import type { Ns, TaskId, ThreadId } from '../../src/shared/timeline.ts';
import { NONE } from '../../src/shared/timeline.ts';
import type { Lanes } from './lanes.ts';
import { type SpanAt, spanAt } from './track.ts';

/** A span that was chosen, by what stays true when the page is rebuilt: its lane and when it started. */
export interface Selection {
  readonly thread: ThreadId;
  /** NONE: a span of the thread itself. */
  readonly task: TaskId;
  readonly startNs: Ns;
}

/** The selection that stands for a span. */
export function selectionOf(span: SpanAt, tables: TimelineTables, lanes: Lanes): Selection {
  const task = span.id === NONE ? (span.track.open?.task ?? NONE) : tables.spans.columns.task[span.id]!;
  if (task !== NONE) return { thread: tables.tasks.columns.thread[task]!, task, startNs: span.startNs };
  const thread = lanes.threads.findIndex((lane) => lane?.track === span.track);
  return { thread, task, startNs: span.startNs };
}

/** The span that a selection stands for, or null when it is not (or no longer) there. */
export function findSelected(selection: Selection, tables: TimelineTables, lanes: Lanes): SpanAt | null {
  const track = lanes.trackOf(selection.thread, selection.task);
  if (!track) return null;
  const { columns } = tables.spans;
  const index = track.findStart(selection.startNs, columns);
  const over = index >= 0 && track.startAt(index, columns) === selection.startNs;
  const at = over ? index : track.open?.startNs === selection.startNs ? track.spans.length : NONE;
  return spanAt(track, at, columns, tables.nowNs);
}
