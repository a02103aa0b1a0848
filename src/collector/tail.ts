/** Follows the stream files of a session's folder while they grow. */
import { type FileHandle, open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { STREAM_FILE_SUFFIX } from '../shared/frames.ts';
import { FrameScan } from './frameScan.ts';

/** Bytes that are read and handed on at once. */
export const CHUNK_BYTES = 1 << 20;
/** Chunks taken from one file before the next file has its turn. */
const CHUNKS_PER_TURN = 4;

/** Name of the stream of what the system says of the program's threads. */
export const SYSTEM_FILE = `system${STREAM_FILE_SUFFIX}`;
/** `<pid>-<stream>.cvrec`, the file of a recorded process. */
const PROCESS_FILE = new RegExp(`^(\\d+)-[^.]+\\${STREAM_FILE_SUFFIX}$`);

interface Stream {
  readonly name: string;
  /** The process that writes it; null: none of the program's. */
  readonly pid: number | null;
  readonly scan: FrameScan;
  offset: number;
}

/** Holds no file open between two calls: a program may leave any number of killed children behind. */
export class Tail {
  private readonly dir: string;
  private readonly onBytes: (file: string, bytes: Uint8Array) => void;
  private readonly streams = new Map<string, Stream>();
  private readonly buffer = new Uint8Array(CHUNK_BYTES);

  /** `onBytes` gets a view of a buffer that is used again. */
  constructor(dir: string, onBytes: (file: string, bytes: Uint8Array) => void) {
    this.dir = dir;
    this.onBytes = onBytes;
  }

  /** Processes whose stream was seen to begin, but not to end: they run, or were killed. */
  get openPids(): number[] {
    return pidsOf([...this.streams.values()].filter(({ scan }) => !scan.ended));
  }

  /** Processes whose stream was seen to begin, ever. */
  get recordedPids(): number[] {
    return pidsOf([...this.streams.values()]);
  }

  /** Whether more of the process was read than its stream's header: its drain thread is at work. */
  hasRecords(pid: number): boolean {
    return [...this.streams.values()].some((stream) => stream.pid === pid && stream.scan.frames > 1);
  }

  /** The stream files that were read, with the bytes of each that are whole frames. */
  get wholeBytes(): ReadonlyMap<string, number> {
    return new Map([...this.streams.values()].map(({ name, scan }) => [name, scan.wholeBytes]));
  }

  /**
   * Hands on what was written since the last call, up to `CHUNKS_PER_TURN` pieces per file, with turns of the event
   * loop between them. Resolves to whether more is there already. Only one call may be under way at a time.
   */
  async readNew(): Promise<boolean> {
    await this.findStreams();
    let more = false;
    for (const stream of this.streams.values()) if (await this.readTurn(stream)) more = true;
    return more;
  }

  private async findStreams(): Promise<void> {
    for (const name of await readdir(this.dir)) {
      const pid = Number(PROCESS_FILE.exec(name)?.[1]) || null;
      if ((pid === null && name !== SYSTEM_FILE) || this.streams.has(name)) continue;
      this.streams.set(name, { name, pid, scan: new FrameScan(), offset: 0 });
    }
  }

  private async readTurn(stream: Stream): Promise<boolean> {
    if (stream.scan.ended) return false;
    const path = join(this.dir, stream.name);
    const { size } = await stat(path);
    if (size <= stream.offset) return false;
    const file = await open(path, 'r');
    try {
      await this.readPieces(stream, file, size);
    } finally {
      await file.close();
    }
    return stream.offset < size;
  }

  private async readPieces(stream: Stream, file: FileHandle, size: number): Promise<void> {
    for (let piece = 0; piece < CHUNKS_PER_TURN && stream.offset < size; piece++) {
      const length = Math.min(size - stream.offset, CHUNK_BYTES);
      const { bytesRead } = await file.read(this.buffer, 0, length, stream.offset);
      const bytes = this.buffer.subarray(0, bytesRead);
      stream.offset += bytesRead;
      stream.scan.push(bytes);
      this.onBytes(stream.name, bytes);
    }
  }
}

const pidsOf = (streams: readonly Stream[]): number[] => streams.flatMap(({ pid }) => pid ?? []);
