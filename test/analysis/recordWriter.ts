import { FRAME_HEADER_BYTES, FrameType } from '../../src/shared/frames.ts';
import {
  type EventFact,
  FORMAT_VERSION,
  RECORD_BYTES,
  RecordKind,
  type SiteTuple,
  siteNumber,
  TextKind,
  type ThreadFact,
} from '../../src/shared/records.ts';

/** The monotonic clock at the recording's zero: past 2^53, as on a machine that has been up for long. */
export const ORIGIN_NS = 2n ** 53n + 123_456_789n;
export const CWD = '/work/app';

const utf8 = new TextEncoder();

/** A moment, in ms from the recording's zero, on the monotonic clock. */
export const clockNs = (ms: number): bigint => ORIGIN_NS + BigInt(Math.round(ms * 1e6));

export function frame(type: number, stream: number, thread: number, payload: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(FRAME_HEADER_BYTES + payload.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, payload.length, true);
  view.setUint32(4, type, true);
  view.setUint32(8, stream, true);
  view.setUint32(12, thread, true);
  bytes.set(payload, FRAME_HEADER_BYTES);
  return bytes;
}

export function jsonFrame(type: number, stream: number, value: unknown): Uint8Array {
  return frame(type, stream, 0, utf8.encode(JSON.stringify(value)));
}

export function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Encodes the records of one thread, as the recorder does. Times are in ms from the recording's zero. */
export class ThreadWriter {
  readonly ordinal: number;
  #parts: Uint8Array[] = [];

  constructor(ordinal: number) {
    this.ordinal = ordinal;
  }

  put(ms: number, kind: keyof typeof RecordKind | number, flags: number, a: number, b = 0, c = 0): this {
    const bytes = new Uint8Array(RECORD_BYTES);
    const view = new DataView(bytes.buffer);
    const number = typeof kind === 'number' ? kind : RecordKind[kind];
    view.setBigInt64(0, clockNs(ms), true);
    view.setInt32(8, (flags << 8) | number, true);
    view.setInt32(12, a, true);
    view.setInt32(16, b, true);
    view.setInt32(20, c, true);
    this.#parts.push(bytes);
    return this;
  }

  text(ms: number, kind: keyof typeof TextKind, text: string, b = 0, c = 0, level = 0): this {
    const bytes = utf8.encode(text);
    this.put(ms, 'text', TextKind[kind] | (level << 8), bytes.length, b, c);
    const slots = new Uint8Array(Math.ceil(bytes.length / RECORD_BYTES) * RECORD_BYTES);
    slots.set(bytes);
    this.#parts.push(slots);
    return this;
  }

  fact(ms: number, fact: Partial<ThreadFact> = {}): this {
    const isMain = this.ordinal === 0;
    const base = {
      threadId: this.ordinal,
      osTid: 900 + this.ordinal,
      kind: isMain ? 'main' : 'worker',
      name: '',
    };
    return this.text(ms, 'thread', JSON.stringify({ ...base, ...fact }));
  }

  /** A file's sites; returns the number of the first. */
  sites(ms: number, id: number, path: string, sites: readonly SiteTuple[], from = 0): number {
    this.text(ms, 'sites', JSON.stringify({ id, path, from, sites }));
    return siteNumber(id, from);
  }

  event(ms: number, event: EventFact, task = 0, site = 0): this {
    return this.text(ms, 'event', JSON.stringify(event), task, site);
  }

  opType(ms: number, id: number, name: string): this {
    return this.text(ms, 'opType', name, id);
  }

  /** What was written since the last call. */
  take(): Uint8Array {
    const bytes = joinBytes(this.#parts);
    this.#parts = [];
    return bytes;
  }
}

/** One process's stream: its frames, in the order in which they are flushed. */
export class ProcessWriter {
  readonly stream: number;
  readonly frames: Uint8Array[] = [];
  readonly #threads: ThreadWriter[] = [];

  constructor(stream: number) {
    this.stream = stream;
  }

  header(pid: number, startMs: number, more: Readonly<Record<string, unknown>> = {}): this {
    const base = { role: 'process', version: FORMAT_VERSION, pid, ppid: 1, parent: null, node: 'v24.0.0' };
    const times = { startNs: `${clockNs(startMs)}`, command: ['node', 'main.ts'] };
    this.frames.push(jsonFrame(FrameType.header, this.stream, { ...base, ...times, ...more }));
    return this;
  }

  thread(ordinal: number): ThreadWriter {
    const thread = new ThreadWriter(ordinal);
    this.#threads.push(thread);
    return thread;
  }

  /** Puts what the threads have written into frames, a thread after the other. */
  flush(): this {
    for (const thread of this.#threads) {
      const payload = thread.take();
      if (payload.length > 0)
        this.frames.push(frame(FrameType.records, this.stream, thread.ordinal, payload));
    }
    return this;
  }

  end(
    ms: number,
    code: number | null = 0,
    dropped: Readonly<Record<string, number>> = {},
    more: Readonly<Record<string, unknown>> = {},
  ): this {
    this.flush();
    const end = { endNs: `${clockNs(ms)}`, code, dropped, unrecordedThreads: 0, drainCpuNs: 1000, ...more };
    this.frames.push(jsonFrame(FrameType.end, this.stream, end));
    return this;
  }

  bytes(): Uint8Array {
    this.flush();
    return joinBytes(this.frames);
  }
}

export function collectorHeader(more: Readonly<Record<string, unknown>> = {}): Uint8Array {
  return jsonFrame(FrameType.header, 0, {
    role: 'collector',
    version: FORMAT_VERSION,
    originNs: `${ORIGIN_NS}`,
    startedAt: '2026-01-02T03:04:05.678Z',
    cwd: CWD,
    entry: `${CWD}/main.ts`,
    ...more,
  });
}

export function collectorFact(fact: Readonly<Record<string, unknown>>, ms: number): Uint8Array {
  return jsonFrame(FrameType.fact, 0, { ns: `${clockNs(ms)}`, ...fact });
}
