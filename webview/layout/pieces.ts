import type { Ns } from '../../src/shared/timeline.ts';
import { type SpanTable, STATES, type Track } from '../model/track.ts';
import type { TimeScale } from './scale.ts';
import { TileReader, type Tiles } from './tiles.ts';

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
      this.growColumns(this.columns * 2);
    const i = this.columns++;
    this.columnX[i] = x;
    this.shares.fill(0, i * states, (i + 1) * states);
    return i * states;
  }

  /** Makes room for so many columns. */
  reserveColumns(count: number): void {
    if (this.columnX.length < count || this.shares.length < count * this.states) this.growColumns(count);
  }

  private growBars(): void {
    const size = this.bars * 2;
    this.barState = enlarge(this.barState, new Uint8Array(size));
    this.barX0 = enlarge(this.barX0, new Float64Array(size));
    this.barX1 = enlarge(this.barX1, new Float64Array(size));
    this.barIndex = enlarge(this.barIndex, new Int32Array(size));
  }

  private growColumns(size: number): void {
    if (size > this.columnX.length) this.columnX = enlarge(this.columnX, new Float64Array(size));
    if (size * this.states > this.shares.length)
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
  /** Sums that were made before, of the tracks whose spans lie in one table. */
  readonly tiles?: Tiles;
}

/** Lays a track out into `out` (which is cleared): every span that is visible, or columns where there are too many. */
export function layoutTrack(track: Track, frame: Frame, out: Pieces): void {
  out.clear(track.states);
  const { scale, spans } = frame;
  const first = Math.max(0, track.findStart(scale.window.startNs, spans));
  const last = track.findStart(scale.window.endNs, spans, first > 0 ? first : -1);
  const few = last - first < Math.max(64, scale.widthPx * SPANS_PER_PX);
  if (few) addBars(track, frame, first, last, out);
  else if (frame.tiles?.table === spans) addTiled(track, frame, frame.tiles, last, out);
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

const reader = new TileReader();
/** Sums of the states at the edges of the pixels, and at the end of a bar. */
let edges = new Float64Array(1024 * STATES);
const inside = new Float64Array(16);
/** A column in which a single state lasts at least this share of the time may belong to a bar. */
const FULL = 0.999;

/** As `addDense`, but from tiles; spans are only looked for where they may be bars. */
function addTiled(track: Track, { spans, scale }: Frame, tiles: Tiles, last: number, out: Pieces): void {
  const { states } = track;
  const { nsPerPx } = scale;
  const { startNs } = scale.window;
  const untilNs = Math.min(scale.window.endNs, track.endAt(last, spans));
  const firstX = Math.max(0, Math.floor((track.startAt(0, spans) - startNs) / nsPerPx));
  const count = Math.max(0, Math.ceil((untilNs - startNs) / nsPerPx) - firstX) + 1;
  if (edges.length < count * states) edges = new Float64Array(count * states * 2);
  reader.start(track, tiles, nsPerPx);
  reader.read(startNs + firstX * nsPerPx, nsPerPx, count, edges);
  out.reserveColumns(count);
  let index = -1;
  for (let i = 0; i + 1 < count; ) {
    if (!isFull(i, states, nsPerPx * FULL)) {
      addShares(edges, i, i + 1, firstX + i++, nsPerPx, out);
      continue;
    }
    const ns = startNs + (firstX + i) * nsPerPx;
    index = track.findStart(ns, spans, index);
    const endNs = track.endAt(index, spans);
    if (endNs - ns < BAR_PX * nsPerPx) {
      addShares(edges, i, i + 1, firstX + i++, nsPerPx, out);
      continue;
    }
    addBar(track, spans, scale, index, out);
    i = Math.floor((endNs - startNs) / nsPerPx + 1e-6) - firstX;
    if (i + 1 >= count) break;
    reader.read(endNs, 1, 1, inside);
    addShares(inside, 0, i + 1, firstX + i++, nsPerPx, out);
  }
}

function isFull(i: number, states: number, fullNs: Ns): boolean {
  const at = i * states;
  for (let s = 1; s < states; s++) if (edges[at + states + s]! - edges[at + s]! >= fullNs) return true;
  return false;
}

/** Adds what lies between one edge (of `from`) and another as the column at `x`, if there is something. */
function addShares(
  from: Float64Array,
  first: number,
  next: number,
  x: number,
  nsPerPx: number,
  out: Pieces,
): void {
  const { states, shares, columns } = out;
  const at = columns * states;
  let sum = 0;
  for (let s = 1; s < states; s++) {
    const share = Math.max(0, (edges[next * states + s]! - from[first * states + s]!) / nsPerPx);
    shares[at + s] = share;
    sum += share;
  }
  if (sum <= 0) return;
  out.columnX[columns] = x;
  out.columns = columns + 1;
}
