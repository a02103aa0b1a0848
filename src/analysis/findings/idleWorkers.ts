import { linkKindNames, NONE, type Ns, type ThreadId } from '../../shared/timeline.ts';
import { formatNs } from '../summary.ts';
import { addTo } from './groups.ts';
import type { RunIndex } from './runIndex.ts';
import { type Evidence, type Finding, MOST_EVIDENCE, sentence } from './types.ts';
import { phrases } from './words.ts';
import { type WorkerGroup, type WorkerLife, workerGroups } from './workers.ts';

/** A message on its way for less than this did not wait for the worker. */
const LEAST_WAIT_NS = 5e6;
/** Less idleness, in all, is within what a run varies by. */
const LEAST_IDLE_NS = 20e6;

const MESSAGE = linkKindNames.indexOf('message');

interface Stretch {
  readonly startNs: Ns;
  readonly endNs: Ns;
}

/** What a group of workers missed. */
interface Missed {
  readonly idleNs: Ns;
  readonly longestNs: Ns;
  readonly evidence: readonly Evidence[];
}

/** Workers that had nothing to do while messages waited for others of the same kind, which were busy. */
export function idleWorkers(run: RunIndex): readonly Finding[] {
  return [...run.once(idleGroups)].map(([{ workers, site, name }, { idleNs, longestNs, evidence }]) => ({
    kind: 'idleWorkers',
    sentence: sentence(phrases.idleWorkers, name, formatNs(idleNs), formatNs(longestNs)),
    number: { unit: 'ns', value: idleNs },
    site,
    advice: sentence(phrases.idleWorkersAdvice),
    evidence,
    sizeNs: idleNs / (workers.length - 1),
  }));
}

export function idleGroups(run: RunIndex): ReadonlyMap<WorkerGroup, Missed> {
  const groups = run.once(workerGroups).filter(({ workers }) => workers.length > 1);
  const found = new Map<WorkerGroup, Missed>();
  if (groups.length === 0) return found;
  const waits = messageWaits(
    run,
    new Set(groups.flatMap(({ workers }) => workers.map(({ thread }) => thread.id))),
  );
  for (const group of groups) {
    const missed = missedBy(run, group, waits);
    if (missed.idleNs >= LEAST_IDLE_NS) found.set(group, missed);
  }
  return found;
}

function missedBy(run: RunIndex, { workers }: WorkerGroup, waits: ReadonlyMap<ThreadId, Stretch[]>): Missed {
  let [idleNs, longestNs] = [0, 0];
  const evidence: Evidence[] = [];
  for (const worker of workers) {
    const queued = joined(waits.get(worker.thread.id) ?? [], worker.loadedNs).filter((wait) =>
      wasBusy(run, worker, wait),
    );
    for (const { startNs, endNs } of queued) {
      const ns = idleOthersNs(run, workers, worker, { startNs, endNs });
      if (ns < LEAST_WAIT_NS) continue;
      idleNs += ns;
      longestNs = Math.max(longestNs, endNs - startNs);
      if (evidence.length < MOST_EVIDENCE)
        evidence.push({ thread: worker.thread.id, task: NONE, startNs, endNs });
    }
  }
  return { idleNs, longestNs, evidence };
}

const wasBusy = (run: RunIndex, { thread }: WorkerLife, { startNs, endNs }: Stretch): boolean =>
  run.busyNs(thread.id, startNs, endNs) >= (endNs - startNs) / 2;

/** How long the others of a group were loaded and idle in a stretch of time. */
function idleOthersNs(run: RunIndex, workers: readonly WorkerLife[], busy: WorkerLife, wait: Stretch): Ns {
  let ns = 0;
  for (const other of workers) {
    if (other === busy) continue;
    const [startNs, endNs] = [Math.max(wait.startNs, other.loadedNs), Math.min(wait.endNs, other.endNs)];
    if (endNs > startNs) ns += endNs - startNs - run.busyNs(other.thread.id, startNs, endNs);
  }
  return ns;
}

/** By thread: when a message was on its way to it, by the order of arrival. */
function messageWaits(
  { tables }: RunIndex,
  threads: ReadonlySet<ThreadId>,
): ReadonlyMap<ThreadId, Stretch[]> {
  const { kind, fromNs, toNs, toThread } = tables.links.columns;
  const waits = new Map<ThreadId, Stretch[]>();
  for (let row = 0; row < tables.links.length; row++) {
    const thread = toThread[row]!;
    if (kind[row] !== MESSAGE || !threads.has(thread) || toNs[row]! - fromNs[row]! < LEAST_WAIT_NS) continue;
    const wait = { startNs: fromNs[row]!, endNs: toNs[row]! };
    addTo(waits, thread, wait);
  }
  return waits;
}

/** Stretches from `sinceNs` on, those that overlap joined into one. */
function joined(stretches: readonly Stretch[], sinceNs: Ns): readonly Stretch[] {
  const all: { startNs: Ns; endNs: Ns }[] = [];
  for (const { startNs, endNs } of stretches.toSorted((a, b) => a.startNs - b.startNs)) {
    const last = all.at(-1);
    const fromNs = Math.max(startNs, sinceNs);
    if (endNs <= fromNs) continue;
    if (last !== undefined && fromNs <= last.endNs) last.endNs = Math.max(last.endNs, endNs);
    else all.push({ startNs: fromNs, endNs });
  }
  return all;
}
