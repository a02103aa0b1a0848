import type { Ns } from '../../src/shared/timeline.ts';
import { type SpanAt, type SpanTable, spanAt, type Track } from '../model/track.ts';
import type { Lane } from '../model/tree.ts';
import { type Scene, tableOf } from './scene.ts';

/** How far from a bar the pointer may be, in pixels. */
const REACH_PX = 4;
/** A folded row shows at most so many tracks one below the other; more of them become a density. */
export const MINI_TRACKS = 5;

/** What is open shows its bars in the rows below, and in its own only from when to when. */
export const hidesBars = ({ open, of: { kind } }: Lane): boolean =>
  open === true && kind !== 'thread' && kind !== 'call';

/** A process that is not recorded itself: of it nothing but its life is known. */
export const isForeign = ({ of, open, pinOf, tracks }: Lane): boolean =>
  of.kind === 'process' && open === null && (pinOf === undefined || tracks.length === 0);

/** The span under a point of a lane, or the nearest within reach. `share` is how far down the row the point is, 0 to 1. */
export function spanUnder(lane: Lane, xPx: number, share: number, scene: Scene): SpanAt | null {
  const { tracks } = lane;
  const { frame } = scene;
  if (tracks.length === 0 || tracks.length > MINI_TRACKS || hidesBars(lane)) return null;
  const track = tracks[Math.min(tracks.length - 1, Math.max(0, Math.floor(share * tracks.length)))]!;
  return nearestSpan(
    track,
    frame.scale.toNs(xPx),
    REACH_PX * frame.scale.nsPerPx,
    tableOf(track, scene),
    frame.nowNs,
  );
}

/** The span of a track at a moment, or the nearest within `reachNs`. */
export function nearestSpan(track: Track, ns: Ns, reachNs: Ns, spans: SpanTable, nowNs: Ns): SpanAt | null {
  const index = track.findStart(ns, spans);
  let best: SpanAt | null = null;
  let bestNs = reachNs;
  for (const candidate of [track.spans.length, index + 1, index]) {
    const span = spanAt(track, candidate, spans, nowNs);
    if (!span) continue;
    const distance = Math.max(span.startNs - ns, ns - span.endNs, 0);
    if (distance > bestNs) continue;
    best = span;
    bestNs = distance;
  }
  return best;
}
