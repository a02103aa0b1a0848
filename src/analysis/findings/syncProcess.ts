import type { SiteId } from '../../shared/timeline.ts';
import { formatNs } from '../summary.ts';
import { addTo } from './groups.ts';
import { type HeldTurn, heldTurns, isSyncTurn } from './heldTurns.ts';
import { placeOf, type RunIndex } from './runIndex.ts';
import { type Finding, MOST_EVIDENCE, sentence } from './types.ts';
import { phrases } from './words.ts';

/** A synchronous child process that held a thread on which others were ready. (Synchronous file operations are not recorded.) */
export function syncProcess(run: RunIndex): readonly Finding[] {
  const bySite = new Map<SiteId, HeldTurn[]>();
  for (const turn of [...run.once(heldTurns).values()].flat()) {
    if (!isSyncTurn(turn)) continue;
    const site = run.tables.spans.siteAt(turn.syncRow);
    if (run.ownSite(site) === null) continue;
    addTo(bySite, site, turn);
  }
  return [...bySite].map(([site, turns]) => findingAt(run, site, turns));
}

function findingAt(run: RunIndex, site: SiteId, turns: readonly HeldTurn[]): Finding {
  const heldNs = turns.reduce((sum, turn) => sum + turn.syncNs, 0);
  const delayNs = turns.reduce((most, turn) => Math.max(most, turn.longestDelayNs), 0);
  const victims = turns.reduce((sum, turn) => sum + turn.victims, 0);
  const row = run.siteRow(site);
  return {
    kind: 'syncProcess',
    sentence: sentence(phrases.syncProcess, placeOf(row), formatNs(heldNs), victims, formatNs(delayNs)),
    number: { unit: 'ns', value: heldNs },
    site: row,
    advice: sentence(phrases.syncProcessAdvice),
    evidence: turns.flatMap(({ evidence }) => evidence).slice(0, MOST_EVIDENCE),
    sizeNs: turns.reduce((sum, turn) => sum + turn.longestDelayNs, 0),
  };
}
