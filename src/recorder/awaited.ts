/** What is known of a promise: whose it is, who waits for it, and who settled it. There may be very many: it is kept small. */

/** Nobody has settled it yet. */
export const UNSETTLED = 0;

export class Awaited {
  /** The task whose own promise it is (also an operation's); 0 = not known to be a task's. */
  id: number;
  waiter: Frame | Frame[] | null = null;
  /**
   * The task whose code settled it: an id, or its negative when that is only deduced. `UNSETTLED` as long as it is pending.
   */
  settler = UNSETTLED;
  /**
   * Who asked last to react to it while nobody had seen it settled, and in which part of a turn. If it was settled all the time,
   * the reaction runs in that part, and is the doing of who asked.
   */
  asker = UNSETTLED;
  askPart = 0;

  constructor(id: number) {
    this.id = id;
  }
}

/** Something that runs: a call of an instrumented function, or a callback of an operation. */
export class Frame extends Awaited {
  /** What runs again when this one stops: its synchronous caller. */
  below: Frame | null;
  suspended = false;
  /** Suspended by `yield`: its consumer resumes it, synchronously. */
  yielded = false;
  ended = false;
  /** The turn of the event loop in which it was suspended. */
  suspendTurn = 0;
  /** It was told that what it waits for was settled. */
  isToldSettled = false;

  constructor(id: number, below: Frame | null) {
    super(id);
    this.below = below;
  }
}
