import { NONE, type Ns, State, type TaskId, type ThreadId } from '../../shared/timeline.ts';
import type { TimelineTables } from '../tables.ts';

/**
 * Stretches in which a thread did one thing: ran one task (not what that called), or was held. In order of thread and time,
 * and without overlaps.
 */
export interface Pieces {
  readonly length: number;
  readonly thread: Int32Array;
  /** NONE: held outside of any known task. */
  readonly task: Int32Array;
  /** 1: the thread was held (`Atomics.wait`, a synchronous child process) and ran nothing. */
  readonly isHeld: Uint8Array;
  readonly startNs: Float64Array;
  readonly endNs: Float64Array;
  /** The same for all that ran without the thread's event loop in between: an outermost call with all that it called. */
  readonly turn: Int32Array;
  /** By thread: its first piece; one more entry at the end. */
  readonly firstOfThread: Int32Array;
}

/** A task's running span contains its synchronous callees; this takes them apart. Linear in the number of spans. */
export function piecesOf(tables: TimelineTables): Pieces {
  const { spans } = tables;
  const open = openStretches(tables);
  const builder = new PieceBuilder(countStretches(tables) + open.length, tables.threads.length);
  // Each thread's spans come in the order of their ends: backwards, a caller comes before what it called.
  for (const { thread, task, state, startNs, endNs } of open)
    builder.add(thread, task, state === State.blocked, startNs, endNs);
  for (let row = spans.length - 1; row >= 0; row--) {
    const state = spans.stateAt(row);
    const task = spans.taskAt(row);
    if (!isStretch(task, state)) continue;
    builder.add(spans.threadAt(row), task, state === State.blocked, spans.startAt(row), spans.endAt(row));
  }
  return builder.finish();
}

/** Tasks run; threads are held, whether a task is known or not. */
const isStretch = (task: TaskId, state: number): boolean =>
  state === State.blocked || (state === State.running && task !== NONE);

function countStretches({ spans }: TimelineTables): number {
  let count = 0;
  for (let row = 0; row < spans.length; row++) if (isStretch(spans.taskAt(row), spans.stateAt(row))) count++;
  return count;
}

/** What goes on, callers before what they called. */
function openStretches(tables: TimelineTables) {
  return [...tables.openSpans()]
    .filter(({ task, state }) => isStretch(task, state))
    .map((span) => ({ ...span, endNs: tables.threads[span.thread]?.endNs ?? tables.nowNs }))
    .sort((a, b) => a.startNs - b.startNs);
}

/** What is on a thread's stack, while its spans are read backwards. */
interface Stack {
  readonly startNs: Ns[];
  readonly task: TaskId[];
  readonly isHeld: boolean[];
  /** All after this moment is in a piece already. */
  untilNs: Ns;
  turn: number;
  /** Whether the thread was held then: what ran before goes on after it. */
  wasHeld: boolean;
}

class PieceBuilder {
  readonly #stacks: readonly Stack[];
  readonly #pieces: PieceColumns;
  #length = 0;
  #turns = 0;

  constructor(stretches: number, threads: number) {
    // Each stretch ends at most one piece, and interrupts at most one.
    this.#pieces = columns(stretches * 2);
    this.#stacks = Array.from({ length: threads }, () => ({
      startNs: [],
      task: [],
      isHeld: [],
      untilNs: Number.POSITIVE_INFINITY,
      turn: 0,
      wasHeld: false,
    }));
  }

  /** A stretch that ends no later than those before it, or lies in one of them. */
  add(thread: ThreadId, task: TaskId, isHeld: boolean, startNs: Ns, spanEndNs: Ns): void {
    const stack = this.#stacks[thread];
    if (stack === undefined) return;
    const endNs = Math.min(spanEndNs, stack.untilNs);
    while (stack.task.length > 0 && stack.startNs.at(-1)! >= endNs) this.#pop(thread, stack);
    const top = stack.task.length - 1;
    if (top >= 0 && stack.isHeld[top] === true) {
      // The thread's lane says that it is held, and so does its task's.
      if (task !== NONE) stack.task[top] = task;
      return;
    }
    if (top >= 0) this.#emit(thread, stack, endNs);
    else if (endNs !== stack.untilNs || !(isHeld || stack.wasHeld)) stack.turn = this.#turns++;
    stack.untilNs = endNs;
    stack.startNs.push(top < 0 ? startNs : Math.max(startNs, stack.startNs[top]!));
    stack.task.push(task);
    stack.isHeld.push(isHeld);
  }

  finish(): Pieces {
    for (const [thread, stack] of this.#stacks.entries())
      while (stack.task.length > 0) this.#pop(thread, stack);
    return inOrder(this.#pieces, this.#length, this.#stacks.length);
  }

  #pop(thread: ThreadId, stack: Stack): void {
    this.#emit(thread, stack, stack.startNs.at(-1)!);
    stack.startNs.pop();
    stack.task.pop();
    stack.wasHeld = stack.isHeld.pop()!;
  }

  /** What is on top of the stack ran from `fromNs` to what came after it. */
  #emit(thread: ThreadId, stack: Stack, fromNs: Ns): void {
    if (fromNs >= stack.untilNs) return;
    const length = this.#length++;
    this.#pieces.thread[length] = thread;
    this.#pieces.task[length] = stack.task.at(-1)!;
    this.#pieces.isHeld[length] = stack.isHeld.at(-1)! ? 1 : 0;
    this.#pieces.startNs[length] = fromNs;
    this.#pieces.endNs[length] = stack.untilNs;
    this.#pieces.turn[length] = stack.turn;
    stack.untilNs = fromNs;
  }
}

const columns = (length: number) => ({
  thread: new Int32Array(length),
  task: new Int32Array(length),
  isHeld: new Uint8Array(length),
  startNs: new Float64Array(length),
  endNs: new Float64Array(length),
  turn: new Int32Array(length),
});

type PieceColumns = ReturnType<typeof columns>;

/** Each thread's pieces turned round, and the threads one after the other. */
function inOrder(pieces: PieceColumns, length: number, threads: number): Pieces {
  const firstOfThread = new Int32Array(threads + 1);
  for (let i = 0; i < length; i++) firstOfThread[pieces.thread[i]! + 1]!++;
  for (let thread = 0; thread < threads; thread++) firstOfThread[thread + 1]! += firstOfThread[thread]!;
  const free = firstOfThread.slice(1);
  const sorted = columns(length);
  for (let i = 0; i < length; i++) {
    const to = --free[pieces.thread[i]!]!;
    sorted.thread[to] = pieces.thread[i]!;
    sorted.task[to] = pieces.task[i]!;
    sorted.isHeld[to] = pieces.isHeld[i]!;
    sorted.startNs[to] = pieces.startNs[i]!;
    sorted.endNs[to] = pieces.endNs[i]!;
    sorted.turn[to] = pieces.turn[i]!;
  }
  return { ...sorted, length, firstOfThread };
}
