import { NONE } from '../../shared/timeline.ts';
import type { TimelineTables } from '../tables.ts';
import { endOfTask, firstTaskNs } from './ends.ts';
import type { Counterparts } from './lanes.ts';

/** Where the tasks of the run before were, on the clock of the run after: a row for each task that is in both. */
export interface Ghosts {
  /** Of the run after, ascending. */
  readonly task: Int32Array;
  readonly startNs: Float64Array;
  readonly endNs: Float64Array;
}

/** Both runs begin with their first task, so that it does not matter how long Node took to start. `b` is the run after. */
export function ghostsOf(a: TimelineTables, b: TimelineTables, { ofB }: Counterparts): Ghosts {
  const shiftNs = firstTaskNs(b) - firstTaskNs(a);
  const task = Int32Array.from(ofB.keys()).filter((row) => ofB[row] !== NONE);
  const startNs = Float64Array.from(task, (row) => a.tasks.columns.startNs[ofB[row]!]! + shiftNs);
  const endNs = Float64Array.from(task, (row) => endOfTask(a, ofB[row]!) + shiftNs);
  return { task, startNs, endNs };
}
