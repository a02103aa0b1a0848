import { NONE, type Ns } from '../../shared/timeline.ts';
import type { TimelineTables } from '../tables.ts';
import { CoreTime } from '../work/cpuTime.ts';
import { NodeKind, type TaskGraph } from '../work/graph.ts';

/**
 * The task graph with what other programs took from the run: a node also takes the time in which its thread could have run and had no
 * core, although the program's own threads had not taken them all; from when its causes were there. A simulation of it can be compared with
 * a run on a machine that was busy with other things.
 */
export function withDelays(graph: TaskGraph, tables: TimelineTables, cores: number): TaskGraph {
  const ns = graph.ns.slice();
  const full = fullStretches(tables, cores);
  const readyTime = new CoreTime(tables, 'ready');
  const couldNs = earliest(graph);
  for (let node = 0, thread: number = NONE, ready = readyTime.of(NONE); node < graph.onThreads; node++) {
    const isNext = graph.thread[node] === thread;
    if (!isNext) {
      thread = graph.thread[node]!;
      ready = readyTime.of(thread);
    }
    if (graph.kind[node] !== NodeKind.running) continue;
    const startNs = Math.min(graph.startNs[node]!, couldNs[node]!);
    ns[node]! += ready(
      isNext ? Math.max(startNs, graph.endNs[node - 1]!) : startNs,
      graph.endNs[node]!,
      full,
    );
  }
  return { ...graph, ns };
}

/** For how long the program's threads could have run, while other programs had the cores. */
export function stolenNs(tables: TimelineTables, cores: number, fromNs: Ns, toNs: Ns): Ns {
  const full = fullStretches(tables, cores);
  const readyTime = new CoreTime(tables, 'ready');
  return tables.threads.reduce((sumNs, { id }) => sumNs + readyTime.of(id)(fromNs, toNs, full), 0);
}

/** By node: when the last of what it comes after was done, as recorded; Infinity: it comes after nothing. */
function earliest({ length, edges, endNs }: TaskGraph): Float64Array {
  const couldNs = new Float64Array(length).fill(Number.NEGATIVE_INFINITY);
  const hasCause = new Uint8Array(length);
  for (let node = 0; node < length; node++) {
    for (let edge = edges.first[node]!; edge < edges.first[node + 1]!; edge++) {
      const to = edges.to[edge]!;
      couldNs[to] = Math.max(couldNs[to]!, endNs[node]!);
      hasCause[to] = 1;
    }
  }
  return couldNs.map((ns, node) => (hasCause[node] === 1 ? ns : Number.POSITIVE_INFINITY));
}

/** Gives how long, within a stretch, the program's own threads had all cores. */
function fullStretches({ cores, osThreads }: TimelineTables, count: number): (startNs: Ns, endNs: Ns) => Ns {
  const { osThread, core, startNs, endNs } = cores.columns;
  const rows = Array.from({ length: cores.length }, (_, row) => row).filter(
    (row) => core[row] !== NONE && (osThreads[osThread[row]!]?.thread ?? NONE) !== NONE,
  );
  const ups = Float64Array.from(rows, (row) => startNs[row]!).sort();
  const downs = Float64Array.from(rows, (row) => endNs[row]!).sort();
  // The time up to each moment in which all cores were taken.
  const moments: Ns[] = [0];
  const sums: Ns[] = [0];
  let [up, level] = [0, 0];
  for (const downNs of downs) {
    for (; up < ups.length && ups[up]! < downNs; up++) if (++level === count) push(ups[up]!, false);
    if (level-- === count) push(downNs, true);
  }
  function push(ns: Ns, wasFull: boolean): void {
    sums.push(sums.at(-1)! + (wasFull ? ns - moments.at(-1)! : 0));
    moments.push(ns);
  }
  const until = (ns: Ns): Ns => {
    let [low, high] = [0, moments.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (moments[middle]! <= ns) low = middle + 1;
      else high = middle;
    }
    const isFull = low < moments.length && sums[low]! > sums[low - 1]!;
    return low === 0 ? 0 : sums[low - 1]! + (isFull ? ns - moments[low - 1]! : 0);
  };
  return (fromNs, toNs) => until(toNs) - until(fromNs);
}
