import { NONE, type Ns, type TaskId, type ThreadId } from '../../shared/timeline.ts';
import type { Pieces } from './pieces.ts';

/** Finds a task's or a thread's pieces by their time. */
export class PieceIndex {
  readonly pieces: Pieces;
  /** Pieces by task and time. */
  readonly #ofTask: Int32Array;
  /** By task: where its pieces begin in `#ofTask`; one more entry at the end. */
  readonly #first: Int32Array;
  /** By piece: where it is in `#ofTask`; NONE: it belongs to no task. */
  readonly #place: Int32Array;

  constructor(pieces: Pieces, tasks: number) {
    this.pieces = pieces;
    const { task, length } = pieces;
    this.#first = new Int32Array(tasks + 1);
    for (let i = 0; i < length; i++) if (task[i] !== NONE) this.#first[task[i]! + 1]!++;
    for (let i = 0; i < tasks; i++) this.#first[i + 1]! += this.#first[i]!;
    this.#ofTask = new Int32Array(this.#first[tasks]!);
    this.#place = new Int32Array(length).fill(NONE);
    const free = this.#first.slice();
    for (let i = 0; i < length; i++) {
      if (task[i] === NONE) continue;
      this.#place[i] = free[task[i]!]!++;
      this.#ofTask[this.#place[i]!] = i;
    }
  }

  /** The last piece that begins before `ns`, or NONE. `task` NONE: of the thread, whatever ran there. */
  before(thread: ThreadId, task: TaskId, ns: Ns): number {
    const [from, to] = this.#range(thread, task);
    const at = this.#firstAt(this.pieces.startNs, from, to, ns, task) - 1;
    return at < from ? NONE : this.#at(at, task);
  }

  /** The first piece that ends after `ns`, or NONE. */
  after(thread: ThreadId, task: TaskId, ns: Ns): number {
    const [from, to] = this.#range(thread, task);
    const at = this.#firstAt(this.pieces.endNs, from, to, ns, task, true);
    return at < to ? this.#at(at, task) : NONE;
  }

  /** The first piece that begins at or after `ns`, or NONE. */
  from(thread: ThreadId, task: TaskId, ns: Ns): number {
    const [from, to] = this.#range(thread, task);
    const at = this.#firstAt(this.pieces.startNs, from, to, ns, task);
    return at < to ? this.#at(at, task) : NONE;
  }

  /** The piece of the same task before this one, or NONE. */
  previousOfTask(piece: number): number {
    const place = this.#place[piece]!;
    if (place === NONE || place === this.#first[this.pieces.task[piece]!]) return NONE;
    return this.#ofTask[place - 1]!;
  }

  /** The piece of the same task after this one, or NONE. */
  nextOfTask(piece: number): number {
    const place = this.#place[piece]!;
    if (place === NONE || place + 1 === this.#first[this.pieces.task[piece]! + 1]) return NONE;
    return this.#ofTask[place + 1]!;
  }

  /** The task's last piece, or NONE. */
  lastOfTask(task: TaskId): number {
    const end = this.#first[task + 1]!;
    return end === this.#first[task] ? NONE : this.#ofTask[end - 1]!;
  }

  /** The task's first piece, or NONE. */
  firstOfTask(task: TaskId): number {
    const first = this.#first[task]!;
    return first === this.#first[task + 1] ? NONE : this.#ofTask[first]!;
  }

  #range(thread: ThreadId, task: TaskId): readonly [number, number] {
    const [index, row] = task === NONE ? [this.pieces.firstOfThread, thread] : [this.#first, task];
    return [index[row] ?? 0, index[row + 1] ?? 0];
  }

  #at(place: number, task: TaskId): number {
    return task === NONE ? place : this.#ofTask[place]!;
  }

  /** Where the first time is that is at least `ns`, or (`isMore`) more. */
  #firstAt(times: Float64Array, from: number, to: number, ns: Ns, task: TaskId, isMore = false): number {
    let [low, high] = [from, to];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const time = times[this.#at(middle, task)]!;
      if (time < ns || (isMore && time === ns)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
