import { NONE, type Ns, State } from '../../shared/timeline.ts';
import { formatNs } from '../summary.ts';
import type { RunIndex } from './runIndex.ts';
import { type Finding, MOST_EVIDENCE, sentence } from './types.ts';
import { phrases } from './words.ts';
import { type WorkerGroup, type WorkerLife, workerGroups } from './workers.ts';

/** Less is not noticed. */
const LEAST_START_NS = 10e6;
/** Starting takes longer while it is recorded: only what is dearer by more than that is dear without a recorder, too. */
const LEAST_RATIO = 1.5;

/** Workers that were over when their start had taken longer than all that they did. */
export function dearStart(run: RunIndex): readonly Finding[] {
  return run.once(workerGroups).flatMap((group) => findingOf(run, group));
}

function findingOf(run: RunIndex, { workers, site, name }: WorkerGroup): readonly Finding[] {
  const startNs = workers.reduce((sum, worker) => sum + startOf(run, worker), 0);
  const workNs = workers.reduce((sum, worker) => sum + workOf(run, worker), 0);
  if (startNs < LEAST_START_NS || startNs < workNs * LEAST_RATIO) return [];
  return [
    {
      kind: 'dearStart',
      sentence: sentence(phrases.dearStart, name, workers.length, formatNs(startNs), formatNs(workNs)),
      number: { unit: 'ns', value: startNs },
      site,
      advice: sentence(phrases.dearStartAdvice),
      evidence: workers.slice(0, MOST_EVIDENCE).map(({ thread, startedNs, codeNs }) => ({
        thread: thread.id,
        task: NONE,
        startNs: startedNs,
        endNs: codeNs,
      })),
      sizeNs: startNs - workNs,
    },
  ];
}

/** What the start took of a core, where that is known: on a busy machine it may have to wait for one. */
function startOf(run: RunIndex, { thread, startedNs, codeNs }: WorkerLife): Ns {
  const lengthNs = codeNs - startedNs;
  return Math.min(lengthNs, run.coreNs(thread.id, startedNs, codeNs, true) ?? lengthNs);
}

/** A worker may be there in order to be blocked in the place of others: that is work, too. */
function workOf(run: RunIndex, { thread, codeNs, endNs }: WorkerLife): Ns {
  const { spans } = run.tables;
  let ns = run.busyNs(thread.id, codeNs, endNs);
  for (const row of run.rows.spansOf({ thread: thread.id, task: NONE })) {
    if (spans.stateAt(row) === State.blocked) ns += spans.lengthAt(row);
  }
  return ns;
}
