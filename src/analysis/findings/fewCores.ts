import { NONE, type Ns } from '../../shared/timeline.ts';
import { formatShare } from '../summary.ts';
import type { RunIndex } from './runIndex.ts';
import { type Evidence, type Finding, MOST_EVIDENCE, sentence } from './types.ts';
import { phrases } from './words.ts';
import { codeBeganNs } from './workers.ts';

/** Less than this share of the run, and less than this time, is no more than a moment in which threads meet. */
const LEAST_SHARE = 0.1;
const LEAST_NS = 20e6;

interface Stretch {
  readonly startNs: Ns;
  readonly endNs: Ns;
}

/** More of the program's own threads could run than there are cores. That other programs took the cores does not count. */
export function fewCores(run: RunIndex): readonly Finding[] {
  const { facts, threads } = run.tables;
  if (facts.cores === null || threads.length <= facts.cores) return [];
  const crowded = crowdedStretches(run, facts.cores);
  const ns = crowded.reduce((sum, { startNs, endNs }) => sum + endNs - startNs, 0);
  const share = ns / run.lengthNs;
  if (ns < LEAST_NS || share < LEAST_SHARE) return [];
  return [
    {
      kind: 'fewCores',
      sentence: sentence(phrases.fewCores, facts.cores, formatShare(share)),
      number: { unit: 'share', value: share },
      site: siteOfStarter(run),
      advice: sentence(phrases.fewCoresAdvice),
      evidence: evidenceOf(run, crowded),
      sizeNs: ns,
    },
  ];
}

/** Where the first worker was started. */
function siteOfStarter(run: RunIndex) {
  const starter = run.tables.threads.find(({ startedBy }) => startedBy !== null)?.startedBy?.task ?? NONE;
  return starter === NONE ? null : run.ownSite(run.tables.tasks.columns.site[starter]!);
}

/** When more of the program's threads had a core, or could have used one, than there are. Their start does not count. */
function crowdedStretches(run: RunIndex, cores: number): readonly Stretch[] {
  const own = runnableStretches(run);
  const ups = Float64Array.from(own, ({ startNs }) => startNs).sort();
  const downs = Float64Array.from(own, ({ endNs }) => endNs).sort();
  const found: { startNs: Ns; endNs: Ns }[] = [];
  let [up, level, sinceNs] = [0, 0, Number.NaN];
  for (const downNs of downs) {
    // What begins when another one ends comes after it.
    for (; up < ups.length && ups[up]! < downNs; up++) if (++level === cores + 1) sinceNs = ups[up]!;
    if (level-- !== cores + 1) continue;
    const last = found.at(-1);
    if (last?.endNs === sinceNs) last.endNs = downNs;
    else found.push({ startNs: sinceNs, endNs: downNs });
  }
  return found;
}

function runnableStretches(run: RunIndex): readonly Stretch[] {
  const { cores, osThreads } = run.tables;
  const { osThread, startNs, endNs } = cores.columns;
  const sinceNs = osThreads.map(({ thread }) =>
    thread === NONE ? Number.POSITIVE_INFINITY : codeBeganNs(run, thread),
  );
  const own: Stretch[] = [];
  for (let row = 0; row < cores.length; row++) {
    const fromNs = Math.max(startNs[row]!, sinceNs[osThread[row]!]!);
    if (fromNs < endNs[row]!) own.push({ startNs: fromNs, endNs: endNs[row]! });
  }
  return own;
}

/** The longest ones, on a thread that had no core then. */
function evidenceOf({ tables }: RunIndex, crowded: readonly Stretch[]): readonly Evidence[] {
  const longest = crowded
    .toSorted((a, b) => b.endNs - b.startNs - (a.endNs - a.startNs))
    .slice(0, MOST_EVIDENCE);
  const { osThread, core, startNs, endNs } = tables.cores.columns;
  return longest.map((stretch) => {
    let thread: number = tables.threads[0]!.id;
    for (let row = 0; row < tables.cores.length; row++) {
      const own = tables.osThreads[osThread[row]!]!.thread;
      if (own === NONE || core[row] !== NONE) continue;
      if (startNs[row]! < stretch.endNs && endNs[row]! > stretch.startNs) thread = own;
    }
    return { thread, task: NONE, ...stretch };
  });
}
