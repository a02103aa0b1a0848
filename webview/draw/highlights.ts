import type { Pieces } from '../layout/pieces.ts';
import type { Scene } from '../layout/scene.ts';
import type { SpanAt, Track } from '../model/track.ts';
import type { Brush, Strip } from './bars.ts';

/** Marks the bars of a track that are selected, under the pointer, or on the line of the editor's cursor. */
export function drawHighlights(brush: Brush, scene: Scene, track: Track, pieces: Pieces, strip: Strip): void {
  const { selected, hovered, cursorSites } = scene;
  const onTrack = selected?.track === track || hovered?.track === track;
  if (!onTrack && cursorSites.size === 0) return;
  for (let i = 0; i < pieces.bars; i++) {
    const index = pieces.barIndex[i]!;
    const box = { x0: pieces.barX0[i]!, x1: pieces.barX1[i]!, strip };
    if (cursorSites.size > 0 && isOnCursor(scene, track, index)) underline(brush, box);
    if (is(selected, track, index)) outline(brush, box, 2);
    else if (is(hovered, track, index)) outline(brush, box, 1);
  }
}

export interface Box {
  readonly x0: number;
  readonly x1: number;
  readonly strip: Strip;
}

const is = (span: SpanAt | null, track: Track, index: number): boolean =>
  span !== null && span.track === track && span.index === index;

function isOnCursor({ tables, cursorSites }: Scene, track: Track, index: number): boolean {
  const open = index === track.spans.length ? track.open : null;
  const { spans } = tables;
  const id = open ? -1 : track.spans.at(index);
  const task = open ? open.task : spans.taskAt(id);
  const site = open ? open.site : spans.siteAt(id);
  return cursorSites.has(site) || (task >= 0 && cursorSites.has(tables.tasks.columns.site[task]!));
}

/** Draws the outline of a bar that was chosen. */
export function outline({ context, theme, widthPx }: Brush, { x0, x1, strip }: Box, line: number): void {
  const left = Math.max(x0, -8) - 1.5;
  const right = Math.min(Math.max(x1, x0 + 2), widthPx + 8) + 1.5;
  context.strokeStyle = theme.accent;
  context.lineWidth = line;
  context.strokeRect(left, strip.y - 0.5, right - left, strip.height + 1);
}

function underline({ context, theme, widthPx }: Brush, { x0, x1, strip }: Box): void {
  const left = Math.max(x0, -8);
  const right = Math.min(Math.max(x1, x0 + 2), widthPx + 8);
  context.fillStyle = theme.accent;
  context.globalAlpha = 0.25;
  context.fillRect(left, strip.y - 1, right - left, strip.height + 2);
  context.globalAlpha = 1;
  context.fillRect(left, strip.y + strip.height - 1, right - left, 2);
}
