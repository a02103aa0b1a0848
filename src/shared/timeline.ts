import type { CoreRecording, RecordingMode } from './frames.ts';

/**
 * The timeline: tables with columns, in which rows are only ever added. Ids are row numbers.
 * Times are nanoseconds from the start of the recording, as doubles (exact up to 104 days).
 */
declare const brand: unique symbol;
type Id<Name extends string> = number & { readonly [brand]?: Name };

/** A time, or a length of time, in nanoseconds from the start of the recording. */
export type Ns = number;
export type ProcessId = Id<'process'>;
export type ThreadId = Id<'thread'>;
export type TaskId = Id<'task'>;
export type OsThreadId = Id<'osThread'>;
export type SiteId = Id<'site'>;
export type StringId = Id<'string'>;
/** "none" in every id column. */
export const NONE = -1;

/** What a lane (a thread or a task) does in a span. 0 is never stored: "nothing". */
export const State = { none: 0, running: 1, ready: 2, waiting: 3, blocked: 4 } as const;
export type State = (typeof State)[keyof typeof State];
export const stateNames = ['none', 'running', 'ready', 'waiting', 'blocked'] as const;

export const taskKindNames = [
  'async function',
  'async generator',
  'timer',
  'immediate',
  'tick',
  'io',
  'callback',
  'module',
] as const;
export type TaskKindName = (typeof taskKindNames)[number];

export const outcomeNames = ['pending', 'returned', 'threw'] as const;
export type OutcomeName = (typeof outcomeNames)[number];

export const linkKindNames = ['spawn', 'resolve', 'message', 'notify', 'join', 'exit'] as const;
export type LinkKindName = (typeof linkKindNames)[number];

export type ProcessOutcome =
  | { readonly kind: 'exited'; readonly code: number }
  | { readonly kind: 'killed'; readonly signal: string }
  | { readonly kind: 'failedToStart'; readonly message: string };

export interface ProcessRow {
  readonly id: ProcessId;
  readonly pid: number;
  readonly parent: ProcessId | null;
  readonly command: readonly string[];
  readonly startNs: Ns;
  readonly endNs: Ns | null;
  readonly outcome: ProcessOutcome | null;
}

export interface ThreadRow {
  readonly id: ThreadId;
  readonly process: ProcessId;
  readonly kind: 'main' | 'worker';
  /** As the user's program sees it; 0 = main. */
  readonly threadId: number;
  readonly osTid: number | null;
  readonly name: string;
  /** Thread and task that started it, when known. */
  readonly startedBy: { readonly thread: ThreadId; readonly task: TaskId } | null;
  readonly startNs: Ns;
  readonly endNs: Ns | null;
  /** How it ended, when that is known. */
  readonly outcome: ThreadOutcome | null;
}

export type ThreadOutcome =
  | { readonly kind: 'exited'; readonly code: number }
  | { readonly kind: 'terminated' }
  | { readonly kind: 'failed'; readonly message: string };

/**
 * A thread as the system knows it: one of the program's own (`thread`), a helper of the runtime, or the only one of a process
 * that is not recorded (both `thread` NONE).
 */
export interface OsThreadRow {
  readonly id: OsThreadId;
  readonly tid: number;
  readonly pid: number;
  readonly process: ProcessId;
  readonly thread: ThreadId;
  readonly name: string;
}

/** Stretches in which a thread had a core, or (`core` NONE) could have run and had none. In order of time within an `osThread`. */
export interface CoreColumns {
  readonly osThread: Int32Array;
  readonly core: Int32Array;
  readonly startNs: Float64Array;
  readonly endNs: Float64Array;
}

export const counterNames = [
  'cpuNs',
  'readyWithoutCoreNs',
  'voluntarySwitches',
  'involuntarySwitches',
  'loopActiveNs',
  'heapBytes',
] as const;
export type CounterName = (typeof counterNames)[number];

/** A number about a thread at a moment, counted from the thread's beginning. `thread` NONE: about what is not recorded itself. */
export interface CounterRow {
  readonly name: CounterName;
  readonly source: 'system' | 'node';
  readonly process: ProcessId;
  readonly thread: ThreadId;
  readonly ns: Ns;
  readonly value: number;
}

/** What messages carried, for those links of which it is known. */
export interface MessageColumns {
  /** Row of the link. */
  readonly link: Int32Array;
  readonly copiedBytes: Float64Array;
  readonly transferredBytes: Float64Array;
  /** 1: at least so many bytes were copied. */
  readonly isLowerBound: Uint8Array;
  /** How long its sender was busy with handing it over. */
  readonly sendNs: Float64Array;
}

/**
 * What happened at a moment of a thread. `gc`: garbage was collected, and `text` says how; `mark`, `measure`: the program's own
 * `performance.mark` and `performance.measure`, which may lie anywhere in time, also where nothing was recorded.
 * Rows come in the order in which they were told, which for `gc`, `mark` and `measure` is not that of time.
 */
