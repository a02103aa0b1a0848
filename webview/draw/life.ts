import type { ProcessRow } from '../../src/shared/timeline.ts';
import { laneExtent } from '../layout/laneWords.ts';
import { endWords } from '../layout/lifeWords.ts';
import type { Scene } from '../layout/scene.ts';
import { fitText } from '../layout/text.ts';
import type { Lane } from '../model/tree.ts';
import type { Brush, Strip } from './bars.ts';

const PADDING_PX = 4;

/** The life of a process of which nothing else is known, from its start to its end, as an empty box; one that goes on stays open. */
export function drawLife(brush: Brush, scene: Scene, lane: Lane, process: ProcessRow, strip: Strip): void {
  const extent = laneExtent(lane, scene.tables);
  if (!extent) return;
  const { context, theme, widthPx } = brush;
  const { scale } = scene.frame;
  const x0 = Math.max(-4, scale.toPx(extent.startNs));
  const x1 = Math.max(Math.min(widthPx + 4, scale.toPx(extent.endNs)), x0 + 2);
  const failed = process.outcome !== null && !isGood(process.outcome);
  context.fillStyle = theme.faint;
  context.fillRect(x0, strip.y + 1, x1 - x0, strip.height - 2);
  context.strokeStyle = failed ? theme.error : theme.muted;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(x1, strip.y + 1.5);
  context.lineTo(Math.round(x0) + 0.5, strip.y + 1.5);
  context.lineTo(Math.round(x0) + 0.5, strip.y + strip.height - 1.5);
  context.lineTo(x1, strip.y + strip.height - 1.5);
  if (process.endNs !== null) context.closePath();
  context.stroke();
  drawEnd(brush, endWords(process.outcome), Math.max(x0, 0), Math.min(x1, widthPx), strip);
}

const isGood = (outcome: NonNullable<ProcessRow['outcome']>): boolean =>
  outcome.kind === 'exited' && outcome.code === 0;

function drawEnd({ context, theme }: Brush, text: string, x0: number, x1: number, strip: Strip): void {
  const size = Math.min(12, strip.height - 3);
  if (size < 8) return;
  context.font = `${size}px ${theme.font}`;
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  context.fillStyle = theme.foreground;
  const shown = fitText(text, x1 - x0 - 2 * PADDING_PX, (part) => context.measureText(part).width);
  context.fillText(shown, x0 + PADDING_PX, strip.y + strip.height / 2 + 0.5);
}
