import { groupDensity, tracksDensity } from '../layout/density.ts';
import { hidesBars, isForeign, MINI_TRACKS } from '../layout/hit.ts';
import { laneExtent } from '../layout/laneWords.ts';
import { layoutTrack, Pieces } from '../layout/pieces.ts';
import { pinsOf, type Scene, visibleRows } from '../layout/scene.ts';
import type { ThreadLane } from '../model/lanes.ts';
import type { Lane } from '../model/tree.ts';
import { drawArrows } from './arrows.ts';
import { drawBackdrop, drawRange } from './backdrop.ts';
import { type Brush, drawPieces, type Strip } from './bars.ts';
import { barText } from './barText.ts';
import { drawChain } from './chain.ts';
import { drawCores, drawWaitForCore } from './cores.ts';
import { drawDensity } from './density.ts';
import { drawHighlights } from './highlights.ts';
import { drawLife } from './life.ts';
import { drawMarks } from './marks.ts';
import { stripOf } from './strip.ts';

const pieces = new Pieces();

/** Draws the part of the lanes that is on screen, and above it those that are pinned. */
export function drawLanes(brush: Brush, scene: Scene): void {
  brush.context.clearRect(0, 0, brush.widthPx, scene.heightPx);
  drawPart(brush, scene, scene.pins.heightPx);
  if (scene.pins.heightPx === 0) return;
  drawPart(brush, pinsOf(scene), 0);
  brush.context.fillStyle = brush.theme.muted;
  brush.context.fillRect(0, scene.pins.heightPx - 1, brush.widthPx, 1);
}

/** Draws what a scene has below `topPx`, and nothing above. */
function drawPart(brush: Brush, scene: Scene, topPx: number): void {
  const { context } = brush;
  context.save();
  context.beginPath();
  context.rect(0, topPx, brush.widthPx, scene.heightPx - topPx);
  context.clip();
  context.translate(0, -scene.scrollPx);
  drawBackdrop(brush, scene);
  const [first, last] = visibleRows(scene);
  for (let row = first; row < last; row++) drawLane(brush, scene, row);
  drawArrows(brush, scene);
  drawChain(brush, scene);
  drawRange(brush, scene);
  context.restore();
}

function drawLane(brush: Brush, scene: Scene, row: number): void {
  const lane = scene.rows.lanes[row]!;
  const strip = stripOf(row, scene.rows.rowPx);
  if ('cores' in lane.of) drawCores(brush, scene, lane, lane.of.cores, strip);
  else if (lane.of.kind === 'process' && isForeign(lane))
    drawLife(brush, scene, lane, lane.of.process, strip);
  else if (hidesBars(lane)) drawExtent(brush, scene, lane, strip);
  else if (lane.tracks.length > MINI_TRACKS) drawFolded(brush, scene, lane, strip);
  else drawTracks(brush, scene, lane, strip);
  if (lane.of.kind === 'thread') drawOnThread(brush, scene, lane.of.thread, strip);
}

function drawOnThread(brush: Brush, scene: Scene, thread: ThreadLane, strip: Strip): void {
  const waits = scene.lanes.cores.waitsOf(thread.id);
  if (waits) drawWaitForCore(brush, scene, waits, strip);
  drawMarks(brush, scene, thread, strip);
}

/** Up to a handful of tracks lie below one another in the row, the full height for a single one. */
function drawTracks(brush: Brush, scene: Scene, lane: Lane, strip: Strip): void {
  const height = strip.height / lane.tracks.length;
  for (const [i, track] of lane.tracks.entries()) {
    const own = {
      y: strip.y + i * height,
      height: lane.tracks.length > 1 ? Math.max(1.5, height - 1) : height,
    };
    layoutTrack(track, scene.frame, pieces);
    drawPieces(brush, pieces, own, lane.tracks.length === 1 ? barText(scene, lane, track, pieces) : null);
    drawHighlights(brush, scene, track, pieces, own);
  }
}

function drawFolded(brush: Brush, scene: Scene, lane: Lane, strip: Strip): void {
  const { of } = lane;
  const density =
    of.kind === 'group' ? groupDensity(of.group, scene.frame) : tracksDensity(lane.tracks, scene.frame);
  drawDensity(brush, density, strip);
}

/** A thin line from the first to the last moment of a lane; what goes on has no end yet. */
function drawExtent({ context, theme }: Brush, scene: Scene, lane: Lane, strip: Strip): void {
  const extent = laneExtent(lane, scene.tables);
  if (!extent) return;
  const { scale, nowNs } = scene.frame;
  const x0 = Math.round(Math.max(-4, scale.toPx(extent.startNs))) + 0.5;
  const x1 = Math.round(Math.min(scale.widthPx + 4, scale.toPx(extent.endNs))) + 0.5;
  const y = Math.round(strip.y + strip.height / 2) + 0.5;
  context.strokeStyle = theme.faint;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(x0, y - 3);
  context.lineTo(x0, y);
  context.lineTo(x1, y);
  if (extent.endNs < nowNs) context.lineTo(x1, y - 3);
  context.stroke();
}
