import type { Owner } from '../../src/analysis/owner.ts';
import type { TimelineTables } from '../../src/analysis/tables.ts';
import type { Ns, SiteRow } from '../../src/shared/timeline.ts';
import { NONE } from '../../src/shared/timeline.ts';
import type { Cores } from '../model/cores.ts';
import { displayText } from '../model/display.ts';
import { type SpanTable, STATES } from '../model/track.ts';
import type { Lane } from '../model/tree.ts';
import { t } from '../texts.ts';
import { busyNs, busyText, coresNote } from './coreWords.ts';
import { laneCounts, laneEnd } from './lifeWords.ts';
import type { Scene } from './scene.ts';
import { formatDuration } from './time.ts';
import { totalsText } from './words.ts';

/** What a lane's row reads out beside its name. */
export interface LaneWords {
  readonly totals: string;
  readonly start: string;
  /** How long it took, and how it ended. */
  readonly duration: string;
  /** What was counted of it: CPU time, switches. */
  readonly counts: string;
  /** Whose code it is. */
  readonly owner: string;
}

export function laneWords(
  lane: Lane,
  { tables, lanes, running }: Pick<Scene, 'tables' | 'lanes' | 'running'>,
): LaneWords {
  if (lane.of.kind === 'cores') return { ...noWords, totals: coresNote(lane.of.cores, tables, running) };
  if (lane.of.kind === 'core') return coreWords(lane, lane.of.cores, tables);
  const extent = laneExtent(lane, tables);
  return {
    totals: totalsText(laneTotals(lane, tables)),
    start: extent ? t('starts at {0}', formatDuration(extent.startNs)) : '',
    duration: [
      extent ? t('lasts {0}', formatDuration(extent.endNs - extent.startNs)) : '',
      laneEnd(lane, tables),
    ]
      .filter((text) => text !== '')
      .join(' · '),
    counts: laneCounts(lane, tables, lanes.counters),
    owner: 'group' in lane.of ? ownerWords(lanes.owners.of(lane.of.group.identity.site)) : '',
  };
}

const noWords: LaneWords = { totals: '', start: '', duration: '', counts: '', owner: '' };

/** Whose code it is, in words. */
export function ownerWords(owner: Owner): string {
  switch (owner.kind) {
    case 'user':
      return t('your code');
    case 'library':
      return t('code of the package {0}', displayText(owner.name, 80));
    case 'outside':
      return t('code from outside of the working directory');
    case 'node':
      return t('code of Node itself');
  }
}

function coreWords({ tracks }: Lane, cores: Cores, tables: TimelineTables): LaneWords {
  const busy = busyNs(tracks, cores, tables.nowNs);
  return { ...noWords, totals: busyText(busy, tables), duration: t('busy for {0}', formatDuration(busy)) };
}

/** The table that the spans of a lane's tracks lie in. */
export const tableOfLane = ({ of }: Lane, tables: TimelineTables): SpanTable =>
  'cores' in of ? of.cores.slices : tables.spans;

/** How long the lane's tracks were in each state, added up, in ns. */
export function laneTotals(lane: Lane, tables: TimelineTables): Float64Array {
  const sums = new Float64Array(STATES);
  for (const track of lane.tracks) {
    const totals = track.totals(0, tables.nowNs, tableOfLane(lane, tables), tables.nowNs);
    for (let s = 0; s < STATES; s++) sums[s]! += totals[s]!;
  }
  return sums;
}

/** From the first to the last moment of a lane; null: nothing has happened there. */
export function laneExtent(lane: Lane, tables: TimelineTables): { startNs: Ns; endNs: Ns } | null {
  if (lane.of.kind === 'process') {
    const { startNs, endNs } = lane.of.process;
    return { startNs, endNs: endNs ?? tables.nowNs };
  }
  let startNs = Number.POSITIVE_INFINITY;
  let endNs = Number.NEGATIVE_INFINITY;
  const spans = tableOfLane(lane, tables);
  for (const track of lane.tracks) {
    const { length } = track.spans;
    if (length > 0) {
      startNs = Math.min(startNs, track.startAt(0, spans));
      endNs = Math.max(endNs, track.endAt(length - 1, spans));
    }
    if (track.open) {
      startNs = Math.min(startNs, track.open.startNs);
      endNs = Math.max(endNs, track.openEndNs(tables.nowNs));
    }
  }
  return startNs <= endNs ? { startNs, endNs } : null;
}

/** The place in the source that a lane stands for; null when it has none. */
export function laneSite(lane: Lane, tables: TimelineTables): SiteRow | null {
  const { of } = lane;
  if (of.kind !== 'group' && of.kind !== 'call' && of.kind !== 'rest') return null;
  const { site } = of.group.identity;
  return site === NONE ? null : (tables.sites[site] ?? null);
}
