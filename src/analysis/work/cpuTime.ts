import { NONE, type Ns, type ThreadId } from '../../shared/timeline.ts';
import type { TimelineTables } from '../tables.ts';

/** When each of the program's threads had a core, in order of time; threads of which that is not known are left out. */
export class CoreTime {
  /** By thread: rows of `cores`. */
  readonly #rows = new Map<ThreadId, number[]>();
  readonly #startNs: Float64Array;
  readonly #endNs: Float64Array;

  constructor({ cores, osThreads }: TimelineTables) {
    const { osThread, core, startNs, endNs } = cores.columns;
    this.#startNs = startNs;
    this.#endNs = endNs;
    for (let row = 0; row < cores.length; row++) {
      const thread = osThreads[osThread[row]!]?.thread ?? NONE;
      if (core[row] === NONE || thread === NONE) continue;
      const rows = this.#rows.get(thread);
      if (rows === undefined) this.#rows.set(thread, [row]);
      else rows.push(row);
    }
  }

  /** Gives how long a thread had a core within a stretch. It must be asked for stretches in order of time, without overlaps. */
  of(thread: ThreadId): (startNs: Ns, endNs: Ns) => Ns {
    const rows = this.#rows.get(thread);
    if (rows === undefined) return (startNs, endNs) => endNs - startNs;
    let next = 0;
    return (startNs, endNs) => {
      let sumNs = 0;
      while (next < rows.length && this.#endNs[rows[next]!]! <= startNs) next++;
      for (let i = next; i < rows.length && this.#startNs[rows[i]!]! < endNs; i++) {
        const [from, to] = [this.#startNs[rows[i]!]!, this.#endNs[rows[i]!]!];
        sumNs += Math.max(0, Math.min(to, endNs) - Math.max(from, startNs));
      }
      return sumNs;
    };
  }
}
