import type { TimelineTables } from '../../src/analysis/tables.ts';
import type { Ns, OsThreadId, TaskId, ThreadId } from '../../src/shared/timeline.ts';
import { NONE } from '../../src/shared/timeline.ts';
import { CoreTrack } from './cores.ts';
import type { Lanes } from './lanes.ts';
import { type SpanAt, spanAt } from './track.ts';

/** A span that was chosen, by what stays true when the page is rebuilt: its lane and when it started. */
export interface Selection {
  readonly thread: ThreadId;
  /** NONE: a span of the thread itself. */
  readonly task: TaskId;
  readonly startNs: Ns;
  /** Set for a slice on a core (`core` NONE: the time without one): its thread as the system knows it. */
  readonly onCore?: { readonly core: number; readonly osThread: OsThreadId };
}

/** The selection that stands for a span. */
export function selectionOf(span: SpanAt, tables: TimelineTables, lanes: Lanes): Selection {
  if (span.track instanceof CoreTrack) return coreSelection(span, span.track.core, lanes);
  const task = span.id === NONE ? (span.track.open?.task ?? NONE) : tables.spans.taskAt(span.id);
  if (task !== NONE) return { thread: tables.tasks.columns.thread[task]!, task, startNs: span.startNs };
  const thread = lanes.threads.findIndex((lane) => lane?.track === span.track);
  return { thread, task, startNs: span.startNs };
}

function coreSelection(span: SpanAt, core: number, { cores }: Lanes): Selection {
  const { id, thread } = cores.ownerOf(span);
  return { thread, task: NONE, startNs: span.startNs, onCore: { core, osThread: id } };
}

/** The span that a selection stands for, or null when it is not (or no longer) there. */
export function findSelected(selection: Selection, tables: TimelineTables, lanes: Lanes): SpanAt | null {
  const { onCore } = selection;
  if (onCore) return lanes.cores.find(onCore.osThread, onCore.core, selection.startNs);
  const track = lanes.trackOf(selection.thread, selection.task);
  if (!track) return null;
  const { spans } = tables;
  const index = track.findStart(selection.startNs, spans);
  const over = index >= 0 && track.startAt(index, spans) === selection.startNs;
  const at = over ? index : track.open?.startNs === selection.startNs ? track.spans.length : NONE;
  return spanAt(track, at, spans, tables.nowNs);
}
