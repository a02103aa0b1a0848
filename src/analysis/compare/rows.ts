import { NONE, type Ns, State } from '../../shared/timeline.ts';
import type { RunComparison, RunNumbers } from '../compare.ts';
import { formatNs, formatShare, outcomeText } from '../summary.ts';
import { isFunctionKind } from '../totals/keys.ts';
import type { Totals } from '../totals/sum.ts';
import type { Verdict } from '../verdict.ts';
import { fill, phrases } from '../words.ts';
import type { FunctionChange, RowChange } from './changes.ts';
import { type Counterparts, countsOf } from './lanes.ts';
import { isSameMode, lineName, placeName, type Say } from './names.ts';
import { isNoise, isSampledNoise } from './noise.ts';
import { overlapSubject } from './overlapCandidates.ts';

/** What is compared, before, after, and the change: texts for people. */
export type ComparedRow = readonly [what: string, before: string, after: string, change: string];

/** Rows of a table; `rest`: changes that it has no room for. */
export interface ComparedRows {
  readonly rows: readonly ComparedRow[];
  readonly rest: number;
}

/** Rows of functions, and of lines. */
const MOST_FUNCTION_ROWS = 10;
const MOST_LINE_ROWS = 5;

const statePhrases = [
  [State.running, phrases.ran],
  [State.ready, phrases.ready],
  [State.waiting, phrases.waited],
  [State.blocked, phrases.blocked],
] as const;

/** The run's numbers, and of its functions and lines what has changed by more than noise; the largest changes first. */
export function comparedRows(comparison: RunComparison, say: Say): ComparedRows {
  const functions = comparison.functions
    .filter((change) => isOfProgram(change))
    .flatMap((change) => totalsRows(placeName(comparison, change.place, say), change, say));
  const lines = comparison.lines.flatMap((change) => {
    const line = (change.after ?? change.before)!;
    return totalsRows(lineName(line), { ...change, callsCount: false }, say);
  });
  const rows = [
    ...runRows(comparison, say),
    ...overlapRows(comparison, say),
    ...functions.slice(0, MOST_FUNCTION_ROWS),
    ...lines.slice(0, MOST_LINE_ROWS),
  ];
  const shown = Math.min(functions.length, MOST_FUNCTION_ROWS) + Math.min(lines.length, MOST_LINE_ROWS);
  return { rows, rest: functions.length + lines.length - shown };
}

/** Not what Node does inside on its own: how often, and for how long it waits, is nothing that the program has written. */
function isOfProgram({ before, after }: FunctionChange): boolean {
  const { kind, site } = (after ?? before)!;
  return site !== NONE || isFunctionKind[kind] === true;
}

function runRows(comparison: RunComparison, say: Say): ComparedRow[] {
  const { before, after, processes, threads, tasks } = comparison;
  const both = (phrase: string, text: (run: RunNumbers) => string): ComparedRow => {
    return [say(phrase), text(before), text(after), ''];
  };
  const level = ({ most, mean }: Verdict['running']): string => `${most} (${mean.toFixed(1)})`;
  const outcome = both(phrases.outcome, (run) => outcomeText(run.outcome, say));
  return [
    ...(outcome[1] === outcome[2] ? [] : [outcome]),
    timeRow(say(phrases.wallTime), before.wallNs, after.wallNs, say),
    timeRow(say(phrases.programTime), before.programNs, after.programNs, say),
    both(phrases.verdict, ({ verdict }) => say(phrases[verdict.kind])),
    both(phrases.tasksInProgress, ({ verdict }) => level(verdict.inProgress)),
    both(phrases.threadsRunning, ({ verdict }) => level(verdict.running)),
    timeRow(say(phrases.workTime), before.workNs, after.workNs, say, isSampledNoise),
    ...pathRow(comparison, say),
    ...countRow(phrases.processesInBoth, processes, say),
    ...countRow(phrases.threadsInBoth, threads, say),
    ...(isSameMode(comparison) ? countRow(phrases.tasksInBoth, tasks, say) : []),
  ];
}

function pathRow({ before, after }: RunComparison, say: Say): ComparedRow[] {
  const [from, to] = [before.criticalPathNs, after.criticalPathNs];
  return from === null || to === null
    ? []
    : [timeRow(say(phrases.criticalPath), from, to, say, isSampledNoise)];
}

/** None where all have a counterpart. */
function countRow(phrase: string, pairs: Counterparts, say: Say): ComparedRow[] {
  const { added, gone } = countsOf(pairs);
  if (added === 0 && gone === 0) return [];
  const change = fill(say(phrases.newAndGone), added, gone);
  return [[say(phrase), `${pairs.ofA.length}`, `${pairs.ofB.length}`, change]];
}

const overlapRows = (comparison: RunComparison, say: Say): ComparedRow[] =>
  comparison.overlaps.slice(0, MOST_LINE_ROWS).map((change) => {
    const what = fill(say(phrases.inProgress), overlapSubject(comparison, change, say));
    return [what, `${change.before.most}`, `${change.after.most}`, ''];
  });

/** A row for each state that has changed by more than noise, and for the number of calls. */
function totalsRows<Row extends Totals>(
  name: string,
  { before, after, callsCount = true }: RowChange<Row> & { readonly callsCount?: boolean },
  say: Say,
): ComparedRow[] {
  const rows = statePhrases.flatMap(([state, phrase]) => {
    const [from, to] = [before?.ns[state] ?? 0, after?.ns[state] ?? 0];
    return isNoise(from, to) ? [] : [timeRow(fill(say(phrase), name), from, to, say)];
  });
  const [from, to] = [before?.calls ?? 0, after?.calls ?? 0];
  if (callsCount && from !== to) {
    const change = `${to > from ? '+' : '−'}${Math.abs(to - from)}`;
    rows.push([fill(say(phrases.calls), name), `${from}`, `${to}`, change]);
  }
  return rows;
}

const timeRow = (what: string, from: Ns, to: Ns, say: Say, isSame = isNoise): ComparedRow => [
  what,
  formatNs(from),
  formatNs(to),
  isSame(from, to) ? say(phrases.noise) : changeText(from, to),
];

/** `+120 ms (+25 %)`. */
function changeText(from: Ns, to: Ns): string {
  const sign = to > from ? '+' : '−';
  const ns = Math.abs(to - from);
  return `${sign}${formatNs(ns)}${from > 0 ? ` (${sign}${formatShare(ns / from)})` : ''}`;
}
