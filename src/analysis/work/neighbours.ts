import { linkKindNames, NONE, type Ns, type TaskId, type ThreadId } from '../../shared/timeline.ts';
import type { TimelineTables } from '../tables.ts';
import { phrases } from '../words.ts';
import type { PieceIndex } from './pieceIndex.ts';

const SPAWN = linkKindNames.indexOf('spawn');
/** Operations that are called back because another thread did something. Node's own messages between them have no links. */
const portNames: ReadonlySet<string> = new Set([phrases.messagePort, phrases.workerThread, phrases.callback]);
/** The same, of another process: what it writes, and its end. */
const pipeNames: ReadonlySet<string> = new Set([phrases.pipe, phrases.childProcess]);

/** What the threads and processes that a thread has started, and the one that has started it, did last. */
export class Neighbours {
  readonly #tables: TimelineTables;
  readonly #index: PieceIndex;
  /** By thread: those of its own process, and those of others. */
  readonly #threads: readonly Set<ThreadId>[];
  readonly #processes: readonly Set<ThreadId>[];

  constructor(tables: TimelineTables, index: PieceIndex) {
    this.#tables = tables;
    this.#index = index;
    this.#threads = tables.threads.map(() => new Set());
    this.#processes = tables.threads.map(() => new Set());
    const { columns, length } = tables.links;
    for (let row = 0; row < length; row++) {
      if (columns.kind[row] !== SPAWN || columns.toTask[row] !== NONE) continue;
      const [from, to] = [columns.fromThread[row]!, columns.toThread[row]!];
      const isSame = tables.threads[from]?.process === tables.threads[to]?.process;
      const of = isSame ? this.#threads : this.#processes;
      of[from]?.add(to);
      of[to]?.add(from);
    }
  }

  /** The last piece of a neighbour before `toNs`, or NONE. It is what a port or pipe was probably called back for. */
  lastPiece(thread: ThreadId, task: TaskId, toNs: Ns): number {
    const { endNs } = this.#index.pieces;
    let [last, lastNs] = [NONE as number, Number.NEGATIVE_INFINITY];
    for (const neighbour of this.#of(thread, task)) {
      const piece = this.#index.before(neighbour, NONE, toNs);
      if (piece === NONE) continue;
      const ns = Math.min(endNs[piece]!, toNs);
      if (ns > lastNs) [last, lastNs] = [piece, ns];
    }
    return last;
  }

  #of(thread: ThreadId, task: TaskId): Iterable<ThreadId> {
    const name = this.#tables.strings[this.#tables.tasks.columns.name[task]!] ?? '';
    if (portNames.has(name)) return this.#threads[thread]!;
    return pipeNames.has(name) ? this.#processes[thread]! : [];
  }
}
