import { NONE, type Ns, type SiteId } from '../../shared/timeline.ts';
import { formatNs } from '../summary.ts';
import { busyWith } from '../why/busy.ts';
import { type HeldTurn, heldTurns, withCoreNs } from './heldTurns.ts';
import { placeOf, type RunIndex } from './runIndex.ts';
import { type Finding, MOST_EVIDENCE, sentence } from './types.ts';
import { phrases } from './words.ts';

/** From here on people notice that something does not react at once; browsers call a task of that length a long one. */
export const LEAST_BLOCKED_NS = 50e6;

/** So much of a turn says who held the thread: one of microtasks may have a million of them. */
const MOST_LOOKED_AT_NS = 200e6;
/** Who had less of it was one of many. */
const LEAST_SHARE = 0.4;

/** The code that held a thread, and the turns in which it did. */
interface Holder {
  readonly name: string;
  readonly site: SiteId;
  readonly turns: HeldTurn[];
  /** The most that it held the thread for in one of them. */
  mostNs: Ns;
}

/** Code that ran for so long that others, which could have run, had to wait. */
export function blockedLoop(run: RunIndex): readonly Finding[] {
  return run.once(holders).map(({ name, site, turns, mostNs }) => {
    const delayNs = turns.reduce((most, turn) => Math.max(most, turn.longestDelayNs), 0);
    const victims = turns.reduce((sum, turn) => sum + turn.victims, 0);
    return {
      kind: 'blockedLoop',
      sentence: sentence(
        phrases.blockedLoop,
        name,
        placeOf(run.siteRow(site)),
        formatNs(mostNs),
        victims,
        formatNs(delayNs),
      ),
      number: { unit: 'ns', value: mostNs },
      site: run.siteRow(site),
      advice: sentence(phrases.blockedLoopAdvice),
      evidence: turns.flatMap(({ evidence }) => evidence).slice(0, MOST_EVIDENCE),
      sizeNs: turns.reduce((sum, turn) => sum + turn.longestDelayNs, 0),
    };
  });
}

/** The turns that are told of. */
export const blockedTurns = (run: RunIndex): ReadonlySet<HeldTurn> =>
  new Set(run.once(holders).flatMap(({ turns }) => turns));

function holders(run: RunIndex): readonly Holder[] {
  const found = new Map<string, Holder>();
  for (const turn of [...run.once(heldTurns).values()].flat()) {
    const ranNs = withCoreNs(run, turn.thread, turn.startNs, turn.endNs) - turn.syncNs - turn.otherBlockedNs;
    if (ranNs < LEAST_BLOCKED_NS || turn.victims === 0) continue;
    const holder = holderOf(run, turn);
    const heldNs = (holder?.share ?? 0) * (turn.endNs - turn.startNs);
    if (holder === null || heldNs < LEAST_BLOCKED_NS) continue;
    const key = `${holder.name} ${holder.site}`;
    const known = found.get(key) ?? { name: holder.name, site: holder.site, turns: [], mostNs: 0 };
    known.turns.push(turn);
    known.mostNs = Math.max(known.mostNs, heldNs);
    found.set(key, known);
  }
  return [...found.values()];
}

/** Who took the most of a stretch of a thread's time, if that is code of the program's own. */
export function holderOf(
  run: RunIndex,
  { thread, startNs, endNs }: Pick<HeldTurn, 'thread' | 'startNs' | 'endNs'>,
): { readonly name: string; readonly site: SiteId; readonly share: number } | null {
  const untilNs = Math.min(endNs, startNs + MOST_LOOKED_AT_NS);
  const [most] = busyWith(run.rows, thread, startNs, untilNs);
  const share = (most?.ns ?? 0) / (untilNs - startNs);
  if (most === undefined || share < LEAST_SHARE) return null;
  const { spans, tasks } = run.tables;
  const task = spans.taskAt(most.row);
  const site = spans.siteAt(most.row) === NONE ? tasks.columns.site[task]! : spans.siteAt(most.row);
  return run.ownSite(site) === null ? null : { name: run.nameOf(task), site, share };
}
