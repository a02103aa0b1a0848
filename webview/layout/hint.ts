import type { TimelineTables } from '../../src/analysis/tables.ts';
import { NONE, taskKindNames } from '../../src/shared/timeline.ts';
import { isOperation, type Lanes } from '../model/lanes.ts';
import { t } from '../texts.ts';

const MODULE = taskKindNames.indexOf('module');

/**
 * What to tell somebody who sees a picture with nearly nothing in it, in two sentences: what is going on, and what to do to see more.
 * Null: the picture speaks for itself.
 */
export function hintOf(
  { facts, processes, threads }: TimelineTables,
  lanes: Lanes,
): readonly [string, string] | null {
  if (processes.length !== 1 || threads.length !== 1 || facts.mode === 'light') return null;
  const groups = lanes.groups;
  if (groups.some((group) => isOperation(group) && group.identity.site !== NONE)) return null;
  const functions = groups.filter((group) => !isOperation(group));
  if (functions.some(({ identity }) => identity.kind !== MODULE)) return null;
  if (functions.length === 0)
    return [
      t('No code of the program ran: its file is empty, or holds only types'),
      t('What is to be seen is Node itself, starting and ending. Write a few lines and run again.'),
    ];
  return [
    t('No async tasks: everything ran on one thread, one thing after another'),
    t('To see things overlap, wait for something with await, set a timer, or start a worker.'),
  ];
}
