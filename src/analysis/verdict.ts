import { NONE, type Ns, type TaskId, type TaskKindName, taskKindNames } from '../shared/timeline.ts';
import { Levels } from './levels.ts';
import { addRunningThreads } from './runningThreads.ts';
import { finish, ROWS_PER_STEP, type Steps } from './steps.ts';
import type { TimelineTables } from './tables.ts';
import { isStandingName } from './timeline/operations.ts';

/** How a stretch of the run went, with the numbers that say so. */
export interface Verdict {
  readonly kind: 'serial' | 'concurrent' | 'parallel';
  /** Leaf tasks that were alive at the same time. */
  readonly inProgress: { readonly most: number; readonly mean: number };
  /** Threads that ran at the same time. */
  readonly running: { readonly most: number; readonly mean: number };
}

/**
 * Kinds that count as tasks in progress. Ticks and immediates only hand over, message handlers stand by; their children
 * count as children of the task that began them.
 */
const counted: ReadonlySet<TaskKindName> = new Set<TaskKindName>([
  'async function',
  'async generator',
  'module',
  'timer',
  'io',
]);

/** Ancestors that a task is looked for: a timer that sets the next timer makes a chain without end. */
const MAX_DEPTH = 64;

/**
 * The verdict on the stretch `fromNs` … `toNs`. *In progress* are the leaf tasks: those of the kinds above that are alive and have no
 * descendant alive, in this thread or in one that they started; servers, sockets and intervals only stand by, and an operation
 * that never ran counts only until its thread ended. *Running* are the threads whose code runs on a core (see `addRunningThreads`). Serial: never more
 * than one in progress; parallel: more than one running; concurrent: all else. Overlaps of less than
 * 0.5 % of the stretch (5 ms at most), where one task hands over to the next, do not count.
 */
export const verdictOf = (tables: TimelineTables, fromNs: Ns, toNs: Ns): Verdict =>
  finish(verdictInSteps(tables, fromNs, toNs));

/** The same, for who must not be held up by it. What is added to the tables in between is not looked at. */
export function* verdictInSteps(tables: TimelineTables, fromNs: Ns, toNs: Ns): Steps<Verdict> {
  const threads = new Levels(fromNs, toNs);
  const tasks = new Levels(fromNs, toNs);
  yield* addRunningThreads(tables, threads);
  yield* addLeafTasks(tables, tasks, fromNs, toNs);
  const running = yield* threads.measure();
  const inProgress = yield* tasks.measure();
  const isParallel = running.most > 1;
  const kind = isParallel ? 'parallel' : inProgress.most > 1 ? 'concurrent' : 'serial';
  return { kind, inProgress, running };
}

/** Counts every task that is alive, less those that have a descendant alive. */
function* addLeafTasks(tables: TimelineTables, levels: Levels, fromNs: Ns, toNs: Ns): Steps<void> {
  const { startNs } = tables.tasks.columns;
  const endNs = yield* aliveUntil(tables);
  const parents = parentsOf(tables);
  const covered = new Map<TaskId, { startNs: Ns; endNs: Ns }>();
  let count = 0;
  for (const task of byStart(startNs, endNs.length)) {
    if (++count % ROWS_PER_STEP === 0) yield;
    const start = startNs[task]!;
    const end = endNs[task]!;
    if (Number.isNaN(end) || end < fromNs || start > toNs) continue;
    levels.add(start, end);
    let ancestor = parents(task);
    for (let depth = 0; ancestor !== NONE && depth < MAX_DEPTH; depth++) {
      if (endNs[ancestor]! > start) cover(levels, covered, ancestor, start, Math.min(end, endNs[ancestor]!));
      ancestor = parents(ancestor);
    }
  }
  for (const stretch of covered.values()) levels.subtract(stretch.startNs, stretch.endNs);
}

/** Adds to the stretches in which `task` has a descendant alive. They come by their start. */
function cover(
  levels: Levels,
  covered: Map<TaskId, { startNs: Ns; endNs: Ns }>,
  task: TaskId,
  startNs: Ns,
  endNs: Ns,
): void {
  const stretch = covered.get(task);
  if (stretch !== undefined && startNs <= stretch.endNs) {
    stretch.endNs = Math.max(stretch.endNs, endNs);
    return;
  }
  if (stretch !== undefined) levels.subtract(stretch.startNs, stretch.endNs);
  covered.set(task, { startNs, endNs });
}

/** Until when each task counts as alive; NaN: it does not count. */
function* aliveUntil(tables: TimelineTables): Steps<Float64Array> {
  const { kind, name, thread, endNs, startNs } = tables.tasks.columns;
  const isCounted = taskKindNames.map((kindName) => counted.has(kindName));
  const isStanding = tables.strings.map(isStandingName);
  const isFunction = taskKindNames.map(
    (kindName) => kindName === 'async function' || kindName === 'async generator' || kindName === 'module',
  );
  const { nowNs, threads } = tables;
  const until = new Float64Array(tables.tasks.length).fill(Number.NaN);
  for (let i = 0; i < until.length; i++) {
    if (i % ROWS_PER_STEP === 0) yield;
    const task = kind[i]!;
    if (isCounted[task] !== true) continue;
    const threadEndNs = threads[thread[i]!]?.endNs ?? null;
    if (isFunction[task] !== true) {
      const neverRan = Number.isNaN(endNs[i]!) && threadEndNs !== null;
      if (neverRan || isStanding[name[i]!] === true) continue;
    }
    const end = Number.isNaN(endNs[i]!) ? (threadEndNs ?? nowNs) : endNs[i]!;
    until[i] = Math.max(end, startNs[i]!);
  }
  return until;
}

/** Gives a task's parent; for the first tasks of a thread, the task that started the thread. */
function parentsOf(tables: TimelineTables): (task: TaskId) => TaskId {
  const { parent, thread } = tables.tasks.columns;
  const starters = tables.threads.map((row) => row.startedBy?.task ?? NONE);
  const { columns, length } = tables.links;
  for (let i = 0; i < length; i++) {
    const to = columns.toThread[i]!;
    if (columns.kind[i] === 0 && columns.toTask[i] === NONE) starters[to] = columns.fromTask[i]!;
  }
  return (task) => (parent[task] === NONE ? (starters[thread[task]!] ?? NONE) : parent[task]!);
}

/** All tasks by their start. Those of one thread are so already. */
function byStart(startNs: Float64Array, length: number): Int32Array {
  const tasks = Int32Array.from({ length }, (_, i) => i);
  const isSorted = tasks.every((task) => task === 0 || startNs[task - 1]! <= startNs[task]!);
  return isSorted ? tasks : tasks.sort((a, b) => startNs[a]! - startNs[b]!);
}
