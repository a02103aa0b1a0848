import { NONE, type Ns } from '../../shared/timeline.ts';
import { NodeKind, type TaskGraph } from '../work/graph.ts';
import { workOf } from '../work/parallelism.ts';
import type { ScheduleLog } from './recorder.ts';
import type { Runners, Scheduler } from './scheduler.ts';
import { schedulerOf } from './schedulers.ts';
import type { Strands } from './strands.ts';
import type { WhatIf } from './types.ts';

/** Less than this is nothing: times are sums of doubles. */
const TINY_NS = 1e-3;
/** A simulation has no more quanta than about this: where it would, they are longer. */
const MOST_QUANTA = 5e6;

/** Whether so little is left that time would not go on. */
const isOver = (leftNs: Ns, nowNs: Ns): boolean => leftNs <= TINY_NS || nowNs + leftNs <= nowNs;

/** What a core does. */
interface Core {
  /** NONE: it is idle. */
  runner: number;
  /** NONE: it has had nobody. */
  lastRunner: number;
  /** Up to when its runner's time is counted; in the future while it goes from one runner to another. */
  countedNs: Ns;
  /** Since when it runs its runner's node. */
  fromNs: Ns;
}

/** The cores, and who is ready to have one. */
export class Cores {
  readonly #graph: TaskGraph;
  readonly #strands: Strands;
  readonly #log: ScheduleLog;
  readonly #whatIf: WhatIf;
  readonly #cores: readonly Core[];
  readonly #scheduler: Scheduler;
  readonly #switchNs: Ns;
  readonly #leastQuantumNs: Ns;
  /** By runner: the node that it is at, what is left of that and of its quantum, since when it is ready, and its last core. */
  readonly #node: Int32Array;
  readonly #leftNs: Float64Array;
  readonly #quantumNs: Float64Array;
  readonly #readyNs: Float64Array;
  readonly #lastCore: Int32Array;
  #boostNs: Ns;

