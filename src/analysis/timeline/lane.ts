import { NONE, type Ns, State, type StringId, type TaskId, type ThreadId } from '../../shared/timeline.ts';
import type { OperationType } from './operations.ts';

/** A row of the picture, a thread's or a task's, with the span that goes on there. */
export class Lane {
  readonly thread: ThreadId;
  /** NONE: the lane of the thread itself. */
  readonly task: TaskId;
  state: number = State.none;
  startNs: Ns = 0;
  reason: StringId = NONE;
  site = NONE;
  /** The change of the timeline at which the open span got its value. */
  change = 0;

  constructor(thread: ThreadId, task: TaskId) {
    this.thread = thread;
    this.task = task;
  }
}

/** A task that may still do something. */
export class LiveTask extends Lane {
  /** Its number in its thread's records. */
  readonly local: number;
  readonly name: StringId;
  /** Null: an async function, generator or module. */
  readonly operation: OperationType | null;
  /** The reason of a task that waits for this one. */
  waitReason: StringId;
  readonly ownSite: number;
  isRunning = false;
  isOver = false;
  /** Of the wait that goes on: its `WaitKind`; when it was settled (NaN: not yet), by whom, and its reason since that is known. */
  waitKind = 0;
  settledNs: Ns = Number.NaN;
  settledBy: TaskId = NONE;
  isSettlerExact = false;
  settledReason: StringId = NONE;
  /** What it waits for was only guessed from what began last, until it is known who settled it. */
  isReasonGuess = false;
  /** A tick of Node's own hands on the result of this operation. */
  handsOn: LiveTask | null = null;
  /** Of a timer: its delay and when it is due; other operations are never due. */
  delayNs = 0;
  dueNs: Ns = Number.POSITIVE_INFINITY;
  repeats = false;
  /** It was set once more from within its callback. */
  isSetAgain = false;
  /** When its callback last returned; NaN: never yet. */
  afterNs: Ns = Number.NaN;

  constructor(
    thread: ThreadId,
    task: TaskId,
    local: number,
    name: StringId,
    operation: OperationType | null,
    waitReason: StringId,
    site: number,
  ) {
    super(thread, task);
    this.local = local;
    this.name = name;
    this.operation = operation;
    this.waitReason = waitReason;
    this.ownSite = site;
  }
}
