/** What the unit tests of the page share: timelines from pictures, and a chance that is the same every time. */
import { Recording as Read } from '../../src/analysis/index.ts';
import type { TimelineDelta } from '../../src/shared/timeline.ts';
import { Recording } from '../../webview/model/recording.ts';
import { type Limit, type SpanTable, Track } from '../../webview/model/track.ts';
import { encodePicture } from '../analysis/pictures.ts';

/** All that a recording holds, in parts of at most `limit` rows. */
export function deltasOf(read: Read, limit?: number): TimelineDelta[] {
  const deltas: TimelineDelta[] = [];
  let step = read.deltaSince(read.startCursor(), limit);
  for (;;) {
    deltas.push(step.delta);
    if (!step.more) return deltas;
    step = read.deltaSince(step.cursor, limit);
  }
}

/** The page's recording of a picture (see `pictures.ts`). */
export function fromPicture(picture: string, limit?: number): Recording {
  const read = new Read();
  read.push('picture', encodePicture(picture));
  read.finish();
  const recording = new Recording();
  for (const delta of deltasOf(read, limit)) recording.apply(delta);
  return recording;
}

/** Numbers in [0, 1) that are the same in every run (mulberry32). */
export function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export class Spans implements SpanTable {
  readonly state: Uint8Array;
  readonly startNs: Float64Array;
  readonly endNs: Float64Array;

  constructor(count: number) {
    this.state = new Uint8Array(count);
    this.startNs = new Float64Array(count);
    this.endNs = new Float64Array(count);
  }

  stateAt(row: number): number {
    return this.state[row]!;
  }

  startAt(row: number): number {
    return this.startNs[row]!;
  }

  endAt(row: number): number {
    return this.endNs[row]!;
  }

  lengthAt(row: number): number {
    return this.endAt(row) - this.startAt(row);
  }
}

/** A track of `count` spans of many lengths, with gaps here and there. */
export function randomTrack(count: number, seed: number): { track: Track; spans: Spans } {
  const next = chance(seed);
  const spans = new Spans(count);
  const limit: Limit = { endNs: Number.POSITIVE_INFINITY };
  const track = new Track(limit);
  let ns = 0;
  for (let i = 0; i < count; i++) {
    if (next() < 0.1) ns += next() * 5000;
    spans.state[i] = 1 + Math.floor(next() * 4);
    spans.startNs[i] = ns;
    ns += 10 ** (next() * 4);
    spans.endNs[i] = ns;
    track.append(i, spans);
  }
  return { track, spans };
}

/** How long each state lasted in a stretch, span by span. */
export function bruteTotals(spans: Spans, startNs: number, endNs: number): number[] {
  const totals = [0, 0, 0, 0, 0];
  for (let i = 0; i < spans.state.length; i++) {
    const ns = Math.min(spans.endNs[i]!, endNs) - Math.max(spans.startNs[i]!, startNs);
    if (ns > 0) totals[spans.state[i]!]! += ns;
  }
  return totals;
}
