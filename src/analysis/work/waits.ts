import {
  NONE,
  type Ns,
  State,
  type TaskId,
  type TaskKindName,
  taskKindNames,
} from '../../shared/timeline.ts';
import type { TimelineTables } from '../tables.ts';
import type { CauseFinder } from './causes.ts';
import { edgeKind, NodeKind } from './graph.ts';
import { Neighbours } from './neighbours.ts';
import type { PieceIndex } from './pieceIndex.ts';

/** A thread that had nothing to do for less than this went from one turn to the next. */
const IDLE_NS = 50_000;

/**
 * Waits for what is outside of the program, as columns. Each begins at a moment (`fromMoment`), or when another wait is over (`fromWait`),
 * or (both NONE) on its own; when it is over, `toPiece` goes on.
 */
export interface OutsideWaits {
  readonly kind: number[];
  readonly thread: number[];
  readonly task: TaskId[];
  readonly startNs: Ns[];
  readonly endNs: Ns[];
  readonly fromMoment: number[];
  readonly fromWait: number[];
  readonly toPiece: number[];
}

interface OutsideWait {
  readonly kind: number;
  readonly thread: number;
  readonly task: TaskId;
  readonly startNs: Ns;
  readonly endNs: Ns;
  readonly fromMoment: number;
  readonly fromWait: number;
  readonly toPiece: number;
}

/**
 * The waits that nothing of the program has ended: timers, I/O, and all else that no link explains. They are taken to take as long as they
 * did, whatever else changes. I/O whose thread was busy when it was called back is taken to have been there when the thread became
 * busy: it is not recorded when that was.
 */
export class OutsideFinder {
  readonly #tables: TimelineTables;
  readonly #index: PieceIndex;
  readonly #causes: CauseFinder;
  readonly #neighbours: Neighbours;
  readonly #busySinceNs: Float64Array;
  readonly #originNs: Ns;
  readonly waits: OutsideWaits = {
    kind: [],
    thread: [],
    task: [],
    startNs: [],
    endNs: [],
    fromMoment: [],
    fromWait: [],
    toPiece: [],
  };
  /** By task: its last wait in `waits`, or NONE. */
  readonly #last: Int32Array;
  /** By piece: 1 where a task goes on after a wait. */
  readonly isResume: Uint8Array;

  constructor(tables: TimelineTables, index: PieceIndex, causes: CauseFinder) {
    this.#tables = tables;
    this.#index = index;
    this.#causes = causes;
    this.#neighbours = new Neighbours(tables, index);
    this.#busySinceNs = busySince(index);
    this.#originNs = originOf(index);
    this.#last = new Int32Array(tables.tasks.length).fill(NONE);
    this.isResume = new Uint8Array(index.pieces.length);
  }

  find(): void {
    const { spans } = this.#tables;
    for (let row = 0; row < spans.length; row++) {
      const state = spans.stateAt(row);
      const task = spans.taskAt(row);
      if (task === NONE || (state !== State.waiting && state !== State.ready)) continue;
      const piece = this.#index.from(spans.threadAt(row), task, spans.endAt(row));
      if (piece === NONE) continue;
      this.isResume[piece] = 1;
      if (state === State.waiting) this.#wait(row, task, piece);
    }
    this.#beginnings();
  }

