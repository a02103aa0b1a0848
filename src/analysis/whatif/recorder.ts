import { NONE, type Ns, State } from '../../shared/timeline.ts';
import type { TaskGraph } from '../work/graph.ts';
import type { Spread, Stretches, WhatIfResult } from './types.ts';

/** Writes down what a simulation does. */
export class ScheduleLog {
  readonly #graph: TaskGraph;
  #length = 0;
  readonly #thread: number[] = [];
  readonly #task: number[] = [];
  readonly #state: number[] = [];
  readonly #core: number[] = [];
  readonly #startNs: Ns[] = [];
  readonly #endNs: Ns[] = [];
  /** By core: its last stretch. */
  readonly #lastOnCore: number[] = [];
  readonly #tasks: WhatIfResult['tasks'];
  #ranNs = 0;
  switches = 0;

  constructor(graph: TaskGraph, tasks: number) {
    this.#graph = graph;
    const unknown = (): Float64Array => new Float64Array(tasks).fill(Number.NaN);
    this.#tasks = {
      waitingNs: new Float64Array(tasks),
      readyNs: unknown(),
      firstRunNs: unknown(),
      endNs: unknown(),
    };
  }

  /** The node could run from now on. */
  ready(node: number, ns: Ns): void {
    const task = this.#graph.task[node]!;
    if (task !== NONE && Number.isNaN(this.#tasks.readyNs[task]!)) this.#tasks.readyNs[task] = ns;
  }

  /** The node was ready, and did not run. */
  waited(node: number, startNs: Ns, endNs: Ns): void {
    if (endNs <= startNs) return;
    const task = this.#graph.task[node]!;
    if (task !== NONE) this.#tasks.waitingNs[task]! += endNs - startNs;
    this.#add(node, State.ready, NONE, startNs, endNs);
  }

  ran(node: number, core: number, startNs: Ns, endNs: Ns): void {
    const task = this.#graph.task[node]!;
    if (task !== NONE && Number.isNaN(this.#tasks.firstRunNs[task]!)) this.#tasks.firstRunNs[task] = startNs;
    if (endNs <= startNs) return;
    this.#ranNs += endNs - startNs;
    const last = this.#lastOnCore[core] ?? NONE;
    const isSame =
      last !== NONE && this.#task[last] === task && this.#thread[last] === this.#graph.thread[node];
    if (isSame && this.#endNs[last] === startNs) {
      this.#endNs[last] = endNs;
      return;
    }
    this.#lastOnCore[core] = this.#add(node, State.running, core, startNs, endNs);
  }

  /** The node has waited for what is outside, or its thread was held. */
  waitedOutside(node: number, isHeld: boolean, startNs: Ns, endNs: Ns): void {
    if (endNs > startNs) this.#add(node, isHeld ? State.blocked : State.waiting, NONE, startNs, endNs);
  }

  /** The node is done. */
  ended(node: number, ns: Ns): void {
    const task = this.#graph.task[node]!;
    if (task !== NONE && node < this.#graph.onThreads) this.#tasks.endNs[task] = ns;
  }

  finish(wallNs: Ns, cores: number): WhatIfResult {
    const { waitingNs, readyNs, firstRunNs, endNs } = this.#tasks;
    const isKnown = (task: number): boolean => !Number.isNaN(readyNs[task]! + endNs[task]!);
    return {
      stretches: this.#stretches(),
      wallNs,
      waitingNs: spread(waitingNs, isKnown),
      turnaroundNs: spread(
        endNs.map((ns, task) => ns - readyNs[task]!),
        isKnown,
      ),
      responseNs: spread(
        firstRunNs.map((ns, task) => ns - readyNs[task]!),
        isKnown,
      ),
      utilisation: wallNs === 0 ? 0 : this.#ranNs / (wallNs * cores),
      switches: this.switches,
      tasks: this.#tasks,
    };
  }

  #stretches(): Stretches {
    return {
      length: this.#length,
      thread: Int32Array.from(this.#thread),
      task: Int32Array.from(this.#task),
      state: Uint8Array.from(this.#state),
      core: Int32Array.from(this.#core),
      startNs: Float64Array.from(this.#startNs),
      endNs: Float64Array.from(this.#endNs),
    };
  }

  #add(node: number, state: number, core: number, startNs: Ns, endNs: Ns): number {
    this.#thread.push(this.#graph.thread[node]!);
    this.#task.push(this.#graph.task[node]!);
    this.#state.push(state);
    this.#core.push(core);
    this.#startNs.push(startNs);
    this.#endNs.push(endNs);
    return this.#length++;
  }
}

function spread(values: Float64Array, isKnown: (i: number) => boolean): Spread {
  let [sum, max, count] = [0, 0, 0];
  for (const [i, value] of values.entries()) {
    if (!isKnown(i)) continue;
    sum += value;
    max = Math.max(max, value);
    count++;
  }
  return { mean: count === 0 ? 0 : sum / count, max };
}
