import {
  NONE,
  type Ns,
  type SiteId,
  State,
  type TaskId,
  type ThreadId,
  taskKindNames,
} from '../../shared/timeline.ts';
import { formatNs } from '../summary.ts';
import { blockedTurns, holderOf } from './blockedLoop.ts';
import { heldTurns, isSyncTurn, turnsIn, withCoreNs } from './heldTurns.ts';
import { placeOf, type RunIndex } from './runIndex.ts';
import { type Finding, MOST_EVIDENCE, sentence } from './types.ts';
import { phrases } from './words.ts';

/** A frame of a screen that shows 60 a second. */
const LEAST_LATE_NS = 16e6;
/** A timer of a minute may well be late by a frame. */
const LEAST_SHARE = 0.1;
/** So many late runs of one timer are looked at: who held the thread costs a search for each. */
const MOST_RUNS = 1000;

const isTimer = taskKindNames.map((name) => name === 'timer');

interface Late {
  readonly row: number;
  readonly task: TaskId;
  readonly startNs: Ns;
  readonly endNs: Ns;
}

/** Timers that fired late because other code ran, unless that is told of already as a blocked event loop. */
export function lateTimer(run: RunIndex): readonly Finding[] {
  const bySite = new Map<SiteId, Late[]>();
  for (const late of lateRuns(run)) {
    const site = run.tables.tasks.columns.site[late.task]!;
    const known = bySite.get(site);
    if (known === undefined) bySite.set(site, [late]);
    else if (known.length < MOST_RUNS) known.push(late);
  }
  return [...bySite].flatMap(([site, runs]) => findingAt(run, site, runs));
}

function* lateRuns(run: RunIndex): Generator<Late> {
  const { spans, tasks } = run.tables;
  for (let row = 0; row < spans.length; row++) {
    const task = spans.taskAt(row);
    if (task === NONE || isTimer[tasks.columns.kind[task]!] !== true) continue;
    if (spans.stateAt(row) !== State.ready || spans.lengthAt(row) < LEAST_LATE_NS) continue;
    yield { row, task, startNs: spans.startAt(row), endNs: spans.endAt(row) };
  }
}

function findingAt(run: RunIndex, site: SiteId, runs: readonly Late[]): readonly Finding[] {
  const row = run.ownSite(site);
  if (row === null) return [];
  const told = runs.filter((late) => isLate(run, late));
  if (told.length === 0) return [];
  const longest = told.reduce((most, late) => (lateNs(late) > lateNs(most) ? late : most));
  const thread = run.tables.spans.threadAt(longest.row);
  const holder = holderOf(run, { thread, startNs: longest.startNs, endNs: longest.endNs });
  if (holder === null) return [];
  return [
    {
      kind: 'lateTimer',
      sentence: sentence(
        phrases.lateTimer,
        run.nameOf(longest.task),
        placeOf(row),
        formatNs(lateNs(longest)),
        holder.name,
        placeOf(run.siteRow(holder.site)),
      ),
      number: { unit: 'ns', value: lateNs(longest) },
      site: row,
      advice: sentence(phrases.lateTimerAdvice),
      evidence: told
        .slice(0, MOST_EVIDENCE)
        .map(({ task, startNs, endNs }) => ({ thread, task, startNs, endNs })),
      sizeNs: told.reduce((sum, late) => sum + lateNs(late), 0),
    },
  ];
}

const lateNs = ({ startNs, endNs }: Late): Ns => endNs - startNs;

function isLate(run: RunIndex, { row, task, startNs, endNs }: Late): boolean {
  const { spans } = run.tables;
  const thread = spans.threadAt(row);
  const lane = { thread, task };
  const before = run.rows.spansOf(lane)[run.rows.placeAt(lane, startNs) - 1];
  const delayNs = before === undefined ? 0 : spans.lengthAt(before);
  if (endNs - startNs < delayNs * LEAST_SHARE || withCoreNs(run, thread, startNs, endNs) < LEAST_LATE_NS)
    return false;
  return !isTold(run, thread, startNs, endNs);
}

/** Whether what held the thread for most of that time is told of already. */
function isTold(run: RunIndex, thread: ThreadId, startNs: Ns, endNs: Ns): boolean {
  const turns = turnsIn(run.once(heldTurns).get(thread) ?? [], startNs, endNs);
  const told = run.once(blockedTurns);
  return turns.some(
    (turn) =>
      (told.has(turn) || isSyncTurn(turn)) &&
      Math.min(turn.endNs, endNs) - Math.max(turn.startNs, startNs) >= (endNs - startNs) / 2,
  );
}
