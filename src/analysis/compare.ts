import type { Ns, ProcessOutcome } from '../shared/timeline.ts';
import {
  type FunctionChange,
  functionChanges,
  lineChanges,
  type RowChange,
  type Run,
} from './compare/changes.ts';
import { firstTaskNs } from './compare/ends.ts';
import { type Counterparts, pairProcesses, pairThreads } from './compare/lanes.ts';
import {
  type CallOverlaps,
  type OverlapChange,
  overlapChanges,
  overlapsOfCalls,
} from './compare/overlapChanges.ts';
import { type PlacePairs, pairOfTasks, pairPlaces, placesOf } from './compare/places.ts';
import { pairTasks, type Side } from './compare/tasks.ts';
import { finish, type Steps } from './steps.ts';
import { rootProcess, runLengthNs, writtenPathNs } from './summary.ts';
import type { TimelineTables } from './tables.ts';
import type { LineTotals, RunTotals } from './totals/report.ts';
import { TotalsPass } from './totals.ts';
import { type Verdict, verdictInSteps } from './verdict.ts';
import { workOfSpans } from './work/parallelism.ts';

/** A run in numbers that are compared. */
export interface RunNumbers {
  readonly outcome: ProcessOutcome | null;
  readonly wallNs: Ns;
  /** From the start of the program's own code (the first task) to its end. */
  readonly programNs: Ns;
  readonly verdict: Verdict;
  readonly workNs: Ns;
  /** As the program is written; null: the recording is too large. */
  readonly criticalPathNs: Ns | null;
}

/** Two runs of a file, which may have been edited in between. */
export interface RunComparison {
  readonly a: Run;
  readonly b: Run;
  readonly before: RunNumbers;
  readonly after: RunNumbers;
  readonly places: PlacePairs;
  readonly processes: Counterparts;
  readonly threads: Counterparts;
  readonly tasks: Counterparts;
  /** What has changed most comes first; also what has not changed. */
  readonly functions: readonly FunctionChange[];
  readonly lines: readonly RowChange<LineTotals>[];
  readonly calls: CallOverlaps;
  readonly overlaps: readonly OverlapChange[];
}

/** Rows that are added up at a time. */
const ROWS = 1 << 14;

/** Compares run `a` with run `b`, the later one. Takes n log n steps for n spans and tasks. */
export const compareRuns = (a: TimelineTables, b: TimelineTables): RunComparison =>
  finish(compareInSteps(a, b));

/** The same, for who must not be held up by it for long. */
export function* compareInSteps(a: TimelineTables, b: TimelineTables): Steps<RunComparison> {
  const before = yield* numbersOf(a);
  const after = yield* numbersOf(b);
  const runA: Run = { tables: a, totals: yield* totalsInSteps(a), places: placesOf(a) };
  yield;
  const runB: Run = { tables: b, totals: yield* totalsInSteps(b), places: placesOf(b) };
  const places = pairPlaces(runA.places, runB.places);
  yield;
  const sideA: Side = { tables: a, pairOf: pairOfTasks(runA.places.ofTask, places.ofA) };
  const sideB: Side = { tables: b, pairOf: pairOfTasks(runB.places.ofTask, places.ofB) };
  const processes = pairProcesses(a, b);
  const threads = pairThreads(a, b, processes);
  const tasks = yield* pairTasks(sideA, sideB, threads, places.pairs.length);
  const calls = overlapsOfCalls(sideA, sideB, places);
  yield;
  return {
    ...{ a: runA, b: runB, before, after, places, processes, threads, tasks, calls },
    functions: functionChanges(runA, runB, places),
    lines: lineChanges(runA, runB, places),
    overlaps: overlapChanges(sideA, sideB, places, runB.places, calls),
  };
}

function* numbersOf(tables: TimelineTables): Steps<RunNumbers> {
  const root = rootProcess(tables.processes);
  const wallNs = runLengthNs(tables);
  const startNs = root?.startNs ?? 0;
  return {
    outcome: root?.outcome ?? null,
    wallNs,
    programNs: Math.max(0, startNs + wallNs - Math.max(startNs, firstTaskNs(tables))),
    verdict: yield* verdictInSteps(tables, startNs, startNs + wallNs),
    workNs: workOfSpans(tables),
    criticalPathNs: writtenPathNs(tables),
  };
}

function* totalsInSteps(tables: TimelineTables): Steps<RunTotals> {
  const pass = new TotalsPass(tables);
  while (pass.step(ROWS)) yield;
  return pass.totals();
}
