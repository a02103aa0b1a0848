import { NONE, type Ns } from '../../shared/timeline.ts';
import { countIncoming, NodeKind, type TaskGraph } from '../work/graph.ts';
import { Cores } from './cores.ts';
import { Heap, Queue } from './heap.ts';
import { ScheduleLog } from './recorder.ts';
import { Strands } from './strands.ts';
import type { WhatIf, WhatIfResult } from './types.ts';

/**
 * What the work of a run, and its waits for what is outside, would have come to on other cores, with another scheduler or with its tasks
 * elsewhere: a discrete-event simulation. What is not known is taken as it was: waits that nothing explains take as long as they did, and
 * code takes the CPU time that it took.
 */
export function simulate(graph: TaskGraph, whatIf: WhatIf): WhatIfResult {
  return new Simulation(graph, whatIf).run();
}

/** A runner: `held` has a turn that cannot go on yet. */
const State = { idle: 0, active: 1, held: 2 } as const;

class Simulation {
  readonly #graph: TaskGraph;
  readonly #whatIf: WhatIf;
  readonly #strands: Strands;
  readonly #cores: Cores;
  readonly #log: ScheduleLog;
  readonly #incoming: Int32Array;
  /** Waits that go on, by their end. */
  readonly #outside = new Heap();
  /** Nodes that can begin, and have not been looked at. */
  readonly #released = new Queue();
  /** By node: when it could begin. */
  readonly #sinceNs: Float64Array;
  /** By node: 1 for the rest of a turn that was left, and goes on when this node can begin. */
  readonly #isLeft: Uint8Array;
  /** By runner. */
  readonly #state: Uint8Array;
  /** What it has to do besides; few have anything. */
  readonly #queues: (Queue | undefined)[] = [];
  readonly #heldFor: Int32Array;
  readonly #heldSinceNs: Float64Array;
  #done = 0;
  #nowNs: Ns = 0;
  #stuck: Int32Array | null = null;
  #nextStuck = 0;

  constructor(graph: TaskGraph, whatIf: WhatIf) {
    this.#graph = graph;
    this.#whatIf = whatIf;
    this.#strands = new Strands(graph, whatIf.scheduled);
    const { count, tasks } = this.#strands;
    this.#log = new ScheduleLog(graph, tasks);
    this.#cores = new Cores(graph, whatIf, this.#strands, this.#log);
    this.#incoming = countIncoming(graph);
    this.#sinceNs = new Float64Array(graph.length);
    this.#isLeft = new Uint8Array(graph.onThreads);
    this.#state = new Uint8Array(count);
    this.#heldFor = new Int32Array(count).fill(NONE);
    this.#heldSinceNs = new Float64Array(count);
  }

