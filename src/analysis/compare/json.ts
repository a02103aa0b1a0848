import { type Ns, State, taskKindNames } from '../../shared/timeline.ts';
import type { RunComparison, RunNumbers } from '../compare.ts';
import type { Totals } from '../totals/sum.ts';
import { countsOf } from './lanes.ts';
import type { Overlap } from './overlaps.ts';
import { comparisonSentence } from './sentence.ts';
import { comparisonNotes } from './text.ts';

/** A comparison for other programs, format 1: times in ms; null: it was not there, or is not known. */
export function comparisonJson(comparison: RunComparison) {
  const { a, b, before, after, functions, lines, overlaps, places } = comparison;
  return {
    format: 1,
    sentence: comparisonSentence(comparison),
    notes: comparisonNotes(comparison),
    before: numbersJson(before),
    after: numbersJson(after),
    processes: countsOf(comparison.processes),
    threads: countsOf(comparison.threads),
    tasks: countsOf(comparison.tasks),
    functions: functions.map((change) => {
      const { kind, name, site } = (change.after ?? change.before)!;
      const row = (change.after === null ? a : b).tables.sites[site];
      const where = { file: row?.file ?? null, line: row?.line ?? null };
      return { name, kind: taskKindNames[kind], ...where, ...changeJson(change) };
    }),
    lines: lines.map((change) => {
      const { file } = (change.after ?? change.before)!;
      const numbers = { lineBefore: change.before?.line ?? null, lineAfter: change.after?.line ?? null };
      return { file, ...numbers, ...changeJson(change) };
    }),
    overlaps: overlaps.map(({ of, members, kind, before, after }) => ({
      of,
      functions: members.map((pair) => b.places.places[places.pairs[pair]!.b]?.name ?? null),
      change: kind,
      before: overlapJson(before),
      after: overlapJson(after),
    })),
  };
}

const ms = (ns: Ns): number => Math.round(ns / 1e3) / 1e3;

const numbersJson = ({ outcome, wallNs, programNs, verdict, workNs, criticalPathNs }: RunNumbers) => ({
  outcome,
  wallMs: ms(wallNs),
  programMs: ms(programNs),
  verdict: verdict.kind,
  inProgress: verdict.inProgress,
  running: verdict.running,
  workMs: ms(workNs),
  criticalPathMs: criticalPathNs === null ? null : ms(criticalPathNs),
});

interface AnyChange {
  readonly before: Totals | null;
  readonly after: Totals | null;
  readonly isNoise: boolean;
}

const changeJson = ({ before, after, isNoise }: AnyChange) => ({
  isNoise,
  before: totalsJson(before),
  after: totalsJson(after),
});

const totalsJson = (totals: Totals | null) =>
  totals && {
    runningMs: ms(totals.ns[State.running]!),
    readyMs: ms(totals.ns[State.ready]!),
    waitingMs: ms(totals.ns[State.waiting]!),
    blockedMs: ms(totals.ns[State.blocked]!),
    calls: totals.calls,
  };

const overlapJson = ({ calls, most, coveredNs, togetherNs }: Overlap) => ({
  calls,
  mostInProgress: most,
  coveredMs: ms(coveredNs),
  togetherMs: ms(togetherNs),
});
