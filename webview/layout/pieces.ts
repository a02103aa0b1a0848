import type { Ns } from '../../src/shared/timeline.ts';
import { type SpanTable, STATES, type Track } from '../model/track.ts';
import type { TimeScale } from './scale.ts';

/** A track with at most so many spans per pixel is drawn span by span; the others by columns. */
const SPANS_PER_PX = 0.25;
/** Spans at least this wide stand alone among columns. */
const BAR_PX = 2;

/**
 * What a track looks like in a frame: bars, and columns for what is too dense to be told apart. One object is
 * used for all tracks, one after the other, so that a frame makes no garbage.
 */
export class Pieces {
  bars = 0;
  barState = new Uint8Array(256);
  barX0 = new Float64Array(256);
  barX1 = new Float64Array(256);
  /** Index of the span in its track; the track's length for the open one. */
  barIndex = new Int32Array(256);
  columns = 0;
  /** States of the track that is laid out. */
  states = STATES;
  /** Columns are one pixel wide. */
  columnX = new Float64Array(256);
  /** Share of each state in column `i`, at `i * states + state`. */
  shares = new Float64Array(256 * STATES);

  clear(states: number): void {
    this.bars = 0;
    this.columns = 0;
    this.states = states;
  }

  addBar(state: number, x0: number, x1: number, index: number): void {
    if (this.bars === this.barState.length) this.growBars();
    const i = this.bars++;
    this.barState[i] = state;
    this.barX0[i] = x0;
    this.barX1[i] = x1;
    this.barIndex[i] = index;
  }

  /** Adds a column whose shares the caller writes to `shares`, from the returned index on. */
  addColumn(x: number): number {
    const { states } = this;
    if (this.columns === this.columnX.length || (this.columns + 1) * states > this.shares.length)
      this.growColumns();
    const i = this.columns++;
    this.columnX[i] = x;
    this.shares.fill(0, i * states, (i + 1) * states);
    return i * states;
  }

  private growBars(): void {
    const size = this.bars * 2;
    this.barState = enlarge(this.barState, new Uint8Array(size));
    this.barX0 = enlarge(this.barX0, new Float64Array(size));
    this.barX1 = enlarge(this.barX1, new Float64Array(size));
    this.barIndex = enlarge(this.barIndex, new Int32Array(size));
  }

  private growColumns(): void {
    const size = this.columns * 2;
    if (size > this.columnX.length) this.columnX = enlarge(this.columnX, new Float64Array(size));
    this.shares = enlarge(this.shares, new Float64Array(size * this.states));
  }
}

function enlarge<T extends Uint8Array | Int32Array | Float64Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

/** What laying out needs to know about a frame. */
export interface Frame {
  readonly spans: SpanTable;
  readonly scale: TimeScale;
  /** How far the recording is known: open spans reach to here. */
  readonly nowNs: Ns;
}

/** Lays a track out into `out` (which is cleared): every span that is visible, or columns where there are too many. */
export function layoutTrack(track: Track, frame: Frame, out: Pieces): void {
  out.clear(track.states);
  const { scale, spans } = frame;
  const first = Math.max(0, track.findStart(scale.window.startNs, spans));
  const last = track.findStart(scale.window.endNs, spans, first > 0 ? first : -1);
  const few = last - first < Math.max(64, scale.widthPx * SPANS_PER_PX);
  if (few) addBars(track, frame, first, last, out);
  else addDense(track, frame, first, last, out);
  addOpen(track, frame, out);
}

function addBars(track: Track, { spans, scale }: Frame, first: number, last: number, out: Pieces): void {
  for (let i = first; i <= last; i++) {
    const id = track.spans.at(i);
    const startNs = spans.startAt(id);
    const endNs = startNs + spans.lengthAt(id);
    if (endNs >= scale.window.startNs)
      out.addBar(spans.stateAt(id), scale.toPx(startNs), scale.toPx(endNs), i);
  }
}

function addBar(track: Track, spans: SpanTable, scale: TimeScale, index: number, out: Pieces): void {
  const x0 = scale.toPx(track.startAt(index, spans));
  out.addBar(spans.stateAt(track.spans.at(index)), x0, scale.toPx(track.endAt(index, spans)), index);
}

function addOpen(track: Track, { scale, nowNs }: Frame, out: Pieces): void {
  const { open } = track;
  const endNs = track.openEndNs(nowNs);
  if (!open || open.startNs > scale.window.endNs || endNs < scale.window.startNs) return;
  out.addBar(open.state, scale.toPx(open.startNs), scale.toPx(endNs), track.spans.length);
}

/** Walks from pixel to pixel: a span that is wide enough is a bar, all else goes into the column of its pixel. */
function addDense(track: Track, { spans, scale }: Frame, first: number, last: number, out: Pieces): void {
  const untilNs = Math.min(scale.window.endNs, track.endAt(last, spans));
  let ns = Math.max(scale.window.startNs, track.startAt(first, spans));
  let index = first;
  while (ns < untilNs) {
    index = track.findStart(ns, spans, index);
    const endNs = track.endAt(index, spans);
    if (endNs <= ns) {
      ns = index < last ? track.startAt(index + 1, spans) : untilNs;
    } else if (endNs - ns >= BAR_PX * scale.nsPerPx) {
      addBar(track, spans, scale, index, out);
      ns = endNs;
    } else {
      ns = addColumn(track, spans, scale, ns, index, out);
    }
  }
}

/** As large as the states of any track. */
const sums = new Float64Array(16);

/** Adds the column of the pixel that `ns` lies in; returns where the next one begins. */
function addColumn(track: Track, spans: SpanTable, scale: TimeScale, ns: Ns, index: number, out: Pieces): Ns {
  const x = Math.floor(scale.toPx(ns) + 1e-6);
  const nextNs = Math.max(scale.toNs(x + 1), ns + scale.nsPerPx * 1e-3);
  sums.fill(0);
  track.sumStretch(ns, index, nextNs, track.findStart(nextNs, spans, index), spans, sums);
  const at = out.addColumn(x);
  for (let s = 1; s < track.states; s++) out.shares[at + s] = sums[s]! / scale.nsPerPx;
  return nextNs;
}
