/** What the collector is asked to do, and what it answers. */
import type { CoreRecording, RecordingMode } from '../shared/frames.ts';
import type { ProcessOutcome } from '../shared/timeline.ts';

/** A JavaScript runtime that can run the program. */
export interface NodeRuntime {
  readonly path: string;
  /** Version of Node in it, without the `v`. */
  readonly version: string;
  /** Electron, which behaves as Node only with `ELECTRON_RUN_AS_NODE=1`. */
  readonly electron: boolean;
}

export type ScriptExtension = '.ts' | '.mts' | '.cts' | '.tsx' | '.js' | '.mjs' | '.cjs' | '.jsx';

/** A program's text without a file of its own: an untitled buffer, a selection. */
export interface Snippet {
  readonly source: string;
  /** Folder, absolute: imports resolve as if the text lay there. */
  readonly base: string;
  readonly extension: ScriptExtension;
}

export interface Assets {
  /** Absolute path of the recorder's bundle (`dist/recorder.cjs`). */
  readonly preload: string;
  /** Absolute path of the guard's bundle; default: `guard.cjs` beside the preload. */
  readonly guard?: string;
}

export interface PipedOutput {
  /** Called with each piece of output; nothing is kept, and the program waits while it is being called. */
  onStdout(chunk: Uint8Array): void;
  onStderr(chunk: Uint8Array): void;
}

export interface RunOptions {
  /** Absolute path of the program's file. With `snippet`: the file that the snippet is shown as. */
  readonly entry: string;
  readonly snippet?: Snippet;
  readonly args: readonly string[];
  /** Working directory, absolute. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly node: NodeRuntime;
  /** Options of Node itself, before the file's name. */
  readonly execArgv?: readonly string[];
  readonly assets: Assets;
  /** Cache of instrumented files, absolute; default: a private folder of this user under the system's temporary one. */
  readonly cacheDir?: string;
  /** Folder in which the session's own folder is made; default: the system's temporary one. */
  readonly sessionRoot?: string;
  /** Ends the program after so many ms, counted from its start. */
  readonly timeoutMs?: number;
  /** Largest old-generation heap of each process, in MiB. */
  readonly memoryMb?: number;
  /** How much is recorded; default: `full`. */
  readonly mode?: RecordingMode;
  /** Keeps the program on the first so many of the cores that we may use (Linux); default: all. */
  readonly cores?: number;
  /** How the use of cores is recorded, where the system can tell; default: sampled. */
  readonly coreRecording?: Exclude<CoreRecording, 'unavailable'>;
  readonly stdio: 'inherit' | PipedOutput;
  onProgress?(step: ProgressStep): void;
  /** New bytes of a stream file, in order within a file. They are good during the call only: the buffer is used again. */
  onBytes(file: string, bytes: Uint8Array): void;
  /** Time between two looks at the session's folder, in ms; default 30. */
  readonly pollMs?: number;
}

export type ProgressStep =
  | { readonly kind: 'compiling' }
  | { readonly kind: 'starting'; readonly node: NodeRuntime; readonly files: number }
  | { readonly kind: 'running'; readonly pid: number }
  /** The use of cores was to be recorded exactly, but cannot be. */
  | { readonly kind: 'notExact'; readonly reason: string }
  /** The program itself is over, processes that it started still run. */
  | { readonly kind: 'waiting'; readonly processes: number };

/** A place in a source file; line and column count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Why a program could not be run. `failureText` says it in English. */
export type RunFailure =
  | { readonly kind: 'notAScript'; readonly file: string }
  | { readonly kind: 'missing'; readonly file: string }
  /** The program's file cannot be parsed. */
  | { readonly kind: 'source'; readonly at: Place; readonly message: string }
  /** The session's folder or what belongs into it could not be made. */
  | { readonly kind: 'session'; readonly message: string }
  | { readonly kind: 'spawn'; readonly node: string; readonly message: string }
  | CoresFailure
  /** `stop()` came before the start. */
  | { readonly kind: 'stopped' };

/**
 * The program cannot be kept on so many cores: this system has no way, or no `taskset` is installed, or there are not so many.
 */
export interface CoresFailure {
  readonly kind: 'cores';
  readonly reason: 'system' | 'taskset' | 'number';
  readonly asked: number;
  readonly available: number;
}

export interface RunResult {
  /** How the program's own process ended. */
  readonly outcome: ProcessOutcome;
  readonly code: number | null;
  readonly signal: string | null;
  /** By itself, or ended from outside. */
  readonly why: 'ended' | 'stop' | 'timeout';
  /** From its start to its end, in ms; 0 when it could not be started. */
  readonly wallMs: number;
  /** Set when the program could not be started. */
  readonly failure: RunFailure | null;
}

/** A program under the recorder. */
export interface Run {
  /** The session's private folder, which holds the stream files; empty if it could not be made. */
  readonly dir: string;
  /** Null before the start, and if it failed. */
  readonly pid: number | null;
  /**
   * The program and all recorded processes that it started are over, and all their bytes were handed to `onBytes`.
   * A program that could not be run is a result as well; it rejects only when one of the caller's callbacks threw.
   */
  readonly finished: Promise<RunResult>;
  /** Ends the whole process tree, within a second; resolves when nothing of it is left. Harmless at any time. */
  stop(): Promise<void>;
  /** Stops what still runs and removes the session's folder. */
  dispose(): Promise<void>;
  /** Writes the recording: all stream files, one after the other. Rejects with the system's error. */
  saveTo(file: string): Promise<void>;
}
