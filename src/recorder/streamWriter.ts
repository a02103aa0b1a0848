/**
 * The consumer's side: moves what the rings hold into the stream's file, as frames. The drain thread does it all the time,
 * and the main thread does it when its ring is full, instead of waiting for a core to be free for the drain thread. (A worker
 * never does: `terminate()` could end it in the midst of it.)
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import { frameOf, putFrame } from '../shared/frameBytes.ts';
import { FRAME_HEADER_BYTES, FrameType, type ProcessHeader, type StreamEnd } from '../shared/frames.ts';
import { RECORD_BYTES, RecordKind } from '../shared/records.ts';
import { atomicsNotify, atomicsWait, encodeUtf8, now, stringify } from './originals.ts';
import {
  Control,
  controlOf,
  RING_RECORDS,
  ringRange,
  SLOTS,
  SlotState,
  SlotWord,
  slotHeader,
  stateOf,
  Writing,
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

/** What only the drain thread can tell at the end. */
export type DrainCost = Required<Pick<StreamEnd, 'drainCpuNs' | 'recordNs'>>;

/** Bytes gathered before they are written: a few full rings. */
const BUFFER_BYTES = 1 << 20;

export class StreamWriter {
  readonly #fd: number;
  readonly #stream: number;
  readonly #control: Int32Array;
  readonly #headers: readonly Int32Array[];
  readonly #rings: readonly Uint8Array[];
  readonly #buffer = new Uint8Array(BUFFER_BYTES);
  #used = 0;

  constructor(slab: SharedArrayBuffer, { fd, number }: Stream) {
    this.#fd = fd;
    this.#stream = number;
    this.#control = controlOf(slab);
    const slots = Array.from({ length: SLOTS }, (_, slot) => slot);
    this.#headers = slots.map((slot) => slotHeader(slab, slot));
    this.#rings = slots.map((slot) => new Uint8Array(slab, ...ringRange(slot)));
  }

  /**
   * Moves everything that is there, as soon as nobody else writes. Returns how many records it moved; -1 when nobody may
   * write any more, or when others wrote for `waitMs`.
   */
  drain(waitMs = Number.POSITIVE_INFINITY): number {
    if (!this.#begin(waitMs)) return -1;
    try {
      return this.#drainAll();
    } finally {
      this.#setWriting(Writing.nobody);
    }
  }

  /** Moves the rest, writes the last frame and closes the file: from now on nobody may write. */
  end(cost: DrainCost): void {
    if (!this.#begin(Number.POSITIVE_INFINITY)) return;
    this.#drainAll();
    this.#writeEnd(cost);
    this.#setWriting(Writing.ended);
  }

  #begin(waitMs: number): boolean {
    for (let waited = 0; ; waited++) {
      const writing = Atomics.compareExchange(
        this.#control,
        Control.writing,
        Writing.nobody,
        Writing.somebody,
      );
      if (writing !== Writing.somebody) return writing === Writing.nobody;
      if (waited >= waitMs) return false;
      atomicsWait(this.#control, Control.writing, Writing.somebody, 1);
    }
  }

  #setWriting(writing: number): void {
    Atomics.store(this.#control, Control.writing, writing);
    atomicsNotify(this.#control, Control.writing);
  }

  #drainAll(): number {
    let moved = 0;
    for (let slot = 0; slot < SLOTS; slot++) {
      if (stateOf(this.#headers[slot]!) !== SlotState.free) moved += this.#drainSlot(slot);
    }
    this.#flush();
    this.#control[Control.moved]! += moved;
    return moved;
  }

  #writeEnd({ drainCpuNs, recordNs }: DrainCost): void {
    const dropped: Record<string, number> = {};
    for (const header of this.#headers) {
      const untold = header[SlotWord.untoldDrops]!;
      if (untold > 0) dropped[header[SlotWord.thread]!] = untold;
    }
    const fact: StreamEnd = {
      endNs: String(now()),
      code: this.#control[Control.exitCode]!,
      dropped,
      unrecordedThreads: this.#control[Control.unrecorded]!,
      drainCpuNs,
      recordNs,
    };
    writeFully(this.#fd, frame(FrameType.end, this.#stream, fact));
    closeSync(this.#fd);
  }

  #drainSlot(slot: number): number {
    const header = this.#headers[slot]!;
    // The state first: a thread that had ended before its head was read has nothing more to say.
    const ended = stateOf(header) === SlotState.ended;
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

  /** Whoever frees a slot tells the drops that its thread could no longer tell. */
  #freeSlot(header: Int32Array): void {
    const untold = Atomics.exchange(header, SlotWord.untoldDrops, 0);
    if (untold > 0) this.#addLoss(header[SlotWord.thread]!, untold);
    Atomics.store(header, SlotWord.state, SlotState.free);
  }

  #addLoss(thread: number, count: number): void {
    const record = new Uint8Array(RECORD_BYTES);
    const view = new DataView(record.buffer);
    view.setBigInt64(0, now(), true);
    view.setInt32(8, RecordKind.loss, true);
    view.setInt32(12, count, true);
    this.#addFrame(FrameType.records, thread, record);
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

/** A frame of its own that holds JSON. */
function frame(type: number, stream: number, value: ProcessHeader | StreamEnd): Uint8Array {
  return frameOf(type, stream, 0, encodeUtf8(stringify(value)));
}

function writeFully(fd: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at, bytes.length - at);
}
