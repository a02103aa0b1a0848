import { NONE } from '../../src/shared/timeline.ts';
import { type Scene, visibleRows } from '../layout/scene.ts';
import type { Brush } from './bars.ts';

/** What lies behind the bars: the lines of the axis, the row that the keyboard is on, the edge of what is known. */
export function drawBackdrop(brush: Brush, scene: Scene): void {
  drawBands(brush, scene);
  drawGrid(brush, scene);
  drawNow(brush, scene);
}

function drawBands(brush: Brush, scene: Scene): void {
  const { context, theme, widthPx } = brush;
  const { rowPx, lanes } = scene.rows;
  const [first, last] = visibleRows(scene);
  context.fillStyle = theme.faint;
  for (let row = first; row < last; row++) {
    const { level, pinOf } = lanes[row]!;
    // A hairline above each process, and nothing else: space tells the rest apart.
    if (level === 1 && row > 0 && pinOf === undefined) context.fillRect(0, row * rowPx, widthPx, 1);
  }
  const thread = scene.tables.osThreads[scene.chosen]?.thread ?? NONE;
  if (thread !== NONE) markThread(brush, scene, scene.rows.indexOf(thread, NONE));
  if (scene.current === NONE) return;
  context.fillStyle = theme.band;
  context.fillRect(0, scene.current * rowPx, widthPx, rowPx);
}

/** The row of the thread whose bars on the cores stand out. */
function markThread({ context, theme, widthPx }: Brush, { rows: { rowPx } }: Scene, row: number): void {
  context.fillStyle = theme.accent;
  context.globalAlpha = 0.18;
  context.fillRect(0, row * rowPx, widthPx, rowPx);
  context.globalAlpha = 1;
}

function drawGrid({ context, theme }: Brush, scene: Scene): void {
  context.fillStyle = theme.faint;
  context.globalAlpha = 0.5;
  for (const ns of scene.ticks.values) {
    context.fillRect(Math.round(scene.frame.scale.toPx(ns)), scene.scrollPx, 1, scene.heightPx);
  }
  context.globalAlpha = 1;
}

/** While the program runs: the moment up to which it is known. */
function drawNow({ context, theme }: Brush, scene: Scene): void {
  if (!scene.running) return;
  context.fillStyle = theme.error;
  context.globalAlpha = 0.6;
  context.fillRect(Math.round(scene.frame.scale.toPx(scene.frame.nowNs)), scene.scrollPx, 1, scene.heightPx);
  context.globalAlpha = 1;
}

/** The stretch that was chosen on the axis; what lies outside steps back. */
export function drawRange(
  { context, theme, widthPx }: Brush,
  { range, frame, scrollPx, heightPx }: Scene,
): void {
  if (!range) return;
  const x0 = frame.scale.toPx(range.startNs);
  const x1 = frame.scale.toPx(range.endNs);
  context.fillStyle = theme.background;
  context.globalAlpha = 0.55;
  context.fillRect(0, scrollPx, Math.max(0, x0), heightPx);
  context.fillRect(x1, scrollPx, Math.max(0, widthPx - x1), heightPx);
  context.globalAlpha = 1;
  context.fillStyle = theme.accent;
  context.fillRect(Math.round(x0) - 1, scrollPx, 1, heightPx);
  context.fillRect(Math.round(x1), scrollPx, 1, heightPx);
}