  constructor(graph: TaskGraph, whatIf: WhatIf, strands: Strands, log: ScheduleLog) {
    this.#graph = graph;
    this.#whatIf = whatIf;
    this.#strands = strands;
    this.#log = log;
    this.#cores = Array.from({ length: Math.max(1, Math.floor(whatIf.cores)) }, () => ({
      runner: NONE,
      lastRunner: NONE,
      countedNs: 0,
      fromNs: 0,
    }));
    this.#switchNs = whatIf.switchNs ?? 0;
    this.#leastQuantumNs = workOf(graph) / MOST_QUANTA;
    const runners = strands.count;
    this.#node = new Int32Array(runners).fill(NONE);
    this.#leftNs = new Float64Array(runners);
    this.#quantumNs = new Float64Array(runners);
    this.#readyNs = new Float64Array(runners);
    this.#lastCore = new Int32Array(runners);
    this.#scheduler = schedulerOf(whatIf.policy, this.#runners());
    this.#boostNs = this.#scheduler.boostNs ?? Number.POSITIVE_INFINITY;
  }

  get count(): number {
    return this.#cores.length;
  }

  /** When something changes by itself; Infinity: never. */
  nextNs(): Ns {
    let nextNs = Number.POSITIVE_INFINITY;
    for (const { runner, countedNs } of this.#cores) {
      if (runner === NONE) continue;
      nextNs = Math.min(nextNs, countedNs + Math.min(this.#leftNs[runner]!, this.#quantumNs[runner]!));
    }
    return nextNs === Number.POSITIVE_INFINITY ? nextNs : Math.min(nextNs, this.#boostNs);
  }

  /** Counts what the runners have run until now. */
  settle(nowNs: Ns): void {
    for (const core of this.#cores) {
      const { runner, countedNs } = core;
      if (runner === NONE || nowNs <= countedNs) continue;
      const ns = nowNs - countedNs;
      core.countedNs = nowNs;
      this.#leftNs[runner]! -= ns;
      this.#quantumNs[runner]! -= ns;
      this.#scheduler.ran?.(runner, ns);
    }
  }

  /** Whether what a core runs is done. */
  isDone(core: number, nowNs: Ns): boolean {
    const { runner, countedNs } = this.#cores[core]!;
    return runner !== NONE && countedNs <= nowNs && isOver(this.#leftNs[runner]!, nowNs);
  }

  /** The runner wants a core, to run the node, and could have run it since `readyNs`. */
  want(runner: number, node: number, readyNs: Ns): void {
    this.#set(runner, node);
    this.#readyNs[runner] = readyNs;
    this.#scheduler.add(runner, 'ready');
  }

  /** Ends what a core runs for now. `goOn` or `leave` must follow. */
  stop(core: number, nowNs: Ns): { readonly runner: number; readonly node: number } {
    const { runner, fromNs } = this.#cores[core]!;
    const node = this.#node[runner]!;
    this.#log.ran(node, core, fromNs, nowNs);
    return { runner, node };
  }

  /** The runner goes on with another node, on its core and in its quantum. */
  goOn(core: number, runner: number, node: number, readyNs: Ns, nowNs: Ns): void {
    this.#set(runner, node);
    this.#log.waited(node, readyNs, nowNs);
    this.#cores[core]!.fromNs = nowNs;
  }

  leave(core: number): void {
    this.#cores[core]!.runner = NONE;
  }

  /** Who has used up a quantum makes room, if anybody else is ready; who is due for it begins anew. */
  endQuanta(nowNs: Ns): void {
    for (const [core, { runner, countedNs }] of this.#cores.entries()) {
      if (runner === NONE || countedNs > nowNs || !isOver(this.#quantumNs[runner]!, nowNs)) continue;
      if (this.#scheduler.size > 0) this.#giveUp(core, 'expired', nowNs);
      else {
        this.#scheduler.renewed?.(runner);
        this.#quantumNs[runner] = this.#quantumOf(runner);
      }
    }
    if (nowNs < this.#boostNs) return;
    this.#scheduler.boost?.();
    for (const { runner } of this.#cores)
      if (runner !== NONE) this.#quantumNs[runner] = this.#quantumOf(runner);
    this.#boostNs = nowNs + Math.max(this.#scheduler.boostNs!, this.#leastQuantumNs);
  }

  /** Gives the cores to who is ready: those that are idle, and those of who is less urgent. */
  fill(nowNs: Ns): void {
    for (let idle = this.#idle(); idle !== NONE && this.#scheduler.size > 0; idle = this.#idle()) {
      this.#start(this.#scheduler.take()!, idle, nowNs);
    }
    for (let core = this.#lessUrgent(); core !== NONE; core = this.#lessUrgent()) {
      const runner = this.#scheduler.take()!;
      this.#giveUp(core, 'preempted', nowNs);
      this.#start(runner, core, nowNs);
    }
  }

  #start(runner: number, idle: number, nowNs: Ns): void {
    const last = this.#lastCore[runner]!;
    const index = this.#cores[last]!.runner === NONE ? last : idle;
    const core = this.#cores[index]!;
    const isSwitch = core.lastRunner !== NONE && core.lastRunner !== runner;
    const startNs = nowNs + (isSwitch ? this.#switchNs : 0);
    if (isSwitch) this.#log.switches++;
    this.#log.waited(this.#node[runner]!, this.#readyNs[runner]!, startNs);
    core.runner = runner;
    core.lastRunner = runner;
    core.countedNs = startNs;
    core.fromNs = startNs;
    this.#lastCore[runner] = index;
    this.#quantumNs[runner] = this.#quantumOf(runner);
  }

  #giveUp(core: number, why: 'expired' | 'preempted', nowNs: Ns): void {
    const { runner } = this.stop(core, nowNs);
    this.#readyNs[runner] = nowNs;
    this.leave(core);
    this.#scheduler.add(runner, why);
  }

  #idle(): number {
    return this.#cores.findIndex(({ runner }) => runner === NONE);
  }

  /** The core of the least urgent runner, if somebody who is ready is more urgent; or NONE. */
  #lessUrgent(): number {
    const { rank, firstRank } = this.#scheduler;
    if (rank === undefined || firstRank === undefined || this.#scheduler.size === 0) return NONE;
    let [worst, worstRank] = [NONE as number, Number.NEGATIVE_INFINITY];
    for (const [core, { runner }] of this.#cores.entries()) {
      const of = runner === NONE ? Number.NEGATIVE_INFINITY : rank.call(this.#scheduler, runner);
      if (of > worstRank) [worst, worstRank] = [core, of];
    }
    return firstRank.call(this.#scheduler) < worstRank ? worst : NONE;
  }

  #set(runner: number, node: number): void {
    this.#node[runner] = node;
    this.#leftNs[runner] = this.#graph.kind[node] === NodeKind.held ? 0 : this.#graph.ns[node]!;
  }

  #quantumOf(runner: number): Ns {
    return Math.max(this.#scheduler.quantumNs(runner), this.#leastQuantumNs);
  }

  #runners(): Runners {
    const running = (): readonly number[] =>
      this.#cores.flatMap(({ runner }) => (runner === NONE ? [] : [runner]));
    return {
      count: this.#strands.count,
      cores: this.#cores.length,
      remainingNs: (runner) => this.#leftNs[runner]! + this.#strands.afterNs(this.#node[runner]!),
      priority: (runner) => this.#whatIf.priorityOf?.(runner) ?? 0,
      running,
    };
  }
}
