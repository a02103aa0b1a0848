import { State } from '../../src/shared/timeline.ts';
import type { Pieces } from '../layout/pieces.ts';
import type { Brush, Strip } from './bars.ts';
import type { Ink, PixelStrip } from './pixels.ts';

/** No bar is narrower: a hand-over of a microsecond must be seen. */
export const MIN_BAR_PX = 2;
/** Dashes of the line of waiting, and the gaps between them. */
const DASH_PX = 3;
/** With more bars than this their edges lie between pixels: soft ones would run into one another. */
const MANY = 50;
/** In this order later ones lie on top: what ran must never be hidden by what waited. */
const order = [State.waiting, State.ready, State.blocked, State.running] as const;

/** Draws the columns and bars of a track as pixels; they look as `drawBar` draws one. */
export function drawAsPixels(brush: Brush, pieces: Pieces, strip: Strip): void {
  if (pieces.columns + pieces.bars === 0) return;
  const { context, pixels, widthPx } = brush;
  pixels.begin(widthPx, strip, context);
  addColumns(brush, pieces, strip);
  const isMany = pieces.bars > MANY;
  for (const state of order) {
    for (let i = 0; i < pieces.bars; i++) {
      if (pieces.barState[i] !== state) continue;
      const [x0, x1] = [pieces.barX0[i]!, pieces.barX1[i]!];
      if (isMany) addBar(brush, state, pixels.snapped(x0), pixels.snapped(x1), strip);
      else addBar(brush, state, x0, x1, strip);
    }
  }
  pixels.end(context);
}

/** Too dense for bars: how much of each pixel's time went into each state, from the bottom up; waiting leaves the air in. */
function addColumns({ pixels, patterns }: Brush, pieces: Pieces, strip: Strip): void {
  const { columnX, shares, states, columns } = pieces;
  if (columns === 0) return;
  pixels.columns(columnX, shares, states, columns, patterns.stack, strip);
  const y = Math.round(strip.y + strip.height / 2);
  for (let i = 0; i < columns; i++) {
    const x = columnX[i]!;
    const isDash = shares[i * states + State.waiting]! > 0 && x % (2 * DASH_PX) < DASH_PX;
    if (isDash) pixels.below(patterns.inks.waiting, x, y, y + 1.5);
  }
}

function addBar(brush: Brush, state: State, from: number, to: number, strip: Strip): void {
  const { pixels, patterns, widthPx } = brush;
  const { inks } = patterns;
  const x0 = Math.max(from, -8);
  const x1 = Math.max(Math.min(to, widthPx + 8), x0 + (state === State.waiting ? 1 : MIN_BAR_PX));
  const [y0, y1] = [strip.y, strip.y + strip.height];
  if (state === State.waiting) addLine(pixels, inks.waiting, x0, x1, strip);
  else if (state === State.running) pixels.box(inks.running, x0, x1, y0, y1);
  else {
    const isBlocked = state === State.blocked;
    pixels.box(isBlocked ? inks.blocked : inks.ready, x0, x1, y0, y1);
    if (x1 - x0 >= 4 && strip.height >= 5)
      addFrame(pixels, isBlocked ? inks.blockedLine : inks.readyLine, x0, x1, y0, y1);
  }
}

function addLine(pixels: PixelStrip, ink: Ink, x0: number, x1: number, strip: Strip): void {
  const y = Math.round(strip.y + strip.height / 2) + 0.5;
  const half = strip.height > 6 ? 0.75 : 0.5;
  for (let x = x0; x < x1; x += 2 * DASH_PX)
    pixels.box(ink, x, Math.min(x + DASH_PX, x1), y - half, y + half);
}

function addFrame(pixels: PixelStrip, ink: Ink, x0: number, x1: number, y0: number, y1: number): void {
  pixels.box(ink, x0, x1, y0, y0 + 1);
  pixels.box(ink, x0, x1, y1 - 1, y1);
  pixels.box(ink, x0, x0 + 1, y0 + 1, y1 - 1);
  pixels.box(ink, x1 - 1, x1, y0 + 1, y1 - 1);
}
