import { type Arrow, layoutArrow } from '../layout/arrows.ts';
import type { Scene } from '../layout/scene.ts';
import type { Brush } from './bars.ts';

const HEAD_PX = 5;

/** Draws links between rows as arrows: what started what, and messages. */
export function drawArrows(brush: Brush, scene: Scene): void {
  for (const link of scene.arrows) {
    const arrow = layoutArrow(link, scene.tables, scene.rows, scene.frame.scale);
    if (arrow && isVisible(arrow, scene)) drawArrow(brush, arrow, weightOf(link, scene));
  }
}

function isVisible({ x0, x1, y0, y1 }: Arrow, { scrollPx, heightPx, frame }: Scene): boolean {
  const { widthPx } = frame.scale;
  if (Math.max(x0, x1) < -HEAD_PX || Math.min(x0, x1) > widthPx + HEAD_PX) return false;
  return Math.max(y0, y1) >= scrollPx && Math.min(y0, y1) <= scrollPx + heightPx;
}

/** 0: an arrow like the others, 1: under the pointer, 2: chosen. */
function weightOf(link: number, { hoveredSign, selectedSign }: Scene): number {
  if (selectedSign?.kind === 'link' && selectedSign.link === link) return 2;
  return hoveredSign?.kind === 'link' && hoveredSign.link === link ? 1 : 0;
}

export function drawArrow({ context, theme }: Brush, arrow: Arrow, weight: number): void {
  const { x0, y0, x1, y1 } = arrow;
  const own = arrow.kind === 'message' ? theme.message : theme.spawn;
  const color = weight > 0 ? theme.accent : own;
  const angle = Math.atan2(y1 - y0, x1 - x0);
  context.strokeStyle = color;
  context.fillStyle = color;
  context.lineWidth = (arrow.kind === 'message' ? 1.25 : 1) + weight / 2;
  context.setLineDash(arrow.exact ? [] : [4, 3]);
  context.beginPath();
  context.moveTo(x0, y0);
  context.lineTo(x1 - HEAD_PX * 0.8 * Math.cos(angle), y1 - HEAD_PX * 0.8 * Math.sin(angle));
  context.stroke();
  context.setLineDash([]);
  drawHead(context, x1, y1, angle, arrow.kind === 'message');
}

/** Messages have a full head, all others an open one. */
function drawHead(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  angle: number,
  full: boolean,
): void {
  context.beginPath();
  context.moveTo(x - HEAD_PX * Math.cos(angle - 0.5), y - HEAD_PX * Math.sin(angle - 0.5));
  context.lineTo(x, y);
  context.lineTo(x - HEAD_PX * Math.cos(angle + 0.5), y - HEAD_PX * Math.sin(angle + 0.5));
  if (full) context.fill();
  else context.stroke();
}