  #wait(row: number, task: TaskId, piece: number): void {
    const { spans, tasks } = this.#tables;
    const kind = taskKindNames[tasks.columns.kind[task]!]!;
    if (kind !== 'timer' && this.#causes.isCaused[piece] === 1) return;
    const [thread, startNs, endNs] = [spans.threadAt(row), spans.startAt(row), spans.endAt(row)];
    if (this.#isCalledBack(thread, task, piece)) return;
    const last = this.#last[task]!;
    const isSame = last !== NONE && this.waits.toPiece[last] === piece;
    const began = isSame ? { moment: NONE, ns: startNs } : this.#began(thread, task, startNs);
    this.#last[task] = this.waits.kind.length;
    this.#add({
      kind: nodeKindOf(kind),
      thread,
      task,
      startNs: began.ns,
      endNs: kind === 'timer' ? endNs : this.#thereAt(startNs, endNs, piece),
      fromMoment: began.moment,
      fromWait: isSame ? last : NONE,
      toPiece: piece,
    });
  }

  /** A port or pipe that no message is known for: whatever another thread did last has brought it about. */
  #isCalledBack(thread: number, task: TaskId, piece: number): boolean {
    const toNs = this.#index.pieces.startNs[piece]!;
    const by = this.#neighbours.lastPiece(thread, task, toNs);
    if (by === NONE) return false;
    const moment = this.#causes.moment(this.#index.pieces.thread[by]!, NONE, toNs);
    this.#causes.toPieces.add(moment, piece, edgeKind('message'));
    return true;
  }

  #add(wait: OutsideWait): void {
    this.waits.kind.push(wait.kind);
    this.waits.thread.push(wait.thread);
    this.waits.task.push(wait.task);
    this.waits.startNs.push(wait.startNs);
    this.waits.endNs.push(Math.max(wait.startNs, wait.endNs));
    this.waits.fromMoment.push(wait.fromMoment);
    this.waits.fromWait.push(wait.fromWait);
    this.waits.toPiece.push(wait.toPiece);
  }

  /** A thread that was busy until then may have been busy for longer than the wait took. */
  #thereAt(startNs: Ns, endNs: Ns, piece: number): Ns {
    const busyNs = this.#busySinceNs[piece]!;
    return busyNs < this.#index.pieces.startNs[piece]! ? Math.max(startNs, Math.min(endNs, busyNs)) : endNs;
  }

  /**
   * A task waits since it last ran, or since its parent started it. Where neither is known, since its thread last ran anything, or
   * was started.
   */
  #began(thread: number, task: TaskId, ns: Ns): { readonly moment: number; readonly ns: Ns } {
    const parent = this.#tables.tasks.columns.parent[task]!;
    let moment = this.#causes.moment(thread, task, ns);
    if (moment === NONE && parent !== NONE) moment = this.#causes.moment(thread, parent, ns);
    if (moment !== NONE) return { moment, ns };
    const before = this.#index.before(thread, NONE, ns);
    if (before === NONE) {
      const started = this.#causes.startMoment[thread]!;
      return { moment: started, ns: started === NONE ? this.#originNs : this.#causes.startedNs[thread]! };
    }
    const beforeNs = Math.min(ns, this.#index.pieces.endNs[before]!);
    return { moment: this.#causes.moment(thread, NONE, ns), ns: beforeNs };
  }

  /** Threads that are started, and tasks that begin for no known reason: they stay after what ran before on their thread. */
  #beginnings(): void {
    const { pieces } = this.#index;
    for (let piece = 0; piece < pieces.length; piece++) {
      const thread = pieces.thread[piece]!;
      const isFirst = piece === pieces.firstOfThread[thread];
      const started = this.#causes.startMoment[thread]!;
      if (isFirst && started !== NONE) {
        this.#begin(piece, NodeKind.start, started, this.#causes.startedNs[thread]!);
      } else if (this.#beginsAlone(piece)) {
        const before = isFirst ? this.#originNs : pieces.endNs[piece - 1]!;
        const moment = isFirst ? NONE : this.#causes.moment(thread, NONE, pieces.startNs[piece]!);
        this.#begin(piece, NodeKind.wait, moment, before);
      }
    }
  }

  /** Whether a task, or a held thread, begins here and nothing says why. */
  #beginsAlone(piece: number): boolean {
    if (this.#causes.isCaused[piece] === 1 || this.#causes.isStarted[piece] === 1) return false;
    return this.#index.previousOfTask(piece) === NONE && this.isResume[piece] === 0;
  }

  #begin(piece: number, kind: number, fromMoment: number, startNs: Ns): void {
    const { thread, task, startNs: starts } = this.#index.pieces;
    const endNs = starts[piece]!;
    this.#add({
      kind,
      thread: thread[piece]!,
      task: kind === NodeKind.start ? NONE : task[piece]!,
      startNs: Math.min(startNs, endNs),
      endNs,
      fromMoment,
      fromWait: NONE,
      toPiece: piece,
    });
  }
}

/** When the first code ran. */
export function originOf({ pieces }: PieceIndex): Ns {
  let originNs = Number.POSITIVE_INFINITY;
  for (let i = 0; i < pieces.length; i++) originNs = Math.min(originNs, pieces.startNs[i]!);
  return pieces.length === 0 ? 0 : originNs;
}

const nodeKindOf = (kind: TaskKindName): number =>
  kind === 'timer' ? NodeKind.timer : kind === 'io' ? NodeKind.io : NodeKind.wait;

/** By piece: since when its thread had been busy, without a pause that is worth the name. */
function busySince({ pieces }: PieceIndex): Float64Array {
  const sinceNs = new Float64Array(pieces.length);
  for (let i = 0; i < pieces.length; i++) {
    const isNext = i !== pieces.firstOfThread[pieces.thread[i]!];
    const goesOn = isNext && pieces.startNs[i]! - pieces.endNs[i - 1]! < IDLE_NS;
    sinceNs[i] = goesOn ? sinceNs[i - 1]! : pieces.startNs[i]!;
  }
  return sinceNs;
}
