/**
 * Instrumented files on disk, by the hash of all that they are made from. The recorder loads this file alone in the
 * user's threads: nothing here may import a parser.
 */
import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Instrument, Instrumented, InstrumentOptions } from './types.ts';

export type { ConfigStamp, Instrument, Instrumented, InstrumentOptions, ModuleFormat } from './types.ts';

/** Null when the file is not there, is damaged, or was made for another format or another `tsconfig.json`. */
export function readCached(
  cacheDir: string,
  source: string,
  options: InstrumentOptions,
): Instrumented | null {
  try {
    const entry = JSON.parse(readFileSync(entryPath(cacheDir, source, options), 'utf8')) as Instrumented;
    return isComplete(entry) && fits(entry, options) ? entry : null;
  } catch {
    return null;
  }
}

/** Throws when the folder cannot be written. Readers never see half an entry. */
export function writeCached(
  cacheDir: string,
  source: string,
  options: InstrumentOptions,
  entry: Instrumented,
): void {
  mkdirSync(cacheDir, { recursive: true });
  const path = entryPath(cacheDir, source, options);
  const draft = `${path}.${randomUUID()}`;
  try {
    writeFileSync(draft, JSON.stringify(entry), { mode: 0o600 });
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

/** From the cache, else instrumented now and kept for the next time; a cache that cannot be written is no error. */
export function loadInstrumented(
  cacheDir: string,
  source: string,
  options: InstrumentOptions,
  instrument: Instrument,
): Instrumented {
  const cached = readCached(cacheDir, source, options);
  if (cached !== null) return cached;
  const made = instrument(source, options);
  try {
    writeCached(cacheDir, source, options, made);
  } catch {
    // A full or read-only disk costs time only.
  }
  return made;
}

/** The format hint is not part of it: most sources do not depend on it (see `fits`). */
function entryPath(cacheDir: string, source: string, { fileName, salt = 0 }: InstrumentOptions): string {
  const parts = JSON.stringify([instrumenter(), fileName, salt]);
  return join(
    cacheDir,
    `${createHash('sha256').update(parts).update(source).digest('hex').slice(0, 40)}.json`,
  );
}

let stamp: string | null = null;

/** Tells builds of the instrumenter apart: what another one wrote is not found. Its bundle lies beside every bundle with this file. */
function instrumenter(): string {
  if (stamp === null) {
    const bundle = typeof __dirname === 'string' ? join(__dirname, 'instrument.cjs') : '';
    const stats = statSync(bundle, { throwIfNoEntry: false });
    stamp = stats === undefined ? 'unbundled' : `${stats.mtimeMs}-${stats.size}`;
  }
  return stamp;
}

function isComplete(entry: Instrumented): boolean {
  return typeof entry.code === 'string' && Array.isArray(entry.sites) && Number.isInteger(entry.fileId);
}

function fits({ format, formatIsOpen, config }: Instrumented, { formatHint }: InstrumentOptions): boolean {
  if (formatIsOpen && format !== (formatHint ?? 'commonjs')) return false;
  if (config === null) return true;
  const stats = statSync(config.path, { throwIfNoEntry: false });
  return stats?.mtimeMs === config.mtimeMs && stats.size === config.size;
}
