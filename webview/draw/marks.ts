import type { MarkRow } from '../../src/shared/timeline.ts';
import { firstMarkFrom } from '../layout/hit.ts';
import type { Scene } from '../layout/scene.ts';
import type { IntList } from '../model/intList.ts';
import type { ThreadLane } from '../model/lanes.ts';
import type { Brush, Strip } from './bars.ts';

/** Console lines and errors as ticks on the thread's lane, and hatched gaps where records were lost. */
export function drawMarks(brush: Brush, scene: Scene, thread: ThreadLane, strip: Strip): void {
  drawLosses(brush, scene, thread, strip);
  drawTicks(scene, thread.marks, (x, level) => {
    brush.context.fillStyle = level === 'warn' ? brush.theme.warning : brush.theme.foreground;
    brush.context.fillRect(x, strip.y - 2, 1, 4);
  });
  drawTicks(scene, thread.errors, (x) => {
    brush.context.fillStyle = brush.theme.error;
    brush.context.fillRect(x - 1, strip.y - 2, 2, strip.height + 4);
  });
}

/** Marks in the same pixel are one tick: the search goes on behind it, so that a million lines cost what is visible. */
function drawTicks(
  { tables, frame: { scale } }: Scene,
  marks: IntList,
  draw: (x: number, level: MarkRow['level']) => void,
): void {
  let ns = scale.window.startNs;
  for (;;) {
    const index = firstMarkFrom(marks, tables.marks, ns);
    const mark = index < marks.length ? tables.marks[marks.at(index)] : undefined;
    if (!mark || mark.ns > scale.window.endNs) return;
    const x = Math.round(scale.toPx(mark.ns));
    draw(x, mark.level);
    ns = Math.max(scale.toNs(x + 0.5), mark.ns + 1);
  }
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
