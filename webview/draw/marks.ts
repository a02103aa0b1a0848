import { layoutPiles } from '../layout/markPiles.ts';
import type { Scene } from '../layout/scene.ts';
import type { ThreadLane } from '../model/lanes.ts';
import { endOf } from '../model/markList.ts';
import type { Sign } from '../model/sign.ts';
import type { Brush, Strip } from './bars.ts';
import { outline } from './highlights.ts';
import { drawFlags, drawGarbage, drawMeasures } from './timings.ts';

/** What happened on a thread beside its bars: gaps where records were lost, garbage collection, marks, console lines, errors. */
export function drawMarks(brush: Brush, scene: Scene, thread: ThreadLane, strip: Strip): void {
  drawLosses(brush, scene, thread, strip);
  drawGarbage(brush, scene, thread, strip);
  drawMeasures(brush, scene, thread, strip);
  drawFlags(brush, scene, thread, strip);
  drawTicks(brush, scene, thread, strip);
  drawChoice(brush, scene, thread, strip, scene.hoveredSign, 1);
  drawChoice(brush, scene, thread, strip, scene.selectedSign, 2);
}

/** The outline of what is under the pointer, or was chosen. */
function drawChoice(
  brush: Brush,
  { frame: { scale } }: Scene,
  thread: ThreadLane,
  strip: Strip,
  sign: Sign | null,
  line: number,
): void {
  if (sign?.kind !== 'mark' && sign?.kind !== 'pile') return;
  const { thread: of } = sign.kind === 'mark' ? sign.mark : sign.pile.longest;
  if (of !== thread.id) return;
  const [startNs, endNs] =
    sign.kind === 'mark' ? [sign.mark.ns, endOf(sign.mark)] : [sign.pile.startNs, sign.pile.endNs];
  outline(brush, { x0: scale.toPx(startNs) - 1, x1: scale.toPx(endNs) + 1, strip }, line);
}

/** One printed line; also used by the legend. */
export function drawTick({ context, theme }: Brush, x: number, strip: Strip): void {
  context.fillStyle = theme.foreground;
  context.fillRect(Math.round(x), strip.y - 2, 1, 4);
}

/** Lines that lie too close to one another are one broad tick. */
function drawTicks({ context, theme }: Brush, scene: Scene, thread: ThreadLane, strip: Strip): void {
  const { scale } = scene.frame;
  for (const { first, count, x0 } of layoutPiles(thread.marks.line, scale)) {
    context.fillStyle = thread.marks.line.at(first).level === 'warn' ? theme.warning : theme.foreground;
    context.fillRect(Math.round(x0), strip.y - 2, count === 1 ? 1 : 3, 4);
  }
  context.fillStyle = theme.error;
  for (const { count, x0 } of layoutPiles(thread.errors, scale))
    context.fillRect(Math.round(x0) - 1, strip.y - 2, count === 1 ? 2 : 4, strip.height + 4);
}

function drawLosses(
  { context, theme, patterns, widthPx }: Brush,
  scene: Scene,
  thread: ThreadLane,
  strip: Strip,
): void {
  for (let i = 0; i < thread.losses.length; i++) {
    const { startNs, endNs } = scene.tables.losses[thread.losses.at(i)]!;
    const x0 = Math.max(-2, scene.frame.scale.toPx(startNs));
    const x1 = Math.min(widthPx + 2, scene.frame.scale.toPx(endNs));
    if (x1 < 0 || x0 > widthPx) continue;
    const width = Math.max(2, x1 - x0);
    // What is drawn below may not have been so: it steps back behind the gap.
    context.fillStyle = theme.background;
    context.globalAlpha = 0.75;
    context.fillRect(x0, strip.y - 2, width, strip.height + 4);
    context.globalAlpha = 1;
    context.fillStyle = patterns.loss;
    context.fillRect(x0, strip.y - 2, width, strip.height + 4);
    context.strokeStyle = theme.error;
    context.lineWidth = 1;
    context.strokeRect(x0 + 0.5, strip.y - 1.5, Math.max(1, width - 1), strip.height + 3);
  }
}