export interface MarkRow {
  readonly kind: 'console' | 'error' | 'note' | 'gc' | 'mark' | 'measure';
  readonly level: 'log' | 'info' | 'warn' | 'error' | 'debug';
  readonly thread: ThreadId;
  readonly task: TaskId;
  readonly ns: Ns;
  /** When it was over; only of what has a length (`gc`, `measure`). */
  readonly endNs?: Ns;
  readonly text: string;
  readonly site: SiteId;
}

export interface LossRow {
  readonly thread: ThreadId;
  readonly startNs: Ns;
  readonly endNs: Ns;
  readonly count: number;
}

export interface SiteRow {
  /** Relative to the working directory where it lies below it, with `/`; otherwise absolute, or a URL. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly name: string;
}

/** New tasks, one entry per task; ids count on from `first`. */
export interface TaskColumns {
  readonly first: TaskId;
  readonly thread: Int32Array;
  /** Index into `taskKindNames`. */
  readonly kind: Uint8Array;
  readonly name: Int32Array;
  readonly site: Int32Array;
  readonly parent: Int32Array;
  readonly startNs: Float64Array;
}

/** Tasks that ended. */
export interface TaskEndColumns {
  readonly task: Int32Array;
  readonly endNs: Float64Array;
  /** Index into `outcomeNames`. */
  readonly outcome: Uint8Array;
}

/**
 * Spans that are over. `task` is NONE for a span of the thread itself. Within one lane they never overlap and come in
 * order of time. `reason` is a string id or NONE; `site` where it happened.
 */
export interface SpanColumns {
  readonly thread: Int32Array;
  readonly task: Int32Array;
  readonly state: Uint8Array;
  readonly startNs: Float64Array;
  readonly endNs: Float64Array;
  readonly reason: Int32Array;
  readonly site: Int32Array;
}

/** Spans that go on: the newest word on each lane that changed. State `none` means that nothing is open there. */
export interface OpenColumns {
  readonly thread: Int32Array;
  readonly task: Int32Array;
  readonly state: Uint8Array;
  readonly startNs: Float64Array;
  readonly reason: Int32Array;
  readonly site: Int32Array;
}

export interface LinkColumns {
  /** Index into `linkKindNames`. */
  readonly kind: Uint8Array;
  readonly exact: Uint8Array;
  readonly fromThread: Int32Array;
  readonly fromTask: Int32Array;
  readonly fromNs: Float64Array;
  readonly toThread: Int32Array;
  readonly toTask: Int32Array;
  readonly toNs: Float64Array;
}

/** What the recording itself has to say about its worth. */
export interface RecordingFacts {
  /** The format that it was recorded in. */
  readonly format: number;
  readonly startedAt: string;
  readonly cwd: string;
  readonly entry: string;
  /** Measured bound of the clock error between threads, or null when not measured (yet). */
  readonly clockErrorNs: number | null;
  /** Records read, records dropped by the recorder, bytes or records that the reader had to skip. */
  readonly records: number;
  readonly dropped: number;
  readonly skipped: number;
  readonly messages: number;
  /** CPU time of all drain threads, ns. Null until the processes have said it. */
  readonly drainCpuNs: number | null;
  /** What writing the records cost the program's threads, ns, as measured in its processes. Null until they have said it. */
  readonly recordCpuNs: number | null;
  /** CPU time of who sampled the cores, ns. Null: nobody did, or not known yet. */
  readonly samplerCpuNs: number | null;
  /** Looks at the cores that came so late that time slices before them may be missing or misplaced. */
  readonly lateLooks: number;
  readonly mode: RecordingMode;
  /** Cores that the program could run on; null: not known. */
  readonly cores: number | null;
  /** How the use of cores was recorded; null: by a version that did not. */
  readonly coreRecording: CoreRecording | null;
}

/**
 * All that was added to a timeline since a cursor. Applying every delta in order to an empty timeline gives the
 * timeline. `processes` and `threads` carry whole rows, new or changed (same id: replaces).
 */
export interface TimelineDelta {
  /** How far the recording is known, ns: open spans reach to here. */
  readonly nowNs: Ns;
  readonly facts: RecordingFacts;
  readonly strings: readonly string[];
  readonly sites: readonly SiteRow[];
  readonly processes: readonly ProcessRow[];
  readonly threads: readonly ThreadRow[];
  readonly tasks: TaskColumns;
  readonly taskEnds: TaskEndColumns;
  readonly spans: SpanColumns;
  readonly open: OpenColumns;
  readonly links: LinkColumns;
  readonly messages: MessageColumns;
  readonly osThreads: readonly OsThreadRow[];
  readonly cores: CoreColumns;
  readonly counters: readonly CounterRow[];
  readonly marks: readonly MarkRow[];
  readonly losses: readonly LossRow[];
}
