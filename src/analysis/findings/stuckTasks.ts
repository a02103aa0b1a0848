import {
  NONE,
  State,
  type TaskId,
  type TaskKindName,
  type ThreadId,
  taskKindNames,
} from '../../shared/timeline.ts';
import { fill, phrases as names } from '../words.ts';
import type { RunIndex } from './runIndex.ts';

const functions: ReadonlySet<TaskKindName> = new Set<TaskKindName>([
  'async function',
  'async generator',
  'module',
]);
export const isFunction = taskKindNames.map((name) => functions.has(name));
/** Node ends with this code when the program's own top level waits for ever. */
const UNSETTLED = 13;
/** A consumer that wants no more, or a source that has no more: nothing that anybody forgot. */
const byDesign: ReadonlySet<string> = new Set([names.consumer, names.nextValue]);

/** A task that still waits for a promise, and row of that wait. */
export interface Stuck {
  readonly task: TaskId;
  readonly row: number;
}

/** All tasks that wait in a thread that has ended because it had nothing left to do. */
export function stuckTasks(run: RunIndex): readonly Stuck[] {
  const { tasks, spans, strings, threads } = run.tables;
  const { kind, thread, endNs } = tasks.columns;
  const isDone = threads.map(({ id }) => hadNothingLeft(run, id));
  const stuck: Stuck[] = [];
  for (let task = 0; task < tasks.length; task++) {
    if (!Number.isNaN(endNs[task]!) || isFunction[kind[task]!] !== true || isDone[thread[task]!] !== true)
      continue;
    const row = run.rows.spansOf({ thread: thread[task]!, task }).at(-1);
    if (row === undefined || spans.stateAt(row) !== State.waiting) continue;
    if (!byDesign.has(strings[spans.reasonAt(row)] ?? '')) stuck.push({ task, row });
  }
  return stuck;
}

/** Whether a thread ended by itself, and not in the middle of its code (`process.exit`) or because of an error. */
export function hadNothingLeft({ tables, rows }: RunIndex, id: ThreadId): boolean {
  const { outcome, endNs, startNs } = tables.threads[id]!;
  if (outcome?.kind !== 'exited' || (outcome.code !== 0 && outcome.code !== UNSETTLED) || endNs === null)
    return false;
  if (rows.hasLoss(id, startNs, endNs)) return false;
  const last = rows.codeOn(id).at(-1);
  return last === undefined || tables.spans.endAt(last) < endNs;
}

/** Who waits for whom, which is known by name only: where one task of that name is stuck, it is that one. */
export function awaitedTasks(run: RunIndex): ReadonlyMap<TaskId, TaskId> {
  const { spans, strings } = run.tables;
  const stuck = run.once(stuckTasks);
  const key = (row: number, reason: string) => `${spans.threadAt(row)} ${reason}`;
  const byReason = new Map<string, TaskId>();
  for (const { task, row } of stuck) {
    const reason = key(row, fill(names.promiseOf, run.nameOf(task)));
    byReason.set(reason, byReason.has(reason) ? NONE : task);
  }
  const awaited = new Map<TaskId, TaskId>();
  for (const { task, row } of stuck) {
    const other = byReason.get(key(row, strings[spans.reasonAt(row)] ?? '')) ?? NONE;
    if (other !== NONE) awaited.set(task, other);
  }
  return awaited;
}
