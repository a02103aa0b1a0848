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
  /** The operation, or the module, that the turn began with; 0 = none that is known. */
  root = 0;
  /** Nothing but the root has run in this turn: what happens on an empty stack is its doing. */
  isRootAlone = false;
  /** Who settled the last promise in this turn of which that is known; 0 = none. */
  lastCause = 0;
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
    this.root = root;
    this.isRootAlone = true;
    this.lastCause = 0;
    this.justEnded = 0;
    this.#tickHead = 0;
    this.#tickTail = 0;
  }

  /** A tick was queued: it will run within a turn, not begin one. */
  queueTick(id: number): void {
    if (this.#tickTail < MAX_TICKS) this.#ticks[this.#tickTail++] = id;
  }

  /** Whether this is a tick that was queued in this turn. They run nearly in the order in which they were queued. */
  takeTick(id: number): boolean {
    for (let i = this.#tickHead; i < this.#tickTail; i++) {
      if (this.#ticks[i] !== id) continue;
      this.#ticks[i] = this.#ticks[this.#tickHead++]!;
      return true;
    }
    return false;
  }
}
