/**
 * The record format: what the recorder writes in the user's process and the reader understands.
 *
 * A record is 24 bytes, little-endian: `{ ns: int64, kindAndFlags: int32, a: int32, b: int32, c: int32 }`.
 * `ns` is `process.hrtime.bigint()`: one monotonic clock for all threads and processes of a machine.
 * The low 8 bits of `kindAndFlags` are a `RecordKind`, the upper 24 are that kind's flags.
 *
 * A record belongs to the thread whose frame carries it (see `frames.ts`); its own fields never repeat that.
 */

/** Version of records and frames together. Raise it with every change of either, and add an upgrader. */
export const FORMAT_VERSION = 3;

/** Bytes of one record, and of one slot of a ring. */
export const RECORD_BYTES = 24;

/** Longest name or text that is kept, in UTF-16 code units. Longer ones are cut and end in `…`. */
export const MAX_TEXT = 1000;

/** Longest payload of one `Text` record, in bytes; longer JSON is split by its writer (see `SitesText`). */
export const MAX_TEXT_BYTES = 65_536;

export const RecordKind = {
  /**
   * A text: flags = `TextKind` | level << 8; a = bytes of UTF-8, b = id or task, c = site (0 = none).
   * It is followed by ceil(a / 24) raw slots that hold the bytes.
   */
  text: 1,
  /** Records were dropped: ns = when the loss ended, a = how many, (b, c) = low and high word of its length in ns. */
  loss: 2,
  /** An instrumented function (or module) began to run: flags = `TaskKind`; a = task, b = site, c = parent task (0 = none). */
  taskStart: 3,
  /**
   * The task stopped at an `await` or `yield`: flags = `WaitKind`; a = task, b = site,
   * c = hint: the task that is awaited, or the operation begun inside the awaited expression (0 = unknown).
   */
  taskSuspend: 4,
  /**
   * What the task waits for is there (its promise was settled), so it is ready from now on:
   * a = waiting task, b = task whose code settled it (0 = unknown), flags bit 0 = b is only deduced.
   * When there are several before a resume, the last one counts. A suspended task without any before its resume was ready from
   * the moment it was suspended, unless the resume says otherwise.
   */
  taskSettled: 5,
  /**
   * The task runs again: a = task; b = a `ResumeWord`; c = the task that asked a generator for its next value (0 = not a
   * generator, or unknown).
   */
  taskResume: 6,
  /** The task is over: flags = `TaskOutcome`; a = task. */
  taskEnd: 7,
  /** An asynchronous operation was begun (async_hooks init): flags = id of its type name (`TextKind.opType`); a = task, b = site, c = parent task. */
  opStart: 8,
  /** A timer was set: flags = delay in ms, at most 0xffffff; a = task, b = site, c = parent task. */
  timerStart: 9,
  /** A callback of the operation begins to run: a = task. */
  opBefore: 10,
  /** The callback has returned (or thrown): a = task. */
  opAfter: 11,
  /** A message was sent: a = channel, b = number of the message on that channel (from 1), c = sending task. */
  messageSend: 12,
  /**
   * A message is about to be delivered: a = channel, b = its number, c = site or 0; flags bit 0 = the program has fetched it
   * itself (`receiveMessageOnPort`).
   */
  messageReceive: 13,
  /** The thread is held from now on: flags = `BlockKind`; a = task, b = site, c = word of shared memory (`WordKey`; 0 = none). */
  block: 14,
  /** The thread goes on: flags = `BlockKind`; a = a `WaitEnd`. */
  unblock: 15,
  /** The interval repeats (sent right after its timerStart): a = task. */
  timerRepeats: 16,
  /** The message was handed over: a = channel, b = its number, c = how long that took, in ns. Since format 2. */
  messageSent: 17,
  /**
   * What that message carries, right after its `messageSent`: a = bytes copied, b = bytes transferred (each at most 2^31 − 1);
   * flags bit 0 = the bytes copied are at least so many. Since format 2.
   */
  messageBytes: 18,
  /**
   * `Atomics.notify` woke somebody: a = word of shared memory (`WordKey`), b = how many it woke, c = task;
   * ns = when it began, flags = how long it took, in µs, rounded up, at most 0xffffff. Since format 2.
   */
  notify: 19,
  /** An `Atomics.waitAsync` has ended: a = its task, b = word of shared memory, flags = a `WaitEnd`. Since format 2. */
  asyncWaitEnd: 20,
  /** A number about this thread: flags = `CounterKind`, (a, b) = low and high word of its value. Since format 2. */
  counter: 21,

  /** The operation was cancelled before its callback ran: a = task. Since format 2. */
  opCancel: 22,
  /** The timer was set again, from now on for the same time: a = task. Since format 2. */
  timerRefresh: 23,

  // What the system says of threads: only in the stream of the role `system` (see `frames.ts`). Since format 2.

  /**
   * A thread as it was found at this moment: a = the system's number of the thread; flags = `OsState` | core << 4 |
   * time slices since its last sample << 14; b, c = ns on a core, and ns ready without one, since its last sample (unsigned).
   * The first sample of a thread counts from the thread's beginning. A thread that has not changed has no sample, except
   * the last unchanged one before a change.
   */
  osSample: 24,
  /** Exact: the thread got a core, or lost it: a = the system's number of the thread; flags = `OsSwitch` | core << 4. */
  osSwitch: 25,
  /** Switches of a thread so far: a = the system's number of the thread, b = voluntary, c = involuntary ones (unsigned). */
  osSwitches: 26,
  /** Right after an `osSample`: ns = when what it counts moved for the last time, where the system tells; a = its thread. */
  osMoved: 27,

  /**
   * Garbage of this thread was collected: flags = `GcKind`; (a, b) = low and high word of how long before this record it began,
   * in ns; c = how long it took, in ns (unsigned). Since format 3.
   */
  gc: 28,
} as const;
export type RecordKind = (typeof RecordKind)[keyof typeof RecordKind];

