import { linkKindNames, NONE, type Ns, type TaskId, type ThreadId } from '../../shared/timeline.ts';
import type { TimelineTables } from '../tables.ts';
import { edgeKind, Triples } from './graph.ts';
import type { Moments } from './moments.ts';
import type { PieceIndex } from './pieceIndex.ts';

const SPAWN = linkKindNames.indexOf('spawn');

/** What the links of a recording, its calls and its tasks' parents say about what had to come before what. */
export class CauseFinder {
  readonly #tables: TimelineTables;
  readonly #index: PieceIndex;
  readonly #moments: Moments;
  /**
   * Edges before the pieces are cut, as rows of (moment, piece that begins then, kind), and of (moment, moment after which the
   * piece goes on, kind).
   */
  readonly toPieces = new Triples();
  readonly toMoments = new Triples();
  /** By piece: 1 where something else of the program brought it about. */
  readonly isCaused: Uint8Array;
  /** By piece: 1 where a task begins that another one has started. */
  readonly isStarted: Uint8Array;
  /** By thread: the moment at which it was started, or NONE, and when that was. */
  readonly startMoment: Int32Array;
  readonly startedNs: Float64Array;

  constructor(tables: TimelineTables, index: PieceIndex, moments: Moments) {
    this.#tables = tables;
    this.#index = index;
    this.#moments = moments;
    this.isCaused = new Uint8Array(index.pieces.length);
    this.isStarted = new Uint8Array(index.pieces.length);
    this.startMoment = new Int32Array(tables.threads.length).fill(NONE);
    this.startedNs = new Float64Array(tables.threads.length);
  }

  find(): void {
    this.#links();
    this.#calls();
    this.#parents();
  }

  /** The moment at which a task, or a thread, had done what it did until `ns`; NONE: it had done nothing. */
  moment(thread: ThreadId, task: TaskId, ns: Ns): number {
    const piece = this.#index.before(thread, task, ns);
    return piece === NONE ? NONE : this.#moments.add(piece, Math.min(ns, this.#index.pieces.endNs[piece]!));
  }

  /** The end of a piece. */
  momentOf(piece: number): number {
    return this.#moments.add(piece, this.#index.pieces.endNs[piece]!);
  }

  #links(): void {
    const { columns, length } = this.#tables.links;
    for (let row = 0; row < length; row++) {
      const kind = columns.kind[row]!;
      const from = this.#from(columns.fromThread[row]!, columns.fromTask[row]!, columns.fromNs[row]!);
      if (from === NONE) continue;
      const [toThread, toTask, toNs] = [columns.toThread[row]!, columns.toTask[row]!, columns.toNs[row]!];
      if (kind === SPAWN && toTask === NONE) {
        this.startMoment[toThread] = from;
        this.startedNs[toThread] = columns.fromNs[row]!;
      } else this.#leadTo(kind, from, columns.fromNs[row]!, this.#target(toThread, toTask, toNs), toNs);
    }
  }

  /** A task that does nothing that can be seen stands for its thread. */
  #from(thread: ThreadId, task: TaskId, ns: Ns): number {
    const moment = this.moment(thread, task, ns);
    return moment === NONE && task !== NONE ? this.moment(thread, NONE, ns) : moment;
  }

  /** The piece that goes on at `ns`: where a thread is held, what comes after that. */
  #target(thread: ThreadId, task: TaskId, ns: Ns): number {
    const piece = this.#index.after(thread, task, ns);
    if (piece === NONE || this.#index.pieces.isHeld[piece] === 0) return piece;
    const next = piece + 1;
    return next < this.#index.pieces.firstOfThread[thread + 1]! ? next : NONE;
  }

  /** What began to be on its way before the piece began, has brought it about; what came later, only the rest of it. */
  #leadTo(kind: number, from: number, fromNs: Ns, piece: number, toNs: Ns): void {
    if (piece === NONE) return;
    if (fromNs <= this.#index.pieces.startNs[piece]!) {
      this.isCaused[piece] = 1;
      this.toPieces.add(from, piece, kind);
    } else this.toMoments.add(from, this.#moments.add(piece, toNs), kind);
  }

  /** What begins, or goes on, within a turn was called by what ran just before, if that goes on afterwards. */
  #calls(): void {
    const { task, isHeld, length } = this.#index.pieces;
    for (let piece = 1; piece < length; piece++) {
      if (task[piece] === task[piece - 1] || isHeld[piece] === 1) continue;
      if (!this.#isInTurn(piece - 1, piece) || !this.#isInTurn(this.#index.nextOfTask(piece - 1), piece))
        continue;
      if (this.#isInTurn(this.#index.previousOfTask(piece), piece)) continue;
      this.isCaused[piece] = 1;
      this.toPieces.add(this.momentOf(piece - 1), piece, edgeKind('call'));
    }
  }

  #isInTurn(piece: number, of: number): boolean {
    const { turn } = this.#index.pieces;
    return piece !== NONE && turn[piece] === turn[of];
  }

  /** A task begins when its parent has got as far as that; one that waits first is seen to elsewhere. */
  #parents(): void {
    const { tasks } = this.#tables;
    const { parent, thread, startNs } = tasks.columns;
    for (let task = 0; task < tasks.length; task++) {
      const first = this.#index.firstOfTask(task);
      if (first === NONE || parent[task] === NONE) continue;
      const by = parent[task]!;
      const from = this.#from(thread[by] ?? thread[task]!, by, startNs[task]!);
      if (from === NONE || startNs[task]! > this.#index.pieces.startNs[first]!) continue;
      this.isStarted[first] = 1;
      this.toPieces.add(from, first, SPAWN);
    }
  }
}
