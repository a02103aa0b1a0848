import { layoutPiles, type PlacedPile } from '../layout/markPiles.ts';
import type { Scene } from '../layout/scene.ts';
import { fitText } from '../layout/text.ts';
import { displayText } from '../model/display.ts';
import type { ThreadLane } from '../model/lanes.ts';
import type { Brush, Strip } from './bars.ts';

/** No band is shorter, and with less its ends are not pointed. */
const MIN_BAND_PX = 2;
const POINTED_PX = 8;
/** Width of a flag's cloth, and of the feet of a bracket. */
const CLOTH_PX = 6;
const FOOT_PX = 4;
/** Text beside a flag is not longer than this, and keeps this distance from the next one. */
const MAX_TEXT_PX = 140;
const GAP_PX = 6;

/** Garbage collection: a striped band in the middle of the row, with pointed ends, as long as it took. */
export function drawGarbage(brush: Brush, { frame }: Scene, { marks }: ThreadLane, strip: Strip): void {
  if (marks.gc.length === 0) return;
  for (const { x0, x1 } of layoutPiles(marks.gc, frame.scale)) drawBand(brush, x0, x1, strip);
}

/** One band; also used by the legend. */
export function drawBand(
  { context, theme, patterns, widthPx }: Brush,
  x0: number,
  x1: number,
  strip: Strip,
): void {
  const from = Math.max(x0, -POINTED_PX);
  const to = Math.max(Math.min(x1, widthPx + POINTED_PX), from + MIN_BAND_PX);
  const height = Math.min(6, strip.height - 4);
  const top = Math.round(strip.y + (strip.height - height) / 2) + 0.5;
  const tip = to - from >= POINTED_PX ? height / 2 : 0;
  context.beginPath();
  context.moveTo(from, top + height / 2);
  context.lineTo(from + tip, top);
  context.lineTo(to - tip, top);
  context.lineTo(to, top + height / 2);
  context.lineTo(to - tip, top + height);
  context.lineTo(from + tip, top + height);
  if (tip === 0) context.rect(from, top, to - from, height);
  context.closePath();
  context.fillStyle = tip === 0 ? theme.foreground : patterns.garbage;
  context.fill();
  // The edge tells it from bars of any colour.
  context.strokeStyle = tip === 0 ? theme.background : theme.foreground;
  context.lineWidth = 1;
  context.stroke();
}

/** `performance.measure`: a bracket above the row, over its stretch; one that overlaps it lies a little lower. */
export function drawMeasures(brush: Brush, { frame }: Scene, { marks }: ThreadLane, strip: Strip): void {
  if (marks.measure.length === 0) return;
  let upperEnd = Number.NEGATIVE_INFINITY;
  for (const { x0, x1 } of layoutPiles(marks.measure, frame.scale)) {
    const isUpper = x0 > upperEnd;
    drawBracket(brush, x0, x1, isUpper ? strip : { y: strip.y + FOOT_PX, height: strip.height - FOOT_PX });
    if (isUpper) upperEnd = x1;
  }
}

/** One bracket; also used by the legend. */
export function drawBracket({ context, theme, widthPx }: Brush, x0: number, x1: number, strip: Strip): void {
  const from = Math.round(Math.max(x0, -8)) + 0.5;
  const to = Math.max(Math.round(Math.min(x1, widthPx + 8)) - 0.5, from + 2);
  const y = strip.y - 1.5;
  for (const [color, line] of [
    [theme.background, 4],
    [theme.timing, 2],
  ] as const) {
    context.strokeStyle = color;
    context.lineWidth = line;
    context.beginPath();
    context.moveTo(from, y + FOOT_PX);
    context.lineTo(from, y);
    context.lineTo(to, y);
    context.lineTo(to, y + FOOT_PX);
    context.stroke();
  }
}

/** `performance.mark`: a flag with its text, as far as there is room up to the next one. */
export function drawFlags(brush: Brush, { frame }: Scene, { marks }: ThreadLane, strip: Strip): void {
  if (marks.mark.length === 0) return;
  const piles = layoutPiles(marks.mark, frame.scale);
  for (const [i, pile] of piles.entries()) {
    const roomPx = (piles[i + 1]?.x0 ?? Number.POSITIVE_INFINITY) - pile.x0 - CLOTH_PX - GAP_PX;
    drawFlag(brush, pile.x0, strip);
    if (strip.height >= 10)
      drawText(brush, textOf(marks.mark.at(pile.first).text, pile), pile.x0, roomPx, strip);
  }
}

const textOf = (text: string, { count }: PlacedPile): string =>
  count === 1 ? displayText(text, 60) : `×${count}`;

/** One flag; also used by the legend. */
export function drawFlag({ context, theme }: Brush, at: number, strip: Strip): void {
  const x = Math.round(at) - 0.5;
  const top = strip.y - 2;
  context.beginPath();
  context.moveTo(x, strip.y + strip.height + 1);
  context.lineTo(x, top);
  context.lineTo(x + CLOTH_PX, top + 3);
  context.lineTo(x, top + 6);
  context.lineJoin = 'round';
  context.strokeStyle = theme.background;
  context.lineWidth = 3;
  context.stroke();
  context.strokeStyle = theme.timing;
  context.fillStyle = theme.timing;
  context.lineWidth = 1;
  context.fill();
  context.stroke();
  context.lineJoin = 'miter';
}

/** The background shows around the letters, so that they can be read on any bar. */
function drawText({ context, theme }: Brush, text: string, x0: number, roomPx: number, strip: Strip): void {
  context.font = `${Math.min(11, strip.height - 3)}px ${theme.font}`;
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  const shown = fitText(text, Math.min(roomPx, MAX_TEXT_PX), (part) => context.measureText(part).width);
  if (shown === '') return;
  const [x, y] = [x0 + CLOTH_PX + 1, strip.y + strip.height / 2 + 0.5];
  context.lineJoin = 'round';
  context.lineWidth = 4;
  context.strokeStyle = theme.background;
  context.strokeText(shown, x, y);
  context.lineJoin = 'miter';
  context.fillStyle = theme.foreground;
  context.fillText(shown, x, y);
}
