import { FRAME_HEADER_BYTES } from './frames.ts';

/** Writes a frame at `at` of `target`, which has room for it. */
export function putFrame(
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

/** A frame of its own. */
export function frameOf(type: number, stream: number, thread: number, payload: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(FRAME_HEADER_BYTES + payload.length);
  putFrame(bytes, 0, type, stream, thread, payload);
  return bytes;
}
