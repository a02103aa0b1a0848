/** Instruments a program's files before it starts, so that its threads only look them up. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { isAbsolute, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadInstrumented } from './cache.ts';
import { findFile } from './findFile.ts';
import { formatHintOf } from './formatHint.ts';
import { instrument } from './instrument.ts';
import { forgetConfigs, resolveSpecifier } from './resolve.ts';
import { SourceError } from './sourceError.ts';
import type { Instrumented } from './types.ts';

export interface GraphResult {
  /** Files that are in the cache now. */
  readonly files: number;
  readonly errors: readonly SourceError[];
}

/** Enough for a program's own files; what lies beyond is instrumented when it is loaded. */
const MAX_FILES = 5000;

/** `entry`: an absolute path; `cwd`: where the program will run, for the files of its workers and children. */
export async function prepareGraph(
  entry: string,
  cacheDir: string,
  cwd: string = process.cwd(),
): Promise<GraphResult> {
  forgetConfigs();
  const seen = new Set([entry]);
  const errors: SourceError[] = [];
  let files = 0;
  // A set's iteration includes what is added to it on the way.
  for (const file of seen) {
    const made = await prepareFile(file, cacheDir, errors);
    if (made === null) continue;
    files++;
    for (const reference of made.references) {
      const path = locate(reference, file, cwd);
      if (path !== null && seen.size < MAX_FILES) seen.add(path);
    }
  }
  return { files, errors };
}

/** Null when there is no such file, or it has an error, which is then added to `errors`. */
async function prepareFile(
  fileName: string,
  cacheDir: string,
  errors: SourceError[],
): Promise<Instrumented | null> {
  const source = await readFile(fileName, 'utf8').catch(() => null);
  if (source === null) return null;
  const formatHint = formatHintOf(fileName);
  const options = formatHint === undefined ? { fileName } : { fileName, formatHint };
  try {
    return loadInstrumented(cacheDir, source, options, instrument);
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    errors.push(error);
    return null;
  }
}

/** The program's own source file that a reference means; null for everything else. */
function locate(reference: string, parent: string, cwd: string): string | null {
  const path =
    resolveSpecifier(reference, parent) ?? resolveAsNode(reference, parent) ?? fromCwd(reference, cwd);
  const isSource = path !== null && /\.(?:[cm]?[jt]s|[jt]sx)$/.test(path);
  return isSource && !/[\\/]node_modules[\\/]/.test(path) ? path : null;
}

function resolveAsNode(reference: string, parent: string): string | null {
  try {
    const specifier = reference.startsWith('file:') ? fileURLToPath(reference) : reference;
    const path = createRequire(parent).resolve(specifier);
    return isAbsolute(path) ? path : null;
  } catch {
    return null;
  }
}

/** Workers and children are named from the working directory. */
function fromCwd(reference: string, cwd: string): string | null {
  return reference.startsWith('.') ? findFile(resolve(cwd, reference)) : null;
}
