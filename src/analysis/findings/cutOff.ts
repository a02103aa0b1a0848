import { NONE, type Ns, State, type ThreadRow } from '../../shared/timeline.ts';
import { formatNs } from '../summary.ts';
import { placeOf, type RunIndex } from './runIndex.ts';
import { type Finding, sentence } from './types.ts';
import { phrases } from './words.ts';

/** Who ran for less was about to come back to its event loop, as far as anybody knows. */
const LEAST_RUN_NS = 50e6;

/** Workers and processes that were ended while their code ran on and on. (To end one that is idle is a way to end it.) */
export function cutOff(run: RunIndex): readonly Finding[] {
  return run.tables.threads.flatMap((thread) => (wasEnded(run, thread) ? findingOf(run, thread) : []));
}

/** By `terminate()`, or by a signal. */
function wasEnded({ tables }: RunIndex, { process, outcome }: ThreadRow): boolean {
  return outcome?.kind === 'terminated' || tables.processes[process]?.outcome?.kind === 'killed';
}

function findingOf(run: RunIndex, thread: ThreadRow): readonly Finding[] {
  const { spans } = run.tables;
  const row = run.rows.spansOf({ thread: thread.id, task: NONE }).at(-1);
  if (row === undefined || spans.stateAt(row) !== State.running || thread.endNs === null) return [];
  const [startNs, endNs] = [spans.startAt(row), spans.endAt(row)];
  const lengthNs: Ns = endNs - startNs;
  if (endNs < thread.endNs || lengthNs < LEAST_RUN_NS) return [];
  // A thread that is cut off is closed from the outside in: the innermost call comes last.
  const code = run.rows.codeOn(thread.id).at(-1);
  const site = code === undefined ? null : run.ownSite(spans.siteAt(code));
  if (code === undefined || site === null) return [];
  const name = run.nameOf(spans.taskAt(code));
  return [
    {
      kind: 'cutOff',
      sentence: sentence(phrases.cutOff, thread.name, name, placeOf(site), formatNs(lengthNs)),
      number: { unit: 'ns', value: lengthNs },
      site,
      advice: sentence(phrases.cutOffAdvice),
      evidence: [{ thread: thread.id, task: NONE, startNs, endNs }],
      sizeNs: lengthNs,
    },
  ];
}
