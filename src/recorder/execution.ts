import type { Frame } from './awaited.ts';

/** Ticks of one turn that are told from callbacks of the event loop. */
const MAX_TICKS = 4096;

/**
 * What this thread executes just now: the tasks on its stack, and the turn of the event loop that they belong to. A turn begins
 * with one callback of an operation (or a module), and all microtasks until the next one are its consequences.
 */
export class Execution {
  current: Frame | null = null;
  /** Number of the turn. */
  turn = 0;
  /** Number of its part: from a callback that finds no microtasks left to the next one. A reaction runs in the part it is due in. */
  part = 0;
  /** The operation, or the module, that the turn began with; 0 = none that is known. */
  root = 0;
  /** Nothing but the root has run in this turn: what happens on an empty stack is its doing. */
  isRootAlone = false;
  /** Who settled the last promise in this turn of which that is known; 0 = none. */
  lastCause = 0;
  /** Microtasks have run since the last callback began: all that there were. */
  isDrained = false;
  /** The task that ended in this very microtask; 0 = none. */
  justEnded = 0;
  readonly #ticks = new Int32Array(MAX_TICKS);
  #tickHead = 0;
  #tickTail = 0;

  /** The id of the task that runs now; 0 = none that is known. */
  get currentId(): number {
    return this.current === null ? 0 : this.current.id;
  }

  /** A turn begins with this callback or module: all ticks of the one before it have run. */
  beginTurn(root: number): void {
    this.turn++;
    this.#beginPart(root);
    this.#tickHead = 0;
    this.#tickTail = 0;
  }

  /** A tick (or a microtask, which runs among the reactions) was queued: it will run within a turn, not begin one. */
  queueTick(id: number, isMicrotask: boolean): void {
    if (this.#tickTail < MAX_TICKS) this.#ticks[this.#tickTail++] = isMicrotask ? -id : id;
  }

  /**
   * A callback begins on an empty stack. A tick that was queued in this turn does not begin a new one; but when the microtasks
   * before it have all run, what comes from now on is its doing.
   */
  beginCallback(id: number): void {
    const tick = this.#takeTick(id);
    if (tick === 0) this.beginTurn(id);
    else if (tick > 0 && this.isDrained) this.#beginPart(id);
    else this.isRootAlone = false;
    this.isDrained = false;
    this.justEnded = 0;
  }

  #beginPart(root: number): void {
    this.part++;
    this.root = root;
    this.isRootAlone = true;
    this.lastCause = 0;
    this.justEnded = 0;
  }

  /** What was queued in this turn under this id: it, its negative for a microtask, 0 = nothing. They run nearly in that order. */
  #takeTick(id: number): number {
    for (let i = this.#tickHead; i < this.#tickTail; i++) {
      const tick = this.#ticks[i]!;
      if (Math.abs(tick) !== id) continue;
      this.#ticks[i] = this.#ticks[this.#tickHead++]!;
      return tick;
    }
    return 0;
  }
}
