import { NONE, type Ns } from '../../shared/timeline.ts';
import { NodeKind, type TaskGraph } from '../work/graph.ts';
import type { Scheduled } from './types.ts';

/**
 * Who runs a node (a *runner*: what is put on cores), and what it goes on with without looking at what else is ready: the rest of
 * a turn, where tasks are kept on a thread.
 */
export class Strands {
  readonly #graph: TaskGraph;
  readonly #scheduled: Scheduled;
  readonly #tasks: number;
  readonly count: number;
  /** By node: what is left of its strand from its beginning on, until that waits. */
  readonly #burstNs: Float64Array;

  constructor(graph: TaskGraph, scheduled: Scheduled) {
    this.#graph = graph;
    this.#scheduled = scheduled;
    let [tasks, threads] = [0, 0];
    for (let node = 0; node < graph.length; node++) {
      tasks = Math.max(tasks, graph.task[node]! + 1);
      threads = Math.max(threads, graph.thread[node]! + 1);
    }
    this.#tasks = tasks;
    this.count = scheduled === 'tasks' ? tasks + threads : scheduled === 'threads' ? threads : 1;
    this.#burstNs = this.#bursts();
  }

  /** Tasks in the graph; their numbers are below this. */
  get tasks(): number {
    return this.#tasks;
  }

  runnerOf(node: number): number {
    if (this.#scheduled === 'coroutines') return 0;
    const thread = this.#graph.thread[node]!;
    if (this.#scheduled === 'threads') return thread;
    const task = this.#graph.task[node]!;
    return task === NONE ? this.#tasks + thread : task;
  }

  /** The node that the same turn goes on with, or NONE. */
  next(node: number): number {
    const next = node + 1;
    const isSame = next < this.#graph.onThreads && this.#graph.turn[next] === this.#graph.turn[node];
    return this.#scheduled !== 'tasks' && isSame ? next : NONE;
  }

  /** Whether a node begins a turn, or is one on its own. */
  isFirst(node: number): boolean {
    return this.#scheduled === 'tasks' || node === 0 || this.next(node - 1) === NONE;
  }

  /** How long the rest of the strand takes behind this node, until it waits. */
  afterNs(node: number): Ns {
    return this.#burstNs[node]! - this.#graph.ns[node]!;
  }

  #bursts(): Float64Array {
    const { ns, kind, task, turn, onThreads } = this.#graph;
    const burstNs = new Float64Array(onThreads);
    const nextOfTask = new Int32Array(this.#tasks).fill(NONE);
    for (let node = onThreads - 1; node >= 0; node--) {
      let next = this.next(node);
      if (this.#scheduled === 'tasks' && task[node] !== NONE) {
        next = nextOfTask[task[node]!]!;
        nextOfTask[task[node]!] = node;
      }
      const goesOn = next !== NONE && kind[next] !== NodeKind.held && turn[next] === turn[node];
      burstNs[node] = ns[node]! + (goesOn ? burstNs[next]! : 0);
    }
    return burstNs;
  }
}