/** What a `Text` record carries. */
export const TextKind = {
  /** JSON of a `ThreadFact`, the first record of every thread. */
  thread: 1,
  /** JSON of a `SitesText`. */
  sites: 2,
  /** The name of an async_hooks type; b = its id, which is unique within the thread. */
  opType: 3,
  /** A console line; level = `ConsoleLevel`, b = task, c = site. */
  console: 4,
  /** JSON of an `EventFact`; b = task, c = site. */
  event: 5,
  /** JSON of an `OsThreadFact` (stream of the role `system` only). Since format 2. */
  osThread: 6,
  /** JSON of a `TimingFact`: `performance.mark` or `measure`; b = task, c = site. Since format 3. */
  timing: 7,
} as const;
export type TextKind = (typeof TextKind)[keyof typeof TextKind];

export const ConsoleLevel = { log: 0, info: 1, warn: 2, error: 3, debug: 4 } as const;
export type ConsoleLevel = (typeof ConsoleLevel)[keyof typeof ConsoleLevel];

/** Kinds of instrumented task (`taskStart`). */
export const TaskKind = { asyncFunction: 1, asyncGenerator: 2, module: 3 } as const;
export type TaskKind = (typeof TaskKind)[keyof typeof TaskKind];

/** What an `await` or `yield` waits for, as far as it is known at that moment. */
export const WaitKind = {
  /** A promise. */
  promise: 1,
  /** Not a promise: the task is ready at once, behind the other microtasks. */
  value: 2,
  /** An object or function that may be a thenable. */
  thenable: 3,
  /** `yield`: waits for its consumer to ask for the next value. */
  yield: 4,
  /** `for await`: waits for the next value. */
  next: 5,
} as const;
export type WaitKind = (typeof WaitKind)[keyof typeof WaitKind];

/** What a resume says of the wait before it, of which no record told that it was settled. */
export const ResumeWord = {
  /** What was awaited was there already: the task was ready all the time. */
  wasReady: 0,
  /** It waited, and nobody knows what ended that. Since format 2. */
  causeUnknown: 2,
  /** A generator was asked by code without probes: `c` is only deduced. Since format 2. */
  askerDeduced: 4,
} as const;
export type ResumeWord = (typeof ResumeWord)[keyof typeof ResumeWord];

