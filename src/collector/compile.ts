import { statSync } from 'node:fs';
import { isScript } from './scripts.ts';
import type { RunFailure } from './types.ts';

/** What was compiled. */
export interface Compiled {
  /** Files that are ready in the cache. */
  readonly files: number;
}

/** Refuses what cannot be run before anything is started; null when the file looks right. */
export function checkFile(file: string): RunFailure | null {
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) return { kind: 'missing', file };
  return isScript(file) ? null : { kind: 'notAScript', file };
}

/**
 * Instruments the file and what it imports into the cache, so that the program's threads only look them up. Refuses a
 * program whose own file cannot be parsed. An error in another file is the program's: it may never load it.
 */
export async function compile(file: string, cacheDir: string, cwd: string): Promise<Compiled | RunFailure> {
  // Loaded when it is needed: the parsers behind it are large.
  const { prepareGraph } = await import('../instrument/index.ts');
  const { files, errors } = await prepareGraph(file, cacheDir, cwd);
  const error = errors.find((candidate) => candidate.file === file);
  if (error === undefined) return { files };
  const { line, column, reason } = error;
  return { kind: 'source', at: { file, line, column }, message: reason };
}
