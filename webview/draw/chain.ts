import { type ChainBar, layoutChain } from '../layout/chain.ts';
import { type Scene, visibleRows } from '../layout/scene.ts';
import { drawArrow } from './arrows.ts';
import type { Brush } from './bars.ts';
import { outline } from './highlights.ts';
import { stripOf } from './strip.ts';

/** How much of the other bars is left to be seen. */
const LEFT = 0.45;
const BADGE_PX = 7;

/** Lets all bars but those of the chain step back, and draws its outlines, arrows and numbers. */
export function drawChain(brush: Brush, scene: Scene): void {
  const { bars, arrows } = layoutChain(scene);
  // One bar alone is no chain: nothing steps back for it.
  if (bars.length < 2) return;
  const [first, last] = visibleRows(scene);
  const visible = bars.filter(
    ({ row, x0, x1 }) => row >= first && row < last && x1 >= 0 && x0 <= brush.widthPx,
  );
  dimOthers(brush, scene, visible);
  for (const { row, x0, x1 } of visible)
    outline(brush, { x0, x1, strip: stripOf(row, scene.rows.rowPx) }, 1.5);
  for (const arrow of arrows) drawArrow(brush, arrow, 3);
  for (const bar of visible) drawBadge(brush, scene, bar);
}

function dimOthers({ context, theme, widthPx }: Brush, scene: Scene, bars: readonly ChainBar[]): void {
  const { scrollPx, heightPx, rows } = scene;
  context.save();
  // What is outside of every bar of the chain: each clip leaves out one of them.
  for (const { row, x0, x1 } of bars) {
    const { y, height } = stripOf(row, rows.rowPx);
    const left = Math.max(x0, 0);
    context.beginPath();
    context.rect(0, scrollPx, widthPx, heightPx);
    context.rect(left, y, Math.max(Math.min(x1, widthPx) - left, 2), height);
    context.clip('evenodd');
  }
  context.globalAlpha = 1 - LEFT;
  context.fillStyle = theme.background;
  context.fillRect(0, scrollPx, widthPx, heightPx);
  context.restore();
}

/** The step's number, at the beginning of its bar, on screen wherever that begins. */
function drawBadge({ context, theme }: Brush, scene: Scene, { row, x0, number }: ChainBar): void {
  const { rowPx } = scene.rows;
  const x = Math.max(BADGE_PX + 1, x0 - BADGE_PX - 3);
  const y = (row + 0.5) * rowPx;
  const radius = Math.min(BADGE_PX, rowPx / 2 - 1);
  context.beginPath();
  context.arc(x, y, radius, 0, Math.PI * 2);
  context.fillStyle = theme.accent;
  context.fill();
  context.fillStyle = theme.onAccent;
  context.font = `${radius + 3}px ${theme.font}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(String(number), x, y + 0.5);
}
