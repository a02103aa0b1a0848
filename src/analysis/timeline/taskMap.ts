import type { LiveTask } from './lane.ts';

/** Ended tasks that can still be found by their number: who settled a promise may have ended just before. */
const MAX_ENDED = 1024;

/** The tasks of one thread by their number in its records. */
export class TaskMap {
  readonly #tasks = new Map<number, LiveTask>();
  readonly #ended: (LiveTask | undefined)[] = [];
  #oldest = 0;
  #last: LiveTask | null = null;

  /** The task, or null when it is not known or ended long ago. */
  get(local: number): LiveTask | null {
    if (this.#last?.local === local) return this.#last;
    const task = this.#tasks.get(local) ?? null;
    if (task !== null) this.#last = task;
    return task;
  }

  add(task: LiveTask): void {
    this.#tasks.set(task.local, task);
    this.#last = task;
  }

  /** The task has ended: after `MAX_ENDED` others it is forgotten. */
  ended(task: LiveTask): void {
    const forgotten = this.#ended[this.#oldest];
    if (forgotten?.isOver && this.#tasks.get(forgotten.local) === forgotten) {
      this.#tasks.delete(forgotten.local);
      if (this.#last === forgotten) this.#last = null;
    }
    this.#ended[this.#oldest] = task;
    this.#oldest = (this.#oldest + 1) % MAX_ENDED;
  }

  values(): Iterable<LiveTask> {
    return this.#tasks.values();
  }
}
