import { FRAME_HEADER_BYTES, FrameType, MAX_FRAME_BYTES } from '../shared/frames.ts';

/**
 * Walks over the frames of one stream as its bytes arrive and tells where they end, and when the `end` frame was
 * there. It looks at headers only; on noise it gives up, and the stream is then over when its process is.
 */
export class FrameScan {
  private readonly header = new Uint8Array(FRAME_HEADER_BYTES);
  private headerBytes = 0;
  private payloadLeft = 0;
  private type = 0;
  private lost = false;
  private seenEnd = false;
  private allBytes = 0;
  private frameBytes = 0;
  private frameCount = 0;

  /** The stream is complete: its last frame has been read. */
  get ended(): boolean {
    return this.seenEnd;
  }

  /** Whole frames so far. */
  get frames(): number {
    return this.frameCount;
  }

  /** Bytes without a last frame that was written in part only: its process was killed, or is still at it. */
  get wholeBytes(): number {
    return this.lost ? this.allBytes : this.frameBytes;
  }

  push(bytes: Uint8Array): void {
    const begin = this.allBytes;
    let at = 0;
    while (at < bytes.length && !this.lost && !this.seenEnd) {
      at = this.payloadLeft > 0 ? this.skipPayload(bytes, at) : this.readHeader(bytes, at);
      if (this.payloadLeft === 0 && this.headerBytes === 0) this.frameBytes = begin + at;
    }
    this.allBytes += bytes.length;
  }

  private skipPayload(bytes: Uint8Array, at: number): number {
    const skipped = Math.min(this.payloadLeft, bytes.length - at);
    this.payloadLeft -= skipped;
    if (this.payloadLeft === 0) this.frameOver();
    return at + skipped;
  }

  private readHeader(bytes: Uint8Array, at: number): number {
    const taken = bytes.subarray(at, at + FRAME_HEADER_BYTES - this.headerBytes);
    this.header.set(taken, this.headerBytes);
    this.headerBytes += taken.length;
    if (this.headerBytes === FRAME_HEADER_BYTES) this.beginFrame();
    return at + taken.length;
  }

  private beginFrame(): void {
    const view = new DataView(this.header.buffer);
    this.headerBytes = 0;
    this.payloadLeft = view.getUint32(0, true);
    this.type = view.getUint32(4, true);
    const known = Object.values(FrameType).some((type) => type === this.type);
    this.lost = !known || this.payloadLeft > MAX_FRAME_BYTES;
    if (this.payloadLeft === 0) this.frameOver();
  }

  private frameOver(): void {
    this.frameCount++;
    if (this.type === FrameType.end) this.seenEnd = true;
  }
}
