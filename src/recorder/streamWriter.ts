/**
 * The consumer's side: moves what the rings hold into the stream's file, as frames. The drain thread does it; before that
 * has begun, the main thread, when its ring is full or the program is over already.
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import { FRAME_HEADER_BYTES, FrameType, type ProcessHeader, type StreamEnd } from '../shared/frames.ts';
import { RECORD_BYTES } from '../shared/records.ts';
import { atomicsNotify, encodeUtf8, now, stringify } from './originals.ts';
import {
  Control,
  controlOf,
  RING_RECORDS,
  ringRange,
  SLOTS,
  SlotState,
  SlotWord,
  slotHeader,
} from './slab.ts';

/** An open stream: all threads of a process share its file. */
export interface Stream {
  readonly fd: number;
  readonly number: number;
}

/** Opens a new file (it must not be there yet) and begins it with the header. */
export function openStream(file: string, number: number, header: ProcessHeader): Stream {
  const fd = openSync(file, 'wx', 0o600);
  writeFully(fd, frame(FrameType.header, number, header));
  return { fd, number };
}

/** Bytes gathered before they are written: a few full rings. */
const BUFFER_BYTES = 1 << 20;

export class StreamWriter {
  readonly #fd: number;
  readonly #stream: number;
  readonly #control: Int32Array;
  readonly #headers: readonly Int32Array[];
  readonly #rings: readonly Uint8Array[];
  readonly #buffer = new Uint8Array(BUFFER_BYTES);
  readonly #dropped: Record<string, number> = {};
  #used = 0;

  constructor(slab: SharedArrayBuffer, { fd, number }: Stream) {
    this.#fd = fd;
    this.#stream = number;
    this.#control = controlOf(slab);
    const slots = Array.from({ length: SLOTS }, (_, slot) => slot);
    this.#headers = slots.map((slot) => slotHeader(slab, slot));
    this.#rings = slots.map((slot) => new Uint8Array(slab, ...ringRange(slot)));
  }

  /** Moves everything that is there. Returns how many records it moved. */
  drain(): number {
    let moved = 0;
    for (let slot = 0; slot < SLOTS; slot++) {
      if (this.#headers[slot]![SlotWord.state] !== SlotState.free) moved += this.#drainSlot(slot);
    }
    this.#flush();
    return moved;
  }

  /** Writes the last frame and closes the file. */
  end(drainCpuNs: number | null): void {
    for (const header of this.#headers) this.#noteDrops(header);
    const fact: StreamEnd = {
      endNs: String(now()),
      code: this.#control[Control.exitCode]!,
      dropped: this.#dropped,
      unrecordedThreads: this.#control[Control.unrecorded]!,
      drainCpuNs,
    };
    this.#flush();
    writeFully(this.#fd, frame(FrameType.end, this.#stream, fact));
    closeSync(this.#fd);
  }

  #drainSlot(slot: number): number {
    const header = this.#headers[slot]!;
    // The state first: a thread that had ended before its head was read has nothing more to say.
    const ended = Atomics.load(header, SlotWord.state) === SlotState.ended;
    const head = Atomics.load(header, SlotWord.head);
    const tail = header[SlotWord.tail]!;
    const count = (head - tail) >>> 0;
    if (count > 0) {
      this.#copyRecords(slot, header[SlotWord.thread]!, tail, count);
      Atomics.store(header, SlotWord.tail, head);
      if (Atomics.exchange(header, SlotWord.producerWaits, 0) === 1) atomicsNotify(header, SlotWord.tail);
    }
    if (ended) this.#freeSlot(header);
    return count;
  }

  #freeSlot(header: Int32Array): void {
    this.#noteDrops(header);
    Atomics.store(header, SlotWord.state, SlotState.free);
  }

  /** Keeps the drops that a thread can no longer tell about itself. */
  #noteDrops(header: Int32Array): void {
    const untold = Atomics.exchange(header, SlotWord.untoldDrops, 0);
    const thread = header[SlotWord.thread]!;
    if (untold > 0) this.#dropped[thread] = (this.#dropped[thread] ?? 0) + untold;
  }

  /** One frame per unbroken stretch of the ring. */
  #copyRecords(slot: number, thread: number, tail: number, count: number): void {
    const start = (tail & (RING_RECORDS - 1)) * RECORD_BYTES;
    const bytes = count * RECORD_BYTES;
    const ring = this.#rings[slot]!;
    const first = Math.min(bytes, ring.length - start);
    this.#addFrame(FrameType.records, thread, ring.subarray(start, start + first));
    if (first < bytes) this.#addFrame(FrameType.records, thread, ring.subarray(0, bytes - first));
  }

  #addFrame(type: number, thread: number, payload: Uint8Array): void {
    if (this.#used + FRAME_HEADER_BYTES + payload.length > BUFFER_BYTES) this.#flush();
    putFrame(this.#buffer, this.#used, type, this.#stream, thread, payload);
    this.#used += FRAME_HEADER_BYTES + payload.length;
  }

  #flush(): void {
    writeFully(this.#fd, this.#buffer.subarray(0, this.#used));
    this.#used = 0;
  }
}

function putFrame(
  target: Uint8Array,
  at: number,
  type: number,
  stream: number,
  thread: number,
  payload: Uint8Array,
): void {
  const view = new DataView(target.buffer, target.byteOffset + at);
  view.setUint32(0, payload.length, true);
  view.setUint32(4, type, true);
  view.setUint32(8, stream, true);
  view.setUint32(12, thread, true);
  target.set(payload, at + FRAME_HEADER_BYTES);
}

/** A frame of its own that holds JSON. */
function frame(type: number, stream: number, value: ProcessHeader | StreamEnd): Uint8Array {
  const payload = encodeUtf8(stringify(value));
  const bytes = new Uint8Array(FRAME_HEADER_BYTES + payload.length);
  putFrame(bytes, 0, type, stream, 0, payload);
  return bytes;
}

function writeFully(fd: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at, bytes.length - at);
}
