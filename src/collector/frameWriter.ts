import { frameOf } from '../shared/frameBytes.ts';
import { type CollectorFact, type CollectorHeader, FrameType, MAX_FRAME_BYTES } from '../shared/frames.ts';

/** The collector's own stream has this number, and one thread. */
const COLLECTOR_STREAM = 0;

/** One frame of the collector's stream, with `payload` as JSON. Throws if that is larger than a frame may be. */
export function collectorFrame(payload: CollectorHeader | CollectorFact): Uint8Array {
  const json = new TextEncoder().encode(JSON.stringify(payload));
  if (json.byteLength > MAX_FRAME_BYTES) {
    throw new RangeError(`a frame of ${json.byteLength} bytes exceeds ${MAX_FRAME_BYTES}`);
  }
  return frameOf('role' in payload ? FrameType.header : FrameType.fact, COLLECTOR_STREAM, 0, json);
}
