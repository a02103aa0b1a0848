import { NONE, type Ns, type TaskId, type ThreadId } from '../../shared/timeline.ts';
import type { TimelineTables } from '../tables.ts';
import { phrases } from '../words.ts';
import type { PieceIndex } from './pieceIndex.ts';

/** Operations that are called back because another thread did something. Node's own messages between them have no links. */
const portNames: ReadonlySet<string> = new Set([phrases.messagePort, phrases.workerThread, phrases.callback]);

/** What the threads that a thread has started, and the one that has started it, did last. */
export class Neighbours {
  readonly #tables: TimelineTables;
  readonly #index: PieceIndex;
  /** By thread. */
  readonly #of: readonly ThreadId[][];

  constructor(tables: TimelineTables, index: PieceIndex) {
    this.#tables = tables;
    this.#index = index;
    this.#of = tables.threads.map(() => []);
    for (const { id, startedBy } of tables.threads) {
      if (startedBy === null || startedBy.thread === id) continue;
      this.#of[id]?.push(startedBy.thread);
      this.#of[startedBy.thread]?.push(id);
    }
  }

  /** The last piece of a neighbour before `toNs`, or NONE. It is what a port was probably called back for. */
  lastPiece(thread: ThreadId, task: TaskId, toNs: Ns): number {
    if (!portNames.has(this.#tables.strings[this.#tables.tasks.columns.name[task]!] ?? '')) return NONE;
    const { endNs } = this.#index.pieces;
    let [last, lastNs] = [NONE as number, Number.NEGATIVE_INFINITY];
    for (const neighbour of this.#of[thread]!) {
      const piece = this.#index.before(neighbour, NONE, toNs);
      if (piece === NONE) continue;
      const ns = Math.min(endNs[piece]!, toNs);
      if (ns > lastNs) [last, lastNs] = [piece, ns];
    }
    return last;
  }
}
