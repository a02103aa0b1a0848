import type { Ns, ThreadId } from '../../src/shared/timeline.ts';
import { NONE } from '../../src/shared/timeline.ts';
import { spanAt, type Track } from '../model/track.ts';
import type { Lane } from '../model/tree.ts';
import { type Scene, tableOf } from './scene.ts';

/** Threads of which something is to be seen: those that have a row, and those in the row of a process that is folded. */
export function visibleThreads({ rows, tables }: Pick<Scene, 'rows' | 'tables'>): ThreadId[] {
  return rows.lanes.flatMap(({ of, open }) => {
    if (of.kind === 'thread') return [of.thread.id];
    if (of.kind !== 'process' || open) return [];
    return tables.threads.filter(({ process }) => process === of.process.id).map(({ id }) => id);
  });
}

/** What the selected bar's row shows, or else the row that the keyboard is on. */
export function chosenTracks({ selected, rows, current }: Scene): readonly Track[] {
  const lane: Lane | undefined = rows.lanes[current];
  return selected ? [selected.track] : (lane?.tracks ?? []);
}

/** The next (`by` 1) or previous start or end of a bar of some tracks, or null. */
export function stepInTracks(tracks: readonly Track[], ns: Ns, by: 1 | -1, scene: Scene): Ns | null {
  const times = tracks.flatMap((track) => timesAround(track, ns, scene));
  const found = times.filter((at) => (at - ns) * by > 0);
  if (found.length === 0) return null;
  return found.reduce((best, at) => ((best - at) * by > 0 ? at : best));
}

/** Spans of a track follow one another: what is next to a moment are the edges of those around it. */
function timesAround(track: Track, ns: Ns, scene: Scene): Ns[] {
  const table = tableOf(track, scene);
  const index = track.findStart(ns, table);
  return [index - 1, index, index + 1, track.spans.length].flatMap((at) => {
    const span = spanAt(track, at, table, scene.frame.nowNs);
    if (!span) return [];
    return span.id === NONE ? [span.startNs] : [span.startNs, span.endNs];
  });
}
