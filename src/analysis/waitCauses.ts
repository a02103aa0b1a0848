import {
  type LossRow,
  linkKindNames,
  NONE,
  type Ns,
  type TaskId,
  type ThreadId,
} from '../shared/timeline.ts';
import type { TimelineTables } from './tables.ts';

const SPAWN = linkKindNames.indexOf('spawn');

/** How well it is known what ended a wait. */
export type CauseStrength = 'exact' | 'inferred' | 'none';

/** The links that may have ended a wait, by the task that they lead to. A task's waits must be asked for in order of time. */
export class CauseIndex {
  readonly #tables: TimelineTables;
  /** Rows of links, those to the same task in a row and in order of time. */
  readonly #rows: Int32Array;
  /** By task: where its next link is in `#rows`, and where the next task's links begin. */
  readonly #next: Int32Array;
  readonly #end: Int32Array;

  constructor(tables: TimelineTables) {
    this.#tables = tables;
    const counts = new Int32Array(tables.tasks.length);
    const rows = this.#causes();
    for (const row of rows) counts[this.#taskOf(row)]!++;
    let sum = 0;
    this.#end = counts.map((count) => (sum += count));
    this.#next = this.#end.map((end, task) => end - counts[task]!);
    this.#rows = this.#byTask(rows);
  }

  /** The best that is known of what led to the task from `fromNs` to `toNs`. */
  strongest(task: TaskId, fromNs: Ns, toNs: Ns): CauseStrength {
    const { columns } = this.#tables.links;
    const end = this.#end[task]!;
    let strength: CauseStrength = 'none';
    let at = this.#next[task]!;
    for (; at < end && columns.toNs[this.#rows[at]!]! <= toNs; at++) {
      const row = this.#rows[at]!;
      if (columns.toNs[row]! < fromNs) continue;
      if (columns.exact[row] === 1) strength = 'exact';
      else if (strength === 'none') strength = 'inferred';
    }
    this.#next[task] = at;
    return strength;
  }

  /** Rows of the links that lead to a task and are no `spawn`. */
  #causes(): Int32Array {
    const { columns, length } = this.#tables.links;
    const rows = new Int32Array(length);
    let count = 0;
    for (let row = 0; row < length; row++) {
      if (columns.kind[row] !== SPAWN && columns.toTask[row] !== NONE) rows[count++] = row;
    }
    return rows.subarray(0, count);
  }

  #byTask(rows: Int32Array): Int32Array {
    const sorted = new Int32Array(rows.length);
    const free = this.#next.slice();
    for (const row of rows) sorted[free[this.#taskOf(row)]!++] = row;
    for (let task = 0; task < free.length; task++) {
      this.#order(sorted.subarray(this.#next[task]!, this.#end[task]!));
    }
    return sorted;
  }

  /** Links between threads are made when both ends are known: not always in order of time. */
  #order(rows: Int32Array): void {
    const { toNs } = this.#tables.links.columns;
    const isOrdered = rows.every((row, i) => i === 0 || toNs[rows[i - 1]!]! <= toNs[row]!);
    if (!isOrdered) rows.sort((a, b) => toNs[a]! - toNs[b]!);
  }

  #taskOf(row: number): TaskId {
    return this.#tables.links.columns.toTask[row]!;
  }
}

/** Where records of a thread are missing. */
export class LossIndex {
  readonly #losses = new Map<ThreadId, LossRow[]>();

  constructor(losses: readonly LossRow[]) {
    for (const loss of losses.toSorted((a, b) => a.endNs - b.endNs)) {
      const known = this.#losses.get(loss.thread);
      if (known === undefined) this.#losses.set(loss.thread, [loss]);
      else known.push(loss);
    }
  }

  /** Whether any of this stretch of time is missing. */
  touch(thread: ThreadId, fromNs: Ns, toNs: Ns): boolean {
    const losses = this.#losses.get(thread);
    if (losses === undefined) return false;
    let [low, high] = [0, losses.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (losses[middle]!.endNs < fromNs) low = middle + 1;
      else high = middle;
    }
    return low < losses.length && losses[low]!.startNs <= toNs;
  }
}
