import { NONE, type Ns, State, type StringId, type TaskId, type ThreadId } from '../../shared/timeline.ts';
import type { Point } from './columns.ts';
import { LiveTask } from './lane.ts';
import type { OperationType } from './operations.ts';
import { TaskMap } from './taskMap.ts';
import type { ThreadLane } from './threadLane.ts';
import { RETURNED, type Timeline } from './timeline.ts';
import { splitWait } from './waits.ts';

/** What is known of a task when it begins. */
export interface NewTask {
  /** Index into `taskKindNames`. */
  readonly kind: number;
  readonly local: number;
  readonly name: StringId;
  /** Null: an async function, generator or module. */
  readonly operation: OperationType | null;
  /** The reason of a task that waits for this one. */
  readonly reason: StringId;
  readonly site: number;
  readonly parent: TaskId;
}

/** The tasks of one thread: how they begin and end. What they do in between is up to the trackers. */
export class TaskSet {
  readonly timeline: Timeline;
  readonly thread: ThreadId;
  readonly lane: ThreadLane;
  readonly #tasks = new TaskMap();

  constructor(timeline: Timeline, thread: ThreadId, lane: ThreadLane) {
    this.timeline = timeline;
    this.thread = thread;
    this.lane = lane;
  }

  /** The task of a number in the thread's records, or null when it is not known or ended long ago. */
  get(local: number): LiveTask | null {
    return this.#tasks.get(local);
  }

  /** Its id, or NONE. */
  id(local: number): TaskId {
    return this.#tasks.get(local)?.task ?? NONE;
  }

  /** A moment in this thread, in the task of that number; 0: in the one that runs. */
  point(ns: Ns, local: number): Point {
    return { thread: this.thread, task: local === 0 ? this.lane.current : this.id(local), ns };
  }

  begin(ns: Ns, { kind, local, name, operation, reason, site, parent }: NewTask): LiveTask {
    this.#forget(this.#tasks.get(local), ns);
    const id = this.timeline.tasks.push(this.thread, kind, name, site, parent, ns);
    const task = new LiveTask(this.thread, id, local, name, operation, reason, site);
    this.#tasks.add(task);
    this.timeline.live.add(task);
    return task;
  }

  /** The task is over; `outcome` is an index into `outcomeNames`. */
  end(task: LiveTask, ns: Ns, outcome: number): void {
    if (task.isRunning) this.lane.stop(task, ns);
    this.timeline.leave(task, ns);
    this.timeline.endTask(task, ns, outcome);
    this.#tasks.ended(task);
  }

  /** A task that ended goes on after all. */
  revive(task: LiveTask): void {
    task.isOver = false;
    this.timeline.live.add(task);
  }

  /** The thread is over: whatever is still under way here will never go on. The thread's lane is cleared first. */
  close(ns: Ns): void {
    for (const task of this.#tasks.values()) {
      if (!task.isOver && task.state !== State.none) this.#close(task, ns);
    }
  }

  /** What has run ended when it last ran; what never ran waited, a timer not longer than it was due. */
  #close(task: LiveTask, ns: Ns): void {
    if (Number.isNaN(task.afterNs)) {
      splitWait(this.timeline, task);
      this.timeline.leave(task, Math.min(ns, task.dueNs));
      return;
    }
    this.timeline.drop(task);
    this.end(task, task.afterNs, RETURNED);
  }

  /** A number that is used again: what the task before it did is over, and how it ended was lost. */
  #forget(task: LiveTask | null, ns: Ns): void {
    if (task === null || task.isOver) return;
    if (task.isRunning) this.lane.stop(task, ns);
    this.timeline.leave(task, ns);
  }
}
