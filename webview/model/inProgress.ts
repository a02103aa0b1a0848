import type { TimelineTables } from '../../src/analysis/tables.ts';
import { isStandingName } from '../../src/analysis/timeline/operations.ts';
import type { Ns, TaskId } from '../../src/shared/timeline.ts';
import { NONE, taskKindNames } from '../../src/shared/timeline.ts';
import { IntList } from './intList.ts';
import { StepCurve } from './stepCurve.ts';

/** As for the verdict: ticks, immediates and callbacks only hand over. */
const counted = ['async function', 'async generator', 'module', 'timer', 'io'].map((name) =>
  taskKindNames.indexOf(name as (typeof taskKindNames)[number]),
);
/** In place of a number of children: the task is over, or does not count. */
const OVER = -1;

/**
 * How many tasks are in progress over time, as the tasks come and go. Only leaves count: a task that waits for those
 * it started does not work beside them. Starts and ends come in order of time within a thread.
 */
export class InProgress {
  readonly curve = new StepCurve();
  /** Per task: how many tasks that it started, or that were left to it by one that is over, are in progress. */
  private readonly children = new IntList();
  /** Per task: the nearest one above it that may still be in progress. */
  private readonly above = new IntList();
  private readonly tables: TimelineTables;

  constructor(tables: TimelineTables) {
    this.tables = tables;
  }

  start(task: TaskId): void {
    const { startNs } = this.tables.tasks.columns;
    this.above.put(task, this.parentOf(task), NONE);
    this.children.put(task, OVER, OVER);
    if (!this.counts(task)) return;
    this.children.items[task] = 0;
    this.curve.step(startNs[task]!, 1);
    this.addChildren(this.findAbove(task), 1, startNs[task]!);
  }

  /** The task is over; a second end says nothing. */
  end(task: TaskId, endNs: Ns): void {
    const left = this.childrenOf(task);
    if (left === OVER) return;
    if (left === 0) this.curve.step(endNs, -1);
    this.children.items[task] = OVER;
    this.addChildren(this.findAbove(task), left - 1, endNs);
  }

  /** Ends what was in progress when its thread ended: nobody says so any more. */
  settle(): void {
    const { thread } = this.tables.tasks.columns;
    for (let task = 0; task < this.children.length; task++) {
      const endNs = this.tables.threads[thread[task]!]?.endNs ?? null;
      if (endNs !== null) this.end(task, endNs);
    }
  }

  private counts(task: TaskId): boolean {
    const { kind, name } = this.tables.tasks.columns;
    return counted.includes(kind[task]!) && !isStandingName(this.tables.strings[name[task]!] ?? '');
  }

  private parentOf(task: TaskId): TaskId {
    const { parent, thread } = this.tables.tasks.columns;
    if (parent[task] !== NONE) return parent[task]!;
    return this.tables.threads[thread[task]!]?.startedBy?.task ?? NONE;
  }

  /** The nearest task above that is in progress; shortens the way for the next who asks. */
  private findAbove(task: TaskId): TaskId {
    let found = this.aboveOf(task);
    while (found !== NONE && this.childrenOf(found) === OVER) found = this.aboveOf(found);
    for (let at = task; this.aboveOf(at) !== found; ) {
      const next = this.aboveOf(at);
      this.above.items[at] = found;
      at = next;
    }
    return found;
  }

  private aboveOf(task: TaskId): TaskId {
    return task < this.above.length ? this.above.at(task) : NONE;
  }

  private addChildren(task: TaskId, change: number, ns: Ns): void {
    const before = this.childrenOf(task);
    if (before === OVER || change === 0) return;
    const after = before + change;
    this.children.items[task] = after;
    if (before === 0) this.curve.step(ns, -1);
    else if (after === 0) this.curve.step(ns, 1);
  }

  private childrenOf(task: TaskId): number {
    return task >= 0 && task < this.children.length ? this.children.at(task) : OVER;
  }
}