  run(): WhatIfResult {
    const { length } = this.#graph;
    for (let node = 0; node < length; node++) if (this.#incoming[node] === 0) this.#released.add(node);
    this.#begin();
    this.#cores.fill(this.#nowNs);
    while (this.#done < length) {
      const nextNs = Math.min(this.#outside.firstKey, this.#cores.nextNs());
      if (nextNs === Number.POSITIVE_INFINITY) {
        if (!this.#unlock()) break;
      } else this.#at(nextNs);
      this.#cores.fill(this.#nowNs);
    }
    return this.#log.finish(this.#nowNs, this.#cores.count);
  }

  /** What becomes ready goes before who has used up a quantum at the same moment. */
  #at(ns: Ns): void {
    this.#nowNs = ns;
    this.#cores.settle(ns);
    while (this.#outside.firstKey <= ns) this.#outsideDone(this.#outside.take()!);
    for (let core = 0; core < this.#cores.count; core++) if (this.#cores.isDone(core, ns)) this.#ranOut(core);
    this.#cores.endQuanta(ns);
  }

  /** Looks at what can begin, and at what can begin because that took no time. */
  #begin(): void {
    for (let node = this.#released.take(); node !== undefined; node = this.#released.take()) {
      this.#sinceNs[node] = this.#nowNs;
      const isOutside = node >= this.#graph.onThreads;
      const isHeldAlone = this.#whatIf.scheduled === 'tasks' && this.#graph.kind[node] === NodeKind.held;
      if (isOutside || isHeldAlone) this.#wait(node);
      else this.#place(node);
    }
  }

  #wait(node: number): void {
    const ns = this.#graph.ns[node]!;
    if (ns > 0) this.#outside.add(this.#nowNs + ns, node);
    else this.#finish(node);
  }

  #place(node: number): void {
    const runner = this.#strands.runnerOf(node);
    if (this.#strands.isFirst(node) || this.#isLeft[node] === 1) this.#enqueue(runner, node);
    else if (this.#heldFor[runner] === node) {
      this.#heldFor[runner] = NONE;
      this.#log.waitedOutside(node, true, this.#heldSinceNs[runner]!, this.#nowNs);
      this.#activate(runner, node);
    }
  }

  #enqueue(runner: number, node: number): void {
    this.#log.ready(node, this.#nowNs);
    if (this.#state[runner] === State.idle) this.#activate(runner, node);
    else {
      this.#queues[runner] ??= new Queue();
      this.#queues[runner].add(node);
    }
  }

  /** The runner wants a core, to run the node. */
  #activate(runner: number, node: number): void {
    this.#state[runner] = State.active;
    this.#cores.want(runner, node, this.#sinceNs[node]!);
  }

  #finish(node: number): void {
    const { edges } = this.#graph;
    this.#done++;
    this.#log.ended(node, this.#nowNs);
    for (let edge = edges.first[node]!; edge < edges.first[node + 1]!; edge++) {
      const to = edges.to[edge]!;
      if (--this.#incoming[to]! === 0) this.#released.add(to);
    }
  }

  #outsideDone(node: number): void {
    const isHeld = node < this.#graph.onThreads;
    this.#log.waitedOutside(node, isHeld, this.#sinceNs[node]!, this.#nowNs);
    this.#finish(node);
    if (isHeld && this.#whatIf.scheduled !== 'tasks') this.#endHold(node);
    this.#begin();
  }

  /** The thread is not held any more. Coroutines have not held it: they are ready again. */
  #endHold(node: number): void {
    const runner = this.#strands.runnerOf(node);
    if (this.#whatIf.scheduled === 'threads') {
      const next = this.#next(runner, node);
      if (next !== NONE) this.#activate(runner, next);
      return;
    }
    const next = this.#strands.next(node);
    if (next === NONE) return;
    if (this.#incoming[next]! > 0) this.#isLeft[next] = 1;
    else {
      this.#sinceNs[next] = this.#nowNs;
      this.#enqueue(runner, next);
    }
  }

  /** What a core ran is done: its runner goes on with what comes next, or leaves the core. */
  #ranOut(core: number): void {
    const { runner, node } = this.#cores.stop(core, this.#nowNs);
    if (this.#graph.kind[node] === NodeKind.held && this.#graph.ns[node]! > 0) {
      this.#hold(core, runner, node);
      return;
    }
    this.#finish(node);
    this.#begin();
    this.#goOn(core, runner, this.#next(runner, node));
  }

  #hold(core: number, runner: number, node: number): void {
    this.#sinceNs[node] = this.#nowNs;
    this.#outside.add(this.#nowNs + this.#graph.ns[node]!, node);
    if (this.#whatIf.scheduled === 'coroutines') this.#goOn(core, runner, this.#takeNext(runner));
    else {
      this.#state[runner] = State.held;
      this.#cores.leave(core);
    }
  }

  #goOn(core: number, runner: number, node: number): void {
    if (node === NONE) this.#cores.leave(core);
    else this.#cores.goOn(core, runner, node, this.#sinceNs[node]!, this.#nowNs);
  }

  /** The rest of the turn, or what else the runner has to do; NONE: it has to wait. */
  #next(runner: number, node: number): number {
    const next = this.#strands.next(node);
    if (next === NONE) return this.#takeNext(runner);
    if (this.#incoming[next] === 0) {
      this.#sinceNs[next] = this.#nowNs;
      this.#log.ready(next, this.#nowNs);
      return next;
    }
    if (this.#whatIf.scheduled === 'coroutines') {
      this.#isLeft[next] = 1;
      return this.#takeNext(runner);
    }
    this.#state[runner] = State.held;
    this.#heldFor[runner] = next;
    this.#heldSinceNs[runner] = this.#nowNs;
    return NONE;
  }

  #takeNext(runner: number): number {
    const next = this.#queues[runner]?.take();
    this.#state[runner] = next === undefined ? State.idle : State.active;
    return next ?? NONE;
  }

  /**
   * Nothing can go on. In another order than the recorded one a turn may hold a thread for what that thread has not done yet, and clocks
   * that disagree may make a cycle: the earliest of what cannot begin begins. False: there is none.
   */
  #unlock(): boolean {
    this.#stuck ??= byStart(this.#graph);
    while (this.#nextStuck < this.#stuck.length) {
      const node = this.#stuck[this.#nextStuck++]!;
      if (this.#incoming[node]! <= 0) continue;
      this.#incoming[node] = 0;
      this.#released.add(node);
      this.#begin();
      return true;
    }
    return false;
  }
}

const byStart = ({ length, startNs }: TaskGraph): Int32Array =>
  Int32Array.from({ length }, (_, node) => node).sort((a, b) => startNs[a]! - startNs[b]!);