export const TaskOutcome = { returned: 1, threw: 2 } as const;
export type TaskOutcome = (typeof TaskOutcome)[keyof typeof TaskOutcome];

/** What holds a thread. */
export const BlockKind = { atomicsWait: 1, syncProcess: 2 } as const;
export type BlockKind = (typeof BlockKind)[keyof typeof BlockKind];

/** How a wait for a word of shared memory ended. */
export const WaitEnd = { notified: 0, timedOut: 1, notEqual: 2 } as const;
export type WaitEnd = (typeof WaitEnd)[keyof typeof WaitEnd];

/**
 * A word of shared memory, as far as two threads can name it alike: a positive hash of the memory's length and of the word's
 * place in it. (The memory itself has no name that threads share.)
 */
export function wordKey(memoryBytes: number, byteOffset: number): number {
  return (Math.imul(memoryBytes, 0x9e3779b1) ^ Math.imul(byteOffset + 1, 0x85ebca6b)) & 0x7fffffff || 1;
}

/** Numbers about a thread. Times are in ns, from the thread's beginning. */
export const CounterKind = {
  /** CPU time, as Node tells it. */
  cpuNs: 1,
  /** How long its event loop was at work, not waiting. */
  loopActiveNs: 2,
  /** Bytes of its JavaScript heap in use. */
  heapBytes: 3,
} as const;
export type CounterKind = (typeof CounterKind)[keyof typeof CounterKind];

/**
 * How garbage was collected: `minor` looks at young objects only, `major` at all; `incremental` is a step of marking between the
 * program's own work, `weakCallbacks` tells what held on to objects weakly.
 */
export const GcKind = { minor: 1, major: 2, incremental: 3, weakCallbacks: 4 } as const;
export type GcKind = (typeof GcKind)[keyof typeof GcKind];

/**
 * What a thread does, as the system says. `runnable` is running or ready, which only the samples before and after tell apart;
 * `ready`: it had no core, because who took the sample had that one.
 */
export const OsState = {
  sleeping: 0,
  runnable: 1,
  uninterruptible: 2,
  stopped: 3,
  gone: 4,
  ready: 5,
} as const;
export type OsState = (typeof OsState)[keyof typeof OsState];

/** `preempted`: it lost the core although it could have gone on. */
export const OsSwitch = { in: 0, out: 1, preempted: 2 } as const;
export type OsSwitch = (typeof OsSwitch)[keyof typeof OsSwitch];

/** Core and time slices that fit an `osSample`; higher ones are recorded as these. */
export const MAX_CORE = 1023;
export const MAX_SLICES = 1023;

/**
 * Task ids are unique within one thread and positive. Probed tasks (async functions, modules) are even,
 * operations of async_hooks are `asyncId * 2 + 1`; operations that Node has no number for count down from `LAST_TASK_ID`.
 */
export type LocalTaskId = number;
export const LAST_TASK_ID = 0x7fffffff;
/** Type ids of operations (`opStart`) from here on are not counted up, but fixed. */
export const WAIT_ASYNC_TYPE_ID = 0xfffff0;
export const WAIT_ASYNC_TYPE = 'AtomicsWaitAsync';

/**
 * Channels. Between a worker and its parent: `threadId * 2 + direction`, unique in the process.
 * Between a process and its child: `-(childPid * 2 + direction)`, unique in the recording.
 * direction: 0 = towards the worker or child, 1 = towards the parent.
 * By `postMessageToThread`: by the two numbers, of which the lower 14 bits count.
 * From one port of a `MessageChannel` to the other: by the number of the pair in its process; side = of the port that sends.
 * A `BroadcastChannel`: by the number of its name in its process; what is sent on it is received any number of times.
 */
export const channelOfWorker = (threadId: number, direction: 0 | 1): number => threadId * 2 + direction;
export const channelOfChild = (pid: number, direction: 0 | 1): number => -(pid * 2 + direction);
const FIRST_THREAD_CHANNEL = 0x1000_0000;
const THREAD_BITS = 14;
const THREAD_MASK = (1 << THREAD_BITS) - 1;
export const channelOfThreads = (from: number, to: number): number =>
  FIRST_THREAD_CHANNEL + ((from & THREAD_MASK) << THREAD_BITS) + (to & THREAD_MASK);
