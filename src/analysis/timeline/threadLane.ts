import { BlockKind } from '../../shared/records.ts';
import { NONE, type Ns, State, type TaskId, type ThreadId } from '../../shared/timeline.ts';
import { phrases } from '../words.ts';
import { Lane, type LiveTask } from './lane.ts';
import type { Timeline } from './timeline.ts';

/**
 * The lane of a thread itself: it runs while any of its tasks runs, however deep they call each other, and is blocked
 * while something holds it.
 */
export class ThreadLane {
  readonly #timeline: Timeline;
  readonly #lane: Lane;
  /**
   * The running tasks; each was called by the one before it. A task that stops below others (records were lost) stays until
   * those have stopped: looking for it would take time in proportion to the stack.
   */
  readonly #stack: LiveTask[] = [];
  /** When the thread was last busy. */
  #busyUntilNs: Ns = Number.NEGATIVE_INFINITY;
  #isBlocked = false;
  #blockedTask: LiveTask | null = null;

  constructor(timeline: Timeline, thread: ThreadId) {
    this.#timeline = timeline;
    this.#lane = new Lane(thread, NONE);
    timeline.live.add(this.#lane);
  }

  /** The innermost running task. */
  get top(): LiveTask | null {
    return this.#stack.at(-1) ?? null;
  }

  /** The id of the innermost running task, or NONE. */
  get current(): TaskId {
    return this.top?.task ?? NONE;
  }

  /** Whether the thread has been busy at or after that moment, in what was read so far. */
  wasBusySince(ns: Ns): boolean {
    return this.#stack.length > 0 || this.#isBlocked || this.#busyUntilNs > ns;
  }

  /** The task runs from now on, at `site`. */
  run(task: LiveTask, ns: Ns, site: number): void {
    task.isRunning = true;
    this.#stack.push(task);
    this.#timeline.enter(task, State.running, ns, NONE, site);
    if (this.#stack.length === 1 && !this.#isBlocked) this.#timeline.enter(this.#lane, State.running, ns);
  }

  /** The task does not run any more. Its own lane is left as it is: the caller knows what comes next there. */
  stop(task: LiveTask, ns: Ns): void {
    task.isRunning = false;
    while (this.#stack.at(-1)?.isRunning === false) this.#stack.pop();
    if (this.#stack.length > 0) return;
    this.#busyUntilNs = ns;
    if (!this.#isBlocked) this.#timeline.leave(this.#lane, ns);
  }

  /** Something holds the thread, while `task` runs (null: no known task). `kind` is a `BlockKind`. */
  block(task: LiveTask | null, kind: number, ns: Ns, site: number): void {
    if (this.#isBlocked) this.unblock(ns);
    const phrase = kind === BlockKind.syncProcess ? phrases.syncProcess : phrases.atomicsWait;
    const reason = this.#timeline.stringTable.id(phrase);
    this.#isBlocked = true;
    this.#timeline.enter(this.#lane, State.blocked, ns, reason, site);
    if (task?.isRunning !== true) return;
    this.#blockedTask = task;
    this.#timeline.enter(task, State.blocked, ns, reason, site);
  }

  /** It was not held after all: what it was asked to wait for was there already. */
  wasNotBlocked(): void {
    if (!this.#isBlocked) return;
    const { startNs } = this.#lane;
    this.#timeline.drop(this.#lane);
    // In a damaged recording the task may have gone on meanwhile.
    if (this.#blockedTask?.state !== State.blocked) this.#blockedTask = null;
    if (this.#blockedTask !== null) this.#timeline.drop(this.#blockedTask);
    this.unblock(startNs);
  }

  unblock(ns: Ns): void {
    if (!this.#isBlocked) return;
    this.#isBlocked = false;
    this.#busyUntilNs = ns;
    const task = this.#blockedTask;
    this.#blockedTask = null;
    if (task?.isRunning === true) this.#timeline.enter(task, State.running, ns, NONE, task.site);
    if (this.#stack.length > 0) this.#timeline.enter(this.#lane, State.running, ns);
    else this.#timeline.leave(this.#lane, ns);
  }

  /** From `ns` on it is not known what ran here, or nothing does any more. */
  clear(ns: Ns): void {
    this.#isBlocked = false;
    this.#blockedTask = null;
    for (const task of this.#stack) {
      if (!task.isRunning) continue;
      task.isRunning = false;
      this.#timeline.leave(task, ns);
    }
    this.#stack.length = 0;
    this.#timeline.leave(this.#lane, ns);
  }
}
