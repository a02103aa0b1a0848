import type { Ns, SiteId } from '../../shared/timeline.ts';
import { formatNs } from '../summary.ts';
import { type AwaitRun, awaitRuns, evidenceOf, type LoneWait, splitRun } from './awaitRuns.ts';
import { placeOf, type RunIndex } from './runIndex.ts';
import { type Evidence, type Finding, MOST_EVIDENCE, sentence } from './types.ts';
import { phrases } from './words.ts';

/** Less is within what a run varies by. */
const LEAST_GAIN_NS = 5e6;

/** One task's way through a loop. */
interface Loop {
  readonly run: AwaitRun;
  readonly waits: readonly LoneWait[];
}

/** The same `await` again and again, each time for a call that begins only when the one before is over. */
export function awaitInLoop(run: RunIndex): readonly Finding[] {
  const bySite = new Map<SiteId, Loop[]>();
  for (const one of run.once(awaitRuns)) {
    const { looped } = splitRun(one);
    const site = looped[0]?.site;
    if (site === undefined) continue;
    const loops = bySite.get(site);
    if (loops === undefined) bySite.set(site, [{ run: one, waits: looped }]);
    else loops.push({ run: one, waits: looped });
  }
  return [...bySite].flatMap(([site, loops]) => findingAt(run, site, loops));
}

function findingAt(run: RunIndex, site: SiteId, loops: readonly Loop[]): readonly Finding[] {
  if (overlap(loops)) return [];
  const gainNs = loops.reduce((sum, { waits }) => sum + gainOf(waits), 0);
  if (gainNs < LEAST_GAIN_NS) return [];
  const [first] = loops;
  const waits = loops.flatMap((loop) => loop.waits);
  const waitedNs = waits.reduce((sum, { startNs, endNs }) => sum + endNs - startNs, 0);
  const row = run.siteRow(site);
  const evidence: Evidence[] = [];
  for (const loop of loops) {
    if (evidence.length < MOST_EVIDENCE)
      evidence.push(...evidenceOf(run, loop.run.task, loop.waits.slice(0, MOST_EVIDENCE)));
  }
  return [
    {
      kind: 'awaitInLoop',
      sentence: sentence(
        phrases.awaitInLoop,
        run.calledAt(first!.waits[0]!.awaited),
        waits.length,
        run.nameOf(first!.run.task),
        placeOf(row),
        formatNs(waitedNs),
        formatNs(gainNs),
      ),
      number: { unit: 'ns', value: waitedNs },
      site: row,
      advice: sentence(phrases.awaitInLoopAdvice),
      evidence: evidence.slice(0, MOST_EVIDENCE),
      sizeNs: gainNs,
    },
  ];
}

/** All that nothing ran, less the longest wait at each place: that one would remain. */
function gainOf(waits: readonly LoneWait[]): Ns {
  const longest = new Map<SiteId, Ns>();
  let ns = 0;
  for (const { site, idleNs } of waits) {
    ns += idleNs;
    longest.set(site, Math.max(longest.get(site) ?? 0, idleNs));
  }
  for (const one of longest.values()) ns -= one;
  return ns;
}

/** Several tasks that loop at the same time share the work on purpose: so many at a time, and no more. */
function overlap(loops: readonly Loop[]): boolean {
  const stretches = loops
    .map(({ waits }) => ({ startNs: waits[0]!.startNs, endNs: waits.at(-1)!.endNs }))
    .toSorted((a, b) => a.startNs - b.startNs);
  return stretches.some(({ startNs }, i) => i > 0 && startNs < stretches[i - 1]!.endNs);
}
