/** A frame with a copy of its payload. */
export interface HeldFrame {
  readonly type: number;
  readonly stream: number;
  readonly thread: number;
  readonly payload: Uint8Array;
}

/** Most bytes held back, so that a recording whose beginning is missing cannot fill the memory. */
const MAX_HELD_BYTES = 64 << 20;
/** What a held frame costs beside its payload, about. */
const FRAME_COST = 200;

/** Frames that cannot be read yet, by stream, in their order. */
export class HeldFrames {
  readonly #frames = new Map<number, HeldFrame[]>();
  #bytes = 0;

  get isFull(): boolean {
    return this.#bytes > MAX_HELD_BYTES;
  }

  add(frame: HeldFrame): void {
    const frames = this.#frames.get(frame.stream);
    if (frames === undefined) this.#frames.set(frame.stream, [frame]);
    else frames.push(frame);
    this.#bytes += frame.payload.length + FRAME_COST;
  }

  streams(): readonly number[] {
    return [...this.#frames.keys()];
  }

  /** Takes a stream's frames out. */
  take(stream: number): readonly HeldFrame[] {
    const frames = this.#frames.get(stream) ?? [];
    this.#frames.delete(stream);
    for (const frame of frames) this.#bytes -= frame.payload.length + FRAME_COST;
    return frames;
  }

  /** Forgets a stream's frames; returns the bytes of their payloads. */
  drop(stream: number): number {
    return this.take(stream).reduce((sum, frame) => sum + frame.payload.length, 0);
  }
}
