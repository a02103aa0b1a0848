import { FORMAT_VERSION } from '../shared/records.ts';
import type {
  CounterRow,
  LossRow,
  MarkRow,
  Ns,
  OsThreadRow,
  ProcessRow,
  RecordingFacts,
  SiteId,
  SiteRow,
  StringId,
  TaskId,
  ThreadId,
  ThreadRow,
  TimelineDelta,
} from '../shared/timeline.ts';
import type { CoreTable, LinkTable, MessageTable, TaskTable } from './timeline/columns.ts';
import type { SpanTable } from './timeline/spanTable.ts';

/**
 * A timeline to read from: what the builder fills and what a `TimelineStore` puts together again from deltas.
 * Columns are longer than their table: only rows below `length` count.
 */
export interface TimelineTables {
  readonly nowNs: Ns;
  readonly facts: RecordingFacts;
  readonly strings: readonly string[];
  readonly sites: readonly SiteRow[];
  readonly processes: readonly ProcessRow[];
  readonly threads: readonly ThreadRow[];
  readonly tasks: TaskTable;
  readonly spans: SpanTable;
  readonly links: LinkTable;
  readonly messages: MessageTable;
  readonly osThreads: readonly OsThreadRow[];
  readonly cores: CoreTable;
  readonly counters: readonly CounterRow[];
  readonly marks: readonly MarkRow[];
  readonly losses: readonly LossRow[];
  /** What goes on in each lane; empty once the recording is finished. */
  openSpans(): Iterable<OpenSpan>;
}

/** A span that goes on: to `nowNs`, or to its thread's end where that is known. */
export interface OpenSpan {
  readonly thread: ThreadId;
  readonly task: TaskId;
  readonly state: number;
  readonly startNs: Ns;
  readonly reason: StringId;
  readonly site: SiteId;
}

/** How far a consumer has read a timeline. Opaque: only `deltaSince` makes and reads its numbers. */
export interface TimelineCursor {
  readonly strings: number;
  readonly sites: number;
  readonly rows: number;
  readonly tasks: number;
  readonly taskEnds: number;
  readonly spans: number;
  readonly links: number;
  readonly messages: number;
  readonly cores: number;
  readonly counters: number;
  readonly marks: number;
  readonly losses: number;
  readonly open: number;
  readonly openTasks: number;
}

/** One step of reading. `more`: there is more than the limit let through; ask again with `cursor`. */
export interface TimelineStep {
  readonly delta: TimelineDelta;
  readonly cursor: TimelineCursor;
  readonly more: boolean;
}

/** The facts of a recording of which nothing has been read. */
export const noFacts: RecordingFacts = {
  format: FORMAT_VERSION,
  startedAt: '',
  cwd: '',
  entry: '',
  clockErrorNs: null,
  records: 0,
  dropped: 0,
  skipped: 0,
  messages: 0,
  drainCpuNs: null,
  recordCpuNs: null,
  samplerCpuNs: null,
  lateLooks: 0,
  mode: 'full',
  cores: null,
  coreRecording: null,
};
