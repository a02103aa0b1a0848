import type { LossRow } from '../../src/shared/timeline.ts';
import { State } from '../../src/shared/timeline.ts';
import type { Sign } from '../model/sign.ts';
import { type SpanAt, STATES } from '../model/track.ts';
import type { Lane } from '../model/tree.ts';
import { layoutArrow } from './arrows.ts';
import { isForeign, nearestSpan, spanUnder } from './hit.ts';
import { laneExtent } from './laneWords.ts';
import { marksUnder } from './markPiles.ts';
import type { Scene } from './scene.ts';

/** What the pointer is on: a bar, or a sign. */
export interface Under {
  readonly span: SpanAt | null;
  readonly sign: Sign | null;
}

/** How far from an arrow the pointer may be, in pixels. */
const ARROW_REACH_PX = 3;

/** The mark of a thread that has no core is below this share of its row. */
const FOOT = 0.66;

/** What lies under a point; `y` counts from the top of the first row. */
export function under(lane: Lane, x: number, y: number, scene: Scene): Under {
  const { rowPx } = scene.rows;
  const share = y / rowPx - Math.floor(y / rowPx);
  const span = spanUnder(lane, x, share, scene);
  const mark = lane.of.kind === 'thread' ? marksUnder(lane.of.thread, x, share, scene.frame.scale) : null;
  if (mark) return { span: null, sign: mark };
  const wait = waitUnder(lane, x, share, scene);
  if (wait) return { span: wait, sign: null };
  const loss = lossUnder(lane, x, scene);
  if (loss) return { span: null, sign: { kind: 'loss', loss } };
  // A bar is pointed at with ease; an arrow is thin, and is hit beside bars and on the lines of what waits.
  if (span && isSolid(span, x, scene)) return { span, sign: null };
  const link = arrowUnder(x, y, scene);
  if (link !== null) return { span: null, sign: { kind: 'link', link } };
  return { span, sign: span ? null : lifeUnder(lane, x, scene) };
}

function isSolid({ startNs, endNs, state, track }: SpanAt, x: number, scene: Scene): boolean {
  const { scale } = scene.frame;
  const isLine = track.states === STATES && state === State.waiting;
  return !isLine && scale.toPx(startNs) <= x && x <= scale.toPx(endNs);
}

/** The mark at the foot of a thread's row: it was ready, but had no core. */
function waitUnder(lane: Lane, x: number, share: number, { lanes, frame }: Scene): SpanAt | null {
  const { scale, nowNs } = frame;
  const track = lane.of.kind === 'thread' ? lanes.cores.waitsOf(lane.of.thread.id) : undefined;
  if (!track || share < FOOT) return null;
  return nearestSpan(track, scale.toNs(x), scale.nsPerPx, lanes.cores.slices, nowNs);
}

function lossUnder(lane: Lane, x: number, { tables, frame: { scale } }: Scene): LossRow | null {
  if (lane.of.kind !== 'thread') return null;
  const { losses } = lane.of.thread;
  for (let i = 0; i < losses.length; i++) {
    const loss = tables.losses[losses.at(i)]!;
    if (scale.toPx(loss.startNs) - 1 <= x && x <= scale.toPx(loss.endNs) + 1) return loss;
  }
  return null;
}

function arrowUnder(x: number, y: number, { arrows, tables, rows, frame }: Scene): number | null {
  let nearest: number | null = null;
  let nearestPx = ARROW_REACH_PX;
  for (const link of arrows) {
    const arrow = layoutArrow(link, tables, rows, frame.scale);
    if (!arrow) continue;
    const px = distance(x, y, arrow);
    if (px > nearestPx) continue;
    nearest = link;
    nearestPx = px;
  }
  return nearest;
}

/** From a point to the line between two others. */
function distance(
  x: number,
  y: number,
  line: { readonly x0: number; readonly y0: number; readonly x1: number; readonly y1: number },
): number {
  const [dx, dy] = [line.x1 - line.x0, line.y1 - line.y0];
  const along = ((x - line.x0) * dx + (y - line.y0) * dy) / Math.max(dx * dx + dy * dy, 1e-9);
  const share = Math.min(1, Math.max(0, along));
  return Math.hypot(x - line.x0 - share * dx, y - line.y0 - share * dy);
}

function lifeUnder(lane: Lane, x: number, { tables, frame: { scale } }: Scene): Sign | null {
  if (lane.of.kind !== 'process' || !isForeign(lane)) return null;
  const extent = laneExtent(lane, tables);
  const hit = extent && scale.toPx(extent.startNs) - 2 <= x && x <= scale.toPx(extent.endNs) + 2;
  return hit ? { kind: 'life', process: lane.of.process } : null;
}
