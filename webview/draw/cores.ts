import { NONE, State } from '../../src/shared/timeline.ts';
import { coresNote, ownerName } from '../layout/coreWords.ts';
import { tracksDensity } from '../layout/density.ts';
import { MINI_TRACKS } from '../layout/hit.ts';
import { type Frame, layoutTrack, Pieces } from '../layout/pieces.ts';
import type { Scene } from '../layout/scene.ts';
import { type Cores, CoreTrack, colourOf } from '../model/cores.ts';
import type { SpanAt, Track } from '../model/track.ts';
import type { Lane } from '../model/tree.ts';
import { type BarText, type Brush, drawPieces, eachText, fillShares, type Strip } from './bars.ts';
import { drawDensity } from './density.ts';
import { outline } from './highlights.ts';

const pieces = new Pieces();
/** Between bars that follow one another at once. */
const GAP_PX = 1;
/** Who was not chosen steps back. */
const FAINT = 0.25;

/** Draws a row of the cores: who had them when, or why nobody knows. */
export function drawCores(brush: Brush, scene: Scene, lane: Lane, cores: Cores, strip: Strip): void {
  const frame = { ...scene.frame, spans: cores.slices };
  if (lane.of.kind === 'cores' && lane.open !== false) drawNote(brush, scene, cores, strip);
  else if (lane.tracks.length > MINI_TRACKS) drawDensity(brush, tracksDensity(lane.tracks, frame), strip);
  else drawTracks(brush, scene, frame, lane, strip);
}

function drawNote({ context, theme }: Brush, scene: Scene, cores: Cores, strip: Strip): void {
  context.font = `${Math.min(12, strip.height - 2)}px ${theme.font}`;
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  context.fillStyle = theme.muted;
  context.fillText(coresNote(cores, scene.tables, scene.running), 4, strip.y + strip.height / 2 + 0.5);
}

function drawTracks(brush: Brush, scene: Scene, frame: Frame, lane: Lane, strip: Strip): void {
  const { length } = lane.tracks;
  const height = strip.height / length;
  for (const [i, track] of lane.tracks.entries()) {
    const own = { y: strip.y + i * height, height: length > 1 ? Math.max(1.5, height - 1) : height };
    layoutTrack(track, frame, pieces);
    drawTrack(brush, scene, track, own);
    drawChoice(brush, scene, track, own);
  }
}

function drawTrack(brush: Brush, scene: Scene, track: Track, strip: Strip): void {
  const text = namesOf(scene, track);
  if (track instanceof CoreTrack && track.core === NONE) {
    brush.context.globalAlpha = isFaint(scene, track.spans.at(0)) ? FAINT : 1;
    drawPieces(brush, pieces, strip, text);
  } else {
    drawShares(brush, strip, scene);
    drawBars(brush, scene, track, strip);
    eachText(brush, pieces, strip, text, (bar, shown, x) => {
      brush.context.globalAlpha = isFaint(scene, idOf(track, bar)) ? FAINT : 1;
      brush.context.fillStyle = brush.theme.onThreads[pieces.barState[bar]!]!;
      brush.context.fillText(shown, x, strip.y + strip.height / 2 + 0.5);
    });
  }
  brush.context.globalAlpha = 1;
}

const idOf = (track: Track, bar: number): number => track.spans.at(pieces.barIndex[bar]!);

function namesOf({ tables }: Scene, track: Track): BarText {
  const { osThread } = tables.cores.columns;
  return (bar) => ownerName(tables.osThreads[osThread[idOf(track, bar)]!]!, tables);
}

const isFaint = ({ chosen, tables }: Scene, row: number): boolean =>
  chosen !== NONE && tables.cores.columns.osThread[row] !== chosen;

function drawBars(brush: Brush, scene: Scene, track: Track, strip: Strip): void {
  const { context, theme, widthPx } = brush;
  for (let i = 0; i < pieces.bars; i++) {
    const x0 = Math.max(pieces.barX0[i]!, -8);
    const width = Math.min(pieces.barX1[i]!, widthPx + 8) - x0;
    context.globalAlpha = isFaint(scene, idOf(track, i)) ? FAINT : 1;
    context.fillStyle = theme.threads[pieces.barState[i]!]!;
    context.fillRect(x0, strip.y, Math.max(width > 3 * GAP_PX ? width - GAP_PX : width, 1), strip.height);
  }
}

/** Too dense for bars: each thread's share of a pixel's time, one on top of the other. */
function drawShares({ context, theme }: Brush, strip: Strip, { chosen, tables }: Scene): void {
  if (pieces.columns === 0) return;
  const stays = chosen === NONE ? NONE : colourOf(tables.osThreads[chosen]?.thread ?? NONE);
  const below: number[] = [];
  for (let colour = 1; colour < pieces.states; colour++) {
    context.globalAlpha = stays === NONE || stays === colour ? 1 : FAINT;
    fillShares(context, pieces, strip, theme.threads[colour]!, below, colour);
    below.push(colour);
  }
}

function drawChoice(brush: Brush, { selected, hovered }: Scene, track: Track, strip: Strip): void {
  if (selected?.track !== track && hovered?.track !== track) return;
  for (let i = 0; i < pieces.bars; i++) {
    const box = { x0: pieces.barX0[i]!, x1: pieces.barX1[i]!, strip };
    if (isBar(selected, track, i)) outline(brush, box, 2);
    else if (isBar(hovered, track, i)) outline(brush, box, 1);
  }
}

const isBar = (span: SpanAt | null, track: Track, bar: number): boolean =>
  span?.track === track && span.index === pieces.barIndex[bar];

/** Room of the mark below a thread's bars. */
const MARK_PX = 3;

/** Below the bars of a thread: when it was ready to run, but had no core. */
export function drawWaitForCore(brush: Brush, scene: Scene, track: CoreTrack, strip: Strip): void {
  const { context, theme } = brush;
  layoutTrack(track, { ...scene.frame, spans: scene.lanes.cores.slices }, pieces);
  const y = strip.y + strip.height - MARK_PX;
  context.fillStyle = theme.background;
  for (let i = 0; i < pieces.bars; i++) fill(brush, pieces.barX0[i]!, pieces.barX1[i]!, y - 1, MARK_PX + 2);
  context.fillStyle = theme.ready;
  for (let i = 0; i < pieces.bars; i++) fill(brush, pieces.barX0[i]!, pieces.barX1[i]!, y, MARK_PX);
  for (let i = 0; i < pieces.columns; i++) {
    const share = pieces.shares[i * pieces.states + State.ready]!;
    context.fillRect(pieces.columnX[i]!, y + MARK_PX * (1 - share), 1, MARK_PX * share);
  }
}

function fill({ context, widthPx }: Brush, x0: number, x1: number, y: number, height: number): void {
  const from = Math.max(x0, -8);
  context.fillRect(from, y, Math.max(Math.min(x1, widthPx + 8) - from, 1), height);
}
