import { State } from '../../src/shared/timeline.ts';
import type { Pieces } from '../layout/pieces.ts';
import { fitText } from '../layout/text.ts';
import type { Patterns } from './patterns.ts';
import { drawAsPixels, MIN_BAR_PX } from './pixelBars.ts';
import type { PixelStrip } from './pixels.ts';
import type { Theme } from './theme.ts';

/** What every drawer on the canvas of lanes gets. */
export interface Brush {
  readonly context: CanvasRenderingContext2D;
  readonly theme: Theme;
  readonly patterns: Patterns;
  readonly pixels: PixelStrip;
  readonly widthPx: number;
}

/** A box on the canvas. */
export interface Strip {
  readonly y: number;
  readonly height: number;
}

/** The text of a bar, by its number in `pieces`; empty: none. */
export type BarText = (bar: number) => string;

export function drawPieces(brush: Brush, pieces: Pieces, strip: Strip, text: BarText | null): void {
  drawAsPixels(brush, pieces, strip);
  if (text) drawTexts(brush, pieces, strip, text);
}

/** One bar, as all bars of its state look: for the legend. */
export function drawBar(brush: Brush, state: State, from: number, to: number, strip: Strip): void {
  const x = Math.max(from, -8);
  const width = Math.min(to, brush.widthPx + 8) - x;
  if (state === State.waiting) drawWaiting(brush, x, width, strip);
  else drawBox(brush, state, x, Math.max(width, MIN_BAR_PX), strip);
}

function drawWaiting({ context, theme }: Brush, x: number, width: number, strip: Strip): void {
  const y = Math.round(strip.y + strip.height / 2) + 0.5;
  context.strokeStyle = theme.waiting;
  context.lineWidth = strip.height > 6 ? 1.5 : 1;
  context.setLineDash([3, 3]);
  context.lineDashOffset = 0;
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(x + Math.max(width, 1), y);
  context.stroke();
  context.setLineDash([]);
}

function drawBox(
  { context, theme, patterns }: Brush,
  state: State,
  x: number,
  width: number,
  strip: Strip,
): void {
  const { y, height } = strip;
  if (state === State.running) {
    context.fillStyle = theme.running;
    context.fillRect(x, y, width, height);
    return;
  }
  context.fillStyle = state === State.blocked ? patterns.blocked : patterns.ready;
  context.fillRect(x, y, width, height);
  if (width < 4 || height < 5) return;
  context.strokeStyle = state === State.blocked ? theme.blocked : theme.ready;
  context.lineWidth = 1;
  context.strokeRect(x + 0.5, y + 0.5, width - 1, height - 1);
}

/** Fills each column's share of a state, on top of those of the states `below`. */
export function fillShares(
  context: CanvasRenderingContext2D,
  pieces: Pieces,
  strip: Strip,
  fill: string | CanvasPattern,
  below: readonly number[],
  state: number,
): void {
  const { states } = pieces;
  const bottom = strip.y + strip.height;
  context.fillStyle = fill;
  context.beginPath();
  for (let i = 0; i < pieces.columns; i++) {
    const share = pieces.shares[i * states + state]!;
    if (share <= 0) continue;
    let base = 0;
    for (const s of below) base += pieces.shares[i * states + s]!;
    const height = Math.max(1, share * strip.height);
    context.rect(pieces.columnX[i]!, bottom - base * strip.height - height, 1, height);
  }
  context.fill();
}

/** Room left and right of a text in a bar. */
const PADDING_PX = 4;

/** Draws a text that fits from `x` on, where `room` pixels are free. */
type DrawText = (bar: number, text: string, x: number, room: number) => void;

/** Finds the bars that have room for their text, and as much of it as there is room for. */
export function eachText(brush: Brush, pieces: Pieces, strip: Strip, text: BarText, draw: DrawText): void {
  const { context, theme } = brush;
  const size = Math.min(12, strip.height - 2);
  if (size < 8) return;
  context.font = `${size}px ${theme.font}`;
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  context.direction = 'ltr';
  for (let i = 0; i < pieces.bars; i++) {
    const x0 = Math.max(pieces.barX0[i]!, 0);
    const room = Math.min(pieces.barX1[i]!, brush.widthPx) - x0 - 2 * PADDING_PX;
    if (room < 14) continue;
    const shown = fitText(text(i), room, (part) => context.measureText(part).width);
    if (shown !== '') draw(i, shown, x0 + PADDING_PX, room);
  }
}

function drawTexts(brush: Brush, pieces: Pieces, strip: Strip, text: BarText): void {
  eachText(brush, pieces, strip, text, (bar, shown, x, room) =>
    drawText(brush, pieces.barState[bar] as State, shown, x, room, strip),
  );
}

function drawText(brush: Brush, state: State, text: string, x: number, room: number, strip: Strip): void {
  const { context, theme } = brush;
  const middle = strip.y + strip.height / 2 + 0.5;
  if (state === State.running) {
    context.fillStyle = theme.onRunning;
    context.fillText(text, x, middle);
    return;
  }
  // On a line or a pattern the text lies in a gap of its own, in the middle of the bar.
  const width = context.measureText(text).width;
  const left = state === State.waiting ? x + (room - width) / 2 : x;
  context.fillStyle = theme.background;
  context.fillRect(left - 3, strip.y + 1, width + 6, strip.height - 2);
  context.fillStyle = state === State.waiting ? theme.muted : theme.foreground;
  context.fillText(text, left, middle);
}
