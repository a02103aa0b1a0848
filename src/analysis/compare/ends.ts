import type { Ns, TaskId } from '../../shared/timeline.ts';
import type { TimelineTables } from '../tables.ts';

/** When a task was over; one that never ended, with its thread or now. Never before its start. */
export function endOfTask({ tasks, threads, nowNs }: TimelineTables, task: TaskId): Ns {
  const { startNs, endNs, thread } = tasks.columns;
  const end = endNs[task]!;
  const known = Number.isNaN(end) ? (threads[thread[task]!]?.endNs ?? nowNs) : end;
  return Math.max(known, startNs[task]!);
}

/** When the program's own code began: the start of the first task, without the time that Node took to start. 0: there is none. */
export function firstTaskNs({ tasks }: TimelineTables): Ns {
  const { startNs } = tasks.columns;
  let firstNs = Number.POSITIVE_INFINITY;
  for (let task = 0; task < tasks.length; task++) firstNs = Math.min(firstNs, startNs[task]!);
  return tasks.length === 0 ? 0 : firstNs;
}
