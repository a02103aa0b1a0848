import type { Ns, SiteId } from '../../shared/timeline.ts';
import { formatNs } from '../summary.ts';
import { type AwaitRun, awaitRuns, evidenceOf, type LoneWait, splitRun } from './awaitRuns.ts';
import { addTo } from './groups.ts';
import { placeOf, type RunIndex } from './runIndex.ts';
import { type Finding, MOST_EVIDENCE, sentence } from './types.ts';
import { phrases } from './words.ts';

/** The second call may need what the first one returned, which no recording tells: small gains are not worth the doubt. */
const LEAST_GAIN_NS = 10e6;
const LEAST_SHARE = 0.02;

interface Pair {
  readonly run: AwaitRun;
  readonly waits: readonly LoneWait[];
  readonly gainNs: Ns;
}

/** Different calls, each begun and awaited when the one before was over. */
export function independentAwaits(run: RunIndex): readonly Finding[] {
  const bySite = new Map<SiteId, Pair[]>();
  for (const one of run.once(awaitRuns)) {
    const waits = splitRun(one).single;
    if (waits.length < 2) continue;
    const all = waits.map(({ idleNs }) => idleNs);
    const gainNs = all.reduce((sum, ns) => sum + ns, 0) - all.reduce((most, ns) => Math.max(most, ns), 0);
    const pair = { run: one, waits, gainNs };
    addTo(bySite, waits[1]!.site, pair);
  }
  return [...bySite].flatMap(([site, pairs]) => findingAt(run, site, pairs));
}

function findingAt(run: RunIndex, site: SiteId, pairs: readonly Pair[]): readonly Finding[] {
  const apart = apartOnly(pairs);
  const gainNs = apart.reduce((sum, pair) => sum + pair.gainNs, 0);
  if (gainNs < Math.max(LEAST_GAIN_NS, run.lengthNs * LEAST_SHARE)) return [];
  const { waits, run: first } = apart[0]!;
  const row = run.siteRow(site);
  return [
    {
      kind: 'independentAwaits',
      sentence: sentence(
        phrases.independentAwaits,
        run.calledAt(waits[0]!.awaited),
        run.calledAt(waits[1]!.awaited),
        run.nameOf(first.task),
        placeOf(row),
        formatNs(gainNs),
      ),
      number: { unit: 'ns', value: gainNs },
      site: row,
      advice: sentence(phrases.independentAwaitsAdvice),
      evidence: apart
        .slice(0, MOST_EVIDENCE)
        .flatMap((pair) => evidenceOf(run, pair.run.task, pair.waits))
        .slice(0, MOST_EVIDENCE),
      sizeNs: gainNs,
    },
  ];
}

/** Of calls that overlap, only the first counts: what each saves, the others do not save again. */
function apartOnly(pairs: readonly Pair[]): readonly Pair[] {
  let untilNs = Number.NEGATIVE_INFINITY;
  return pairs
    .toSorted((a, b) => a.waits[0]!.startNs - b.waits[0]!.startNs)
    .filter(({ waits }) => {
      if (waits[0]!.startNs < untilNs) return false;
      untilNs = waits.at(-1)!.endNs;
      return true;
    });
}
