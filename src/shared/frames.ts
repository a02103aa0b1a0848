/**
 * Frames: how records lie in a file. Each recorded process appends frames to a file of its own in the session's
 * folder; the collector adds one more file with what only it knows. A saved recording is those files, one after
 * the other: every frame names its stream, so the order of streams does not matter.
 *
 * A frame is a 16-byte header, little-endian, and its payload:
 * `{ payloadBytes: uint32, type: uint32, stream: uint32, thread: uint32 }`.
 * `stream` is a random number of the process (0 = the collector), `thread` the number of a thread in its process,
 * in the order in which the threads began (0 = main).
 */
export const FRAME_HEADER_BYTES = 16;

/** Upper half of every frame's type ('CV'), so that a reader can tell a frame from noise and find the next one. */
export const FRAME_MAGIC = 0x43560000;

export const FrameType = {
  /** JSON of a `StreamFact`: the first frame of a stream. */
  header: FRAME_MAGIC | 1,
  /** Records of one thread, in the order of writing; a `Text` may go on in the thread's next frame. */
  records: FRAME_MAGIC | 2,
  /** JSON of a `StreamEnd`: nothing comes after it. Missing when the process was killed. */
  end: FRAME_MAGIC | 3,
  /** JSON of a `CollectorFact` (stream 0 only). */
  fact: FRAME_MAGIC | 4,
} as const;
export type FrameType = (typeof FrameType)[keyof typeof FrameType];

/** Largest payload that a writer makes and a reader accepts, in bytes. */
export const MAX_FRAME_BYTES = 4 << 20;

/** Ends of the file names in a session's folder: `<pid>-<stream>.cvrec`; the collector's is `collector.cvrec`, the system's `system.cvrec`. */
export const STREAM_FILE_SUFFIX = '.cvrec';

/** The first frame of a stream. Times are decimal strings of nanoseconds on the monotonic clock (they exceed 2^53). */
export type StreamFact = CollectorHeader | ProcessHeader | SystemHeader;

export interface CollectorHeader {
  readonly role: 'collector';
  readonly version: number;
  /** Zero of the recording's clock. */
  readonly originNs: string;
  /** ISO date of that moment. */
  readonly startedAt: string;
  /** Working directory of the program: paths are shown relative to it. */
  readonly cwd: string;
  /** The program's file, absolute. */
  readonly entry: string;
  /** How much is recorded. Since format 2. */
  readonly mode?: RecordingMode;
  /** Cores that the program may run on. Since format 2. */
  readonly cores?: number;
  /** How the use of cores is recorded. Since format 2. */
  readonly coreRecording?: CoreRecording;
}

/**
 * `full`: everything. `light`, for programs that do very much: no timers, no I/O operations, nothing of what settles promises;
 * what remains are processes, threads, messages, cores, and the tasks of the program's own files.
 */
export const recordingModes = ['full', 'light'] as const;
export type RecordingMode = (typeof recordingModes)[number];

/** `sampled`: about every millisecond; `exact`: every switch, from the kernel; `unavailable`: this system cannot tell. */
export const coreRecordings = ['sampled', 'exact', 'off', 'unavailable'] as const;
export type CoreRecording = (typeof coreRecordings)[number];

/**
 * The stream of what the system says of the program's threads: which core each ran on. All its records are in frames of thread 0.
 * Since format 2.
 */
export interface SystemHeader {
  readonly role: 'system';
  readonly version: number;
  readonly startNs: string;
  readonly source: 'sampled' | 'exact';
  /** Time between two samples, in ns; 0 for `exact`. */
  readonly periodNs: number;
}

export interface ProcessHeader {
  readonly role: 'process';
  readonly version: number;
  readonly pid: number;
  readonly ppid: number;
  /** The nearest recorded ancestor; `spawn` is its number there (0 = unknown, started through a shell). Null: the program itself. */
  readonly parent: { readonly pid: number; readonly spawn: number } | null;
  readonly startNs: string;
  readonly command: readonly string[];
  readonly node: string;
}

export interface StreamEnd {
  readonly endNs: string;
  readonly code: number | null;
  /** Records dropped by thread number, of which the thread could no longer tell itself. */
  readonly dropped: Readonly<Record<string, number>>;
  /** Threads of which nothing was recorded, because too many ran at the same time. */
  readonly unrecordedThreads: number;
  /** CPU time of the drain thread, in ns; null where Node cannot tell. */
  readonly drainCpuNs: number | null;
  /** What one record costs the thread that writes it, in ns, measured in this process. Missing: not measured. Since format 2. */
  readonly recordNs?: number | null;
}

/** The end of the `system` stream. */
export interface SystemEnd {
  readonly endNs: string;
  /** CPU time of who sampled, in ns. */
  readonly cpuNs: number;
  /** Samples that came so late that time slices in between may be missing. */
  readonly late: number;
}

/** What only the collector knows. */
export type CollectorFact =
  | { readonly f: 'started'; readonly pid: number; readonly ns: string }
  | {
      readonly f: 'ended';
      readonly pid: number;
      readonly ns: string;
      readonly code: number | null;
      readonly signal: string | null;
    }
  | { readonly f: 'failedToStart'; readonly ns: string; readonly message: string }
  /** Measured bound of the difference between the clocks of two threads, in ns. */
  | { readonly f: 'clock'; readonly errorNs: number }
  /** The program was ended from outside. */
  | { readonly f: 'stopped'; readonly ns: string; readonly why: 'stop' | 'timeout' };
