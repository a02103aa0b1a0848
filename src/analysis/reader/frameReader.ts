import { FRAME_HEADER_BYTES, FRAME_MAGIC, FrameType, MAX_FRAME_BYTES } from '../../shared/frames.ts';

/** Takes the frames of a file. */
export interface FrameSink {
  /** A whole frame; its payload is `bytes` from `start` to `end`, which are the reader's: copy what is to be kept. */
  frame(type: number, stream: number, thread: number, bytes: Uint8Array, start: number, end: number): void;
  /** This many bytes could not be read as frames. */
  skippedBytes(count: number): void;
}

/** Third and fourth byte of every frame's type. */
const MAGIC_LOW = (FRAME_MAGIC >>> 16) & 0xff;
const MAGIC_HIGH = FRAME_MAGIC >>> 24;
/** Where the magic lies in a header. */
const MAGIC_AT = 6;
/** Lower half of the last known type: among noise only a known one is taken for a header. */
const LAST_TYPE = FrameType.fact & 0xff;

/**
 * Cuts one file's bytes into frames, however they are split into pushes. Bytes that are no frame are skipped up to the next
 * plausible header. It holds back at most one incomplete frame, and never more than was pushed.
 */
export class FrameReader {
  readonly #sink: FrameSink;
  #held = new Uint8Array(0);
  #heldLength = 0;
  #wholeBytes = 0;
  #end = 0;

  constructor(sink: FrameSink) {
    this.#sink = sink;
  }

  /** Bytes of the file up to the end of its last whole frame: what is worth saving. */
  get wholeBytes(): number {
    return this.#wholeBytes;
  }

  /** Takes the next bytes of the file. They are not kept: the caller may use the buffer again. */
  push(bytes: Uint8Array): void {
    this.#end += bytes.length;
    if (this.#heldLength === 0) {
      this.#hold(bytes, this.#read(bytes, bytes.length));
      return;
    }
    this.#append(bytes);
    const all = this.#held;
    const length = this.#heldLength;
    const read = this.#read(all, length);
    if (read === 0) return;
    all.copyWithin(0, read, length);
    this.#heldLength = length - read;
  }

  /** No more bytes will come: what is whole in a torn last frame of records is still given. */
  finish(): void {
    const length = this.#heldLength;
    this.#heldLength = 0;
    if (length < FRAME_HEADER_BYTES || type(this.#held, 0) !== FrameType.records) {
      if (length > 0) this.#sink.skippedBytes(length);
      return;
    }
    const view = new DataView(this.#held.buffer);
    this.#sink.frame(
      FrameType.records,
      view.getUint32(8, true),
      view.getUint32(12, true),
      this.#held,
      FRAME_HEADER_BYTES,
      length,
    );
  }

  /** Gives every whole frame in the first `length` bytes; returns how many bytes need not be seen again. */
  #read(bytes: Uint8Array, length: number): number {
    const view = new DataView(bytes.buffer, bytes.byteOffset, length);
    const base = this.#end - length;
    let at = 0;
    while (at + FRAME_HEADER_BYTES <= length) {
      const payloadBytes = view.getUint32(at, true);
      if (!isMagic(bytes, at) || payloadBytes > MAX_FRAME_BYTES) {
        const next = nextHeader(bytes, at + 1, length);
        this.#sink.skippedBytes(next - at);
        at = next;
        continue;
      }
      const start = at + FRAME_HEADER_BYTES;
      const end = start + payloadBytes;
      if (end > length) break;
      this.#sink.frame(
        type(bytes, at),
        view.getUint32(at + 8, true),
        view.getUint32(at + 12, true),
        bytes,
        start,
        end,
      );
      at = end;
      this.#wholeBytes = base + at;
    }
    return at;
  }

  /** Keeps what was not read of a push. */
  #hold(bytes: Uint8Array, from: number): void {
    if (from < bytes.length) this.#append(bytes.subarray(from));
    else if (this.#held.length > MAX_FRAME_BYTES) this.#held = new Uint8Array(0);
  }

  #append(bytes: Uint8Array): void {
    const needed = this.#heldLength + bytes.length;
    if (needed > this.#held.length) {
      const larger = new Uint8Array(Math.max(needed, this.#held.length * 2));
      larger.set(this.#held.subarray(0, this.#heldLength));
      this.#held = larger;
    }
    this.#held.set(bytes, this.#heldLength);
    this.#heldLength = needed;
  }
}

function isMagic(bytes: Uint8Array, header: number): boolean {
  return bytes[header + MAGIC_AT] === MAGIC_LOW && bytes[header + MAGIC_AT + 1] === MAGIC_HIGH;
}

function type(bytes: Uint8Array, header: number): number {
  return FRAME_MAGIC | bytes[header + 4]! | (bytes[header + 5]! << 8);
}

/** The first place from `from` on where a header may begin, as far as `length` bytes can tell. */
function nextHeader(bytes: Uint8Array, from: number, length: number): number {
  const known = bytes.subarray(0, length);
  let magic = known.indexOf(MAGIC_LOW, from + MAGIC_AT);
  while (magic >= 0 && magic + 1 < length) {
    const isKnown = bytes[magic - 1] === 0 && bytes[magic - 2]! > 0 && bytes[magic - 2]! <= LAST_TYPE;
    if (bytes[magic + 1] === MAGIC_HIGH && isKnown) return magic - MAGIC_AT;
    magic = known.indexOf(MAGIC_LOW, magic + 1);
  }
  return Math.max(from, length - FRAME_HEADER_BYTES + 1);
}