const FIRST_PORT_CHANNEL = 0x2000_0000;
const FIRST_BROADCAST_CHANNEL = 0x4000_0000;
export const channelOfPort = (pair: number, side: 0 | 1): number => FIRST_PORT_CHANNEL + pair * 2 + side;
export const channelOfBroadcast = (name: number): number => FIRST_BROADCAST_CHANNEL + name;
export const isBroadcast = (channel: number): boolean => channel >= FIRST_BROADCAST_CHANNEL;

/** Who a thread is; the first text of each. `threadId` is the number that the user's program sees (0 = main). */
export interface ThreadFact {
  readonly threadId: number;
  readonly osTid: number | null;
  readonly kind: 'main' | 'worker';
  readonly name: string;
}

/** What the program itself marked on the timeline with `performance.mark` or `performance.measure`. */
export interface TimingFact {
  readonly name: string;
  /** How long before the record it begins, in ns; less than 0: after it (the program may name any time). */
  readonly agoNs: number;
  /** How long a measure is, in ns; null: a mark has no length. */
  readonly lengthNs: number | null;
}

/** A thread as the system knows it; told before its first sample, and again when its name changes. */
export interface OsThreadFact {
  readonly tid: number;
  readonly pid: number;
  /** What the system calls it. */
  readonly name: string;
}

/**
 * Sites of one file. `path` is absolute (or a URL such as `data:`, or `[eval]`), `id` is the file's number: a site's number is
 * `(id << SITE_INDEX_BITS) | index`. `sites[i]` has index `from + i`. A long table comes in several texts.
 */
export interface SitesText {
  readonly id: number;
  readonly path: string;
  readonly from: number;
  readonly sites: readonly SiteTuple[];
}

/** `[line, column, name]`: line and column from 1, in the user's own source; name = enclosing function or called function. */
export type SiteTuple = readonly [line: number, column: number, name: string];

export const SITE_INDEX_BITS = 13;
/** Sites per file; further ones are not probed. Index 0 is the module's own top level. */
export const MAX_SITES = 1 << SITE_INDEX_BITS;
/** Bits of a file's number, so that a site fits a positive int32. File numbers start at 1. */
export const FILE_ID_BITS = 18;
export const siteNumber = (fileId: number, index: number): number => (fileId << SITE_INDEX_BITS) | index;

/** Rare events, as JSON: readable, extensible, and the reader skips those that it does not know. */
export type EventFact =
  /** This thread starts a worker. `threadId` as the user sees it. `file` = path, `[eval]` or a URL. */
  | { readonly e: 'workerStart'; readonly threadId: number; readonly file: string; readonly name: string }
  /** A worker of this thread is over. `how`: by itself or by `terminate()`. */
  | { readonly e: 'workerExit'; readonly threadId: number; readonly code: number }
  | { readonly e: 'workerError'; readonly threadId: number; readonly message: string }
  /** This thread calls `terminate()` of a worker. Since format 2. */
  | { readonly e: 'workerTerminate'; readonly threadId: number }
  /** This thread started a process. `pid` is null when it could not be started; `spawn` numbers the spawns of a process from 1. */
  | {
      readonly e: 'spawn';
      readonly spawn: number;
      readonly pid: number | null;
      readonly command: readonly string[];
      readonly message?: string;
      /** How long ago it was started, in ns, if this record comes later (a synchronous child). Since format 2. */
      readonly agoNs?: number;
    }
  /** A child of this process is over. */
  | {
      readonly e: 'childExit';
      readonly pid: number;
      readonly code: number | null;
      readonly signal: string | null;
    }
  /** An error that nobody caught, or a rejection that nobody handled. `where` = first frame in the user's code, if known. */
  | {
      readonly e: 'error';
      readonly kind: 'uncaughtException' | 'unhandledRejection';
      readonly name: string;
      readonly message: string;
      readonly stack: string;
    }
  /** The thread's own last word: it ends by itself with this code. */
  | { readonly e: 'threadExit'; readonly code: number }
  /** A file of the program could not be instrumented and runs as it is. */
  | { readonly e: 'uninstrumented'; readonly file: string; readonly message: string };
