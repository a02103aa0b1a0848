import { NONE, type TaskId } from '../../shared/timeline.ts';
import { ROWS_PER_STEP, type Steps } from '../steps.ts';
import type { TimelineTables } from '../tables.ts';
import type { Counterparts } from './lanes.ts';

/** A run, and for each of its tasks the pair that its place is in. */
export interface Side {
  readonly tables: TimelineTables;
  readonly pairOf: Int32Array;
}

/** Whom a task belongs to, as a number in run B; NONE: to nobody that is in run B. */
type OwnerOf = (task: TaskId) => number;

/**
 * The tasks of run A and their counterparts in run B: those of the same place under matched parents, in the order in which they
 * began; what is left, of the same place in the same thread, and at last anywhere. A parent has a lower number than its children. Takes
 * a fixed number of steps for each task, however many are calls from one place.
 */
export function* pairTasks(a: Side, b: Side, threads: Counterparts, places: number): Steps<Counterparts> {
  const ofA = new Int32Array(a.pairOf.length).fill(NONE);
  const ofB = new Int32Array(b.pairOf.length).fill(NONE);
  const [inA, inB] = [a.tables.tasks.columns, b.tables.tasks.columns];
  const threadOf: OwnerOf = (task) => threads.ofA[inA.thread[task]!]!;
  const threadsInB = b.tables.threads.length;
  const rounds: readonly (readonly [OwnerOf, OwnerOf])[] = [
    [
      (task) => {
        const parent = inA.parent[task]!;
        if (parent === NONE) return threadOf(task);
        return ofA[parent] === NONE ? NONE : threadsInB + ofA[parent]!;
      },
      (task) => (inB.parent[task] === NONE ? inB.thread[task]! : threadsInB + inB.parent[task]!),
    ],
    [threadOf, (task) => inB.thread[task]!],
    [() => 0, () => 0],
  ];
  for (const [ownerInA, ownerInB] of rounds) {
    const queues = new Queues(ofB.length);
    for (let task = ofB.length - 1; task >= 0; task--) {
      if (task % ROWS_PER_STEP === 0) yield;
      if (ofB[task] === NONE) queues.putFirst(ownerInB(task) * places + b.pairOf[task]!, task);
    }
    for (let task = 0; task < ofA.length; task++) {
      if (task % ROWS_PER_STEP === 0) yield;
      const owner = ofA[task] === NONE ? ownerInA(task) : NONE;
      const found = owner === NONE ? NONE : queues.take(owner * places + a.pairOf[task]!);
      if (found === NONE) continue;
      ofA[task] = found;
      ofB[found] = task;
    }
  }
  return { ofA, ofB };
}

/** A queue of tasks for each key. */
class Queues {
  readonly #first = new Map<number, TaskId>();
  readonly #next: Int32Array;

  constructor(tasks: number) {
    this.#next = new Int32Array(tasks);
  }

  putFirst(key: number, task: TaskId): void {
    this.#next[task] = this.#first.get(key) ?? NONE;
    this.#first.set(key, task);
  }

  /** NONE: there is no more. */
  take(key: number): TaskId {
    const task = this.#first.get(key) ?? NONE;
    if (task === NONE) return NONE;
    this.#first.set(key, this.#next[task]!);
    return task;
  }
}
