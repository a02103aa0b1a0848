import { NONE, type Ns, type ThreadId } from '../../shared/timeline.ts';
import type { TimelineTables } from '../tables.ts';

/** When each of the program's threads had a core, or (`ready`) could have run and had none, as far as that is known. */
export class CoreTime {
  /** By thread: rows of `cores`. */
  readonly #rows = new Map<ThreadId, number[]>();
  readonly #startNs: Float64Array;
  readonly #endNs: Float64Array;

  readonly #isReady: boolean;

  constructor({ cores, osThreads }: TimelineTables, which: 'onCore' | 'ready' = 'onCore') {
    const { osThread, core, startNs, endNs } = cores.columns;
    this.#isReady = which === 'ready';
    this.#startNs = startNs;
    this.#endNs = endNs;
    for (let row = 0; row < cores.length; row++) {
      const thread = osThreads[osThread[row]!]?.thread ?? NONE;
      if ((core[row] === NONE) !== this.#isReady || thread === NONE) continue;
      const rows = this.#rows.get(thread);
      if (rows === undefined) this.#rows.set(thread, [row]);
      else rows.push(row);
    }
  }

  /**
   * Gives how long that was so within a stretch. It must be asked for stretches in order of time, without overlaps. Where nothing is
   * known of the thread, it always had a core. `less` says what of a part is not to be counted.
   */
  of(thread: ThreadId): (startNs: Ns, endNs: Ns, less?: (startNs: Ns, endNs: Ns) => Ns) => Ns {
    const rows = this.#rows.get(thread);
    if (rows === undefined) return (startNs, endNs) => (this.#isReady ? 0 : endNs - startNs);
    let next = 0;
    return (startNs, endNs, less = () => 0) => {
      let sumNs = 0;
      while (next < rows.length && this.#endNs[rows[next]!]! <= startNs) next++;
      for (let i = next; i < rows.length && this.#startNs[rows[i]!]! < endNs; i++) {
        const [from, to] = [this.#startNs[rows[i]!]!, this.#endNs[rows[i]!]!];
        const [partNs, partEndNs] = [Math.max(from, startNs), Math.min(to, endNs)];
        if (partEndNs > partNs) sumNs += partEndNs - partNs - less(partNs, partEndNs);
      }
      return sumNs;
    };
  }
}
