import { type SpanAt, spanAt } from '../model/track.ts';
import { nearestSpan } from './hit.ts';
import { type Scene, tableOf } from './scene.ts';

/** The span before or behind the selected one in its row; with none selected, the one nearest to the middle of the window. */
export function neighbourOf(scene: Scene, by: 1 | -1): SpanAt | null {
  const { selected, rows, current } = scene;
  const { nowNs, scale } = scene.frame;
  if (selected) return spanAt(selected.track, selected.index + by, tableOf(selected.track, scene), nowNs);
  const track = rows.lanes[current]?.tracks[0];
  if (!track) return null;
  const middle = (scale.window.startNs + scale.window.endNs) / 2;
  return nearestSpan(track, middle, Number.POSITIVE_INFINITY, tableOf(track, scene), nowNs);
}
