import { NONE, type Ns } from '../../shared/timeline.ts';
import { formatNs } from '../summary.ts';
import { idleGroups } from './idleWorkers.ts';
import type { RunIndex } from './runIndex.ts';
import { type Finding, MOST_EVIDENCE, sentence } from './types.ts';
import { phrases } from './words.ts';
import { type WorkerGroup, workerGroups } from './workers.ts';

/** So many times the average, and so much more than it, is more than chance. */
const LEAST_RATIO = 1.4;
const LEAST_NS = 20e6;

/** Workers that began together, of which one had much more to do than the others. */
export function unevenWork(run: RunIndex): readonly Finding[] {
  const told = run.once(idleGroups);
  return run.once(workerGroups).flatMap((group) => (told.has(group) ? [] : findingOf(run, group)));
}

function findingOf(run: RunIndex, { workers, site, name }: WorkerGroup): readonly Finding[] {
  if (workers.length < 2 || !areTogether({ workers })) return [];
  const work = workers.map(({ thread, codeNs, endNs }) => run.busyNs(thread.id, codeNs, endNs));
  const mostNs = work.reduce((most, ns) => Math.max(most, ns), 0);
  const meanNs = work.reduce((sum, ns) => sum + ns, 0) / work.length;
  if (mostNs < meanNs * LEAST_RATIO || mostNs - meanNs < LEAST_NS) return [];
  return [
    {
      kind: 'unevenWork',
      sentence: sentence(phrases.unevenWork, workers.length, name, formatNs(mostNs), formatNs(meanNs)),
      number: { unit: 'ns', value: mostNs - meanNs },
      site,
      advice: sentence(phrases.unevenWorkAdvice),
      evidence: workers.slice(0, MOST_EVIDENCE).map(({ thread, codeNs, endNs }) => ({
        thread: thread.id,
        task: NONE,
        startNs: codeNs,
        endNs,
      })),
      sizeNs: mostNs - meanNs,
    },
  ];
}

/** Whether all were started before the code of any had come to its end: one after another they share nothing. */
function areTogether({ workers }: Pick<WorkerGroup, 'workers'>): boolean {
  const lastStartNs = workers.reduce((last, { startedNs }) => Math.max(last, startedNs), 0);
  const firstEndNs: Ns = workers.reduce(
    (first, { endNs }) => Math.min(first, endNs),
    Number.POSITIVE_INFINITY,
  );
  return lastStartNs < firstEndNs;
}
