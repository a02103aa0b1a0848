/** What goes into the instrumenter and what comes out; no code, so that the recorder can share it without the parsers. */
import type { SiteTuple } from '../shared/records.ts';

export type ModuleFormat = 'module' | 'commonjs';

export interface InstrumentOptions {
  /** Absolute path, URL, or `[eval]`. */
  readonly fileName: string;
  /** From the extension or the package's `type`: decides only where the syntax leaves it open. */
  readonly formatHint?: ModuleFormat;
  /** Another file number, when two files of one process have the same. */
  readonly salt?: number;
}

export interface Instrumented {
  /** JavaScript; on the lines of the source, unless `mapped`. */
  readonly code: string;
  readonly format: ModuleFormat;
  /** The syntax fits both formats: `format` is the hint's, or CommonJS. */
  readonly formatIsOpen: boolean;
  /** Number of the file, from 1 (see `siteNumber`). */
  readonly fileId: number;
  /** Index = lower bits of the site's number. Empty when there are no probes. */
  readonly sites: readonly SiteTuple[];
  /** What the file loads, as written: imports, `require`, workers, forked files. */
  readonly references: readonly string[];
  /** Why there are no probes in it; null when there are. */
  readonly note: string | null;
  /** The code ends in an inline source map: stack traces need `process.setSourceMapsEnabled(true)`. */
  readonly mapped: boolean;
  /** The `tsconfig.json` that the code depends on; null for none. */
  readonly config: ConfigStamp | null;
}

/** A file's state, to see later whether it has changed. */
export interface ConfigStamp {
  readonly path: string;
  readonly mtimeMs: number;
  readonly size: number;
}

export type Instrument = (source: string, options: InstrumentOptions) => Instrumented;
