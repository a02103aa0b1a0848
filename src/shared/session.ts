import type { RecordingMode } from './frames.ts';

/**
 * How the collector tells the recorder, in the user's process, where it is: one environment variable, with JSON.
 * Its owner is `src/collector`; the recorder renews `parent` for the children it starts.
 */
export const SESSION_VARIABLE = 'CONCURRENCY_VISUALIZER_SESSION';

export interface SessionConfig {
  /** The session's private folder, absolute: streams are written here. */
  readonly dir: string;
  /** Cache of instrumented files, absolute (see `CachedFile`). */
  readonly cache: string;
  /** Absolute path of the bundle with the recorder's preload, for children and workers. */
  readonly preload: string;
  /** How much is recorded; missing: `full`. */
  readonly mode?: RecordingMode;
  /** Nearest recorded ancestor of the process that reads this. */
  readonly parent: { readonly pid: number; readonly spawn: number } | null;
  /** A snippet without a file of its own: `file` is where its text lies, its imports resolve as if it lay in the folder `base`. */
  readonly snippet: { readonly file: string; readonly base: string } | null;
}

/**
 * The option that loads the recorder, as a part of `NODE_OPTIONS`. Node splits that variable at spaces outside of double
 * quotes; inside them a backslash takes the next character as it is.
 */
export function preloadOption(preload: string): string {
  return `--require "${preload.replace(/["\\]/g, '\\$&')}"`;
}
