/**
 * The session's private folder. The recorded processes append their streams to files in it, the collector adds its
 * own; together they are the recording.
 */
import {
  appendFileSync,
  createReadStream,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  writeFileSync,
} from 'node:fs';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CollectorFact, type CollectorHeader, STREAM_FILE_SUFFIX } from '../shared/frames.ts';
import { FORMAT_VERSION } from '../shared/records.ts';
import { collectorFrame } from './frameWriter.ts';
import type { Snippet } from './types.ts';

/** Name of the collector's own stream. */
export const COLLECTOR_FILE = `collector${STREAM_FILE_SUFFIX}`;

export class Session {
  readonly dir: string;
  private readonly onBytes: (file: string, bytes: Uint8Array) => void;

  /** Makes a folder that only this user can read, below `root`. Throws the system's error. */
  constructor(root: string | undefined, onBytes: (file: string, bytes: Uint8Array) => void) {
    const parent = root ?? tmpdir();
    mkdirSync(parent, { recursive: true });
    // Real paths only: the program sees those, and sites are compared with them.
    this.dir = mkdtempSync(join(realpathSync(parent), 'concurrency-visualizer-'));
    this.onBytes = onBytes;
  }

  /** Writes the snippet's text into the folder and returns its path. */
  addSnippet(snippet: Snippet): string {
    const file = join(this.dir, `snippet${snippet.extension}`);
    writeFileSync(file, snippet.source);
    return file;
  }

  /** First frame of the collector's stream; `originNs` becomes zero of the recording's clock. */
  begin(originNs: bigint, run: Omit<CollectorHeader, 'role' | 'version' | 'originNs' | 'startedAt'>): void {
    this.append({
      role: 'collector',
      version: FORMAT_VERSION,
      originNs: String(originNs),
      startedAt: new Date().toISOString(),
      ...run,
    });
  }

  /** Adds what only the collector knows. */
  append(payload: CollectorHeader | CollectorFact): void {
    const frame = collectorFrame(payload);
    appendFileSync(join(this.dir, COLLECTOR_FILE), frame);
    this.onBytes(COLLECTOR_FILE, frame);
  }

  /** Writes the collector's stream and these many bytes of the others into one file. Rejects with the system's error. */
  async saveTo(file: string, streams: ReadonlyMap<string, number>): Promise<void> {
    const out = await open(file, 'w');
    try {
      await copyTo(out, join(this.dir, COLLECTOR_FILE), Number.POSITIVE_INFINITY);
      for (const [name, bytes] of streams) await copyTo(out, join(this.dir, name), bytes);
    } finally {
      await out.close();
    }
  }

  async remove(): Promise<void> {
    await rm(this.dir, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function copyTo(out: FileHandle, path: string, bytes: number): Promise<void> {
  if (bytes === 0) return;
  for await (const piece of createReadStream(path, { end: bytes - 1, highWaterMark: 1 << 20 })) {
    await out.writeFile(piece);
  }
}

/**
 * The folder for instrumented files that is used when none is given: this user's own below the system's temporary
 * one, or `fallback` if that name is somebody else's there, because what lies in it is going to be run.
 */
export function defaultCacheDir(fallback: string): string {
  const uid = process.getuid?.();
  const dir = join(realpathSync(tmpdir()), `concurrency-visualizer-cache-${uid ?? 'user'}`);
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const found = lstatSync(dir);
  const isPrivate = uid === undefined || (found.uid === uid && (found.mode & 0o077) === 0);
  return found.isDirectory() && isPrivate ? dir : fallback;
}
