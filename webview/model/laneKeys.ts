import type { TimelineTables } from '../../src/analysis/tables.ts';
import type { ProcessId, TaskId, ThreadId, ThreadRow } from '../../src/shared/timeline.ts';
import { NONE } from '../../src/shared/timeline.ts';
import type { CallGroup } from './callGroup.ts';
import { isOperation, type Lanes } from './lanes.ts';

/** Keys of the lanes in which a task's own row lies: with all of them open, it is to be seen. `task` NONE: the thread's row. */
export function keysAround(thread: ThreadId, task: TaskId, tables: TimelineTables, lanes: Lanes): string[] {
  return keysTo(thread, task, tables, lanes).slice(0, -1);
}

/** Keys of the lanes from the process down to the row of a task, itself included. */
export function keysTo(thread: ThreadId, task: TaskId, tables: TimelineTables, lanes: Lanes): string[] {
  const row = tables.threads[thread];
  if (!row) return [];
  const process = processKey(row.process);
  const own = threadKey(process, row);
  const group = task === NONE ? undefined : lanes.groupOf(task);
  if (!group) return [process, own];
  const parent = isOperation(group) ? operationsKey(own) : own;
  const key = `${parent}/${groupKey(group, tables)}`;
  const call = group.tasks.length === 1 ? [] : [callKey(key, lanes.rowOf(task))];
  return [process, own, ...(parent === own ? [] : [parent]), key, ...call];
}

export const processKey = (process: ProcessId): string => `p${process}`;
export const threadKey = (process: string, { threadId }: ThreadRow): string => `${process}/t${threadId}`;
export const operationsKey = (thread: string): string => `${thread}/ops`;
/** `row` NONE: the calls without one. */
export const callKey = (group: string, row: number): string => `${group}/${row === NONE ? 'rest' : row}`;

/** Below its thread, or below the thread's operations. */
export function groupKey({ identity: { kind, name, site } }: CallGroup, tables: TimelineTables): string {
  const place = tables.sites[site];
  return place
    ? `${kind} ${place.file}:${place.line}:${place.column}`
    : `${kind} ${tables.strings[name] ?? ''}`;
}
