import { NONE, type SiteId, type TaskId } from '../../shared/timeline.ts';
import { addTo } from './groups.ts';
import { placeOf, type RunIndex } from './runIndex.ts';
import { awaitedTasks, isFunction, type Stuck, stuckTasks } from './stuckTasks.ts';
import { type Finding, MOST_EVIDENCE, sentence } from './types.ts';
import { phrases } from './words.ts';

/** Tasks that wait in a thread that had nothing left to do: nobody can settle what they wait for. */
export function neverSettled(run: RunIndex): readonly Finding[] {
  const awaited = run.once(awaitedTasks);
  const bySite = new Map<SiteId, Stuck[]>();
  for (const stuck of run.once(stuckTasks)) {
    // Who waits for a task that is itself stuck is only a consequence.
    if (awaited.has(stuck.task) || hasStuckCall(run, stuck.task)) continue;
    const site = run.tables.spans.siteAt(stuck.row);
    if (run.ownSite(site) === null) continue;
    addTo(bySite, site, stuck);
  }
  return [...bySite].map(([site, stuck]) => findingAt(run, site, stuck));
}

function findingAt(run: RunIndex, site: SiteId, stuck: readonly Stuck[]): Finding {
  const { spans } = run.tables;
  const name = run.nameOf(stuck[0]!.task);
  const row = run.siteRow(site);
  const phrase = stuck.length === 1 ? phrases.neverSettled : phrases.neverSettledMany;
  return {
    kind: 'neverSettled',
    sentence: sentence(phrase, name, placeOf(row), stuck.length),
    number: { unit: 'count', value: stuck.length },
    site: row,
    advice: sentence(phrases.neverSettledAdvice),
    evidence: stuck.slice(0, MOST_EVIDENCE).map(({ task, row: wait }) => ({
      thread: spans.threadAt(wait),
      task,
      startNs: spans.startAt(wait),
      endNs: spans.endAt(wait),
    })),
    sizeNs: run.lengthNs,
  };
}

function hasStuckCall({ tables, rows }: RunIndex, task: TaskId): boolean {
  const { kind, endNs } = tables.tasks.columns;
  return rows
    .childrenOf(task)
    .some((child) => child !== NONE && isFunction[kind[child]!] === true && Number.isNaN(endNs[child]!));
}
