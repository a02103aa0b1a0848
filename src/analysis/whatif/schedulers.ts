import type { Ns } from '../../shared/timeline.ts';
import { Heap, Queue } from './heap.ts';
import type { Policy } from './types.ts';

/** Why somebody is ready: it has something to do now; its quantum was used up; a more urgent one took its core. */
export type Why = 'ready' | 'expired' | 'preempted';

/** What is known of those who want a core (threads, or tasks). */
export interface Runners {
  readonly count: number;
  readonly cores: number;
  /** How long it will run until it waits. */
  remainingNs(runner: number): Ns;
  priority(runner: number): number;
  /** Those who have a core. */
  running(): readonly number[];
}

/** Keeps those who are ready, and says who is next. */
export interface Scheduler {
  readonly size: number;
  add(runner: number, why: Why): void;
  /** Who gets a core now. */
  take(): number | undefined;
  /** How long it may run before somebody else gets a turn. */
  quantumNs(runner: number): Ns;
  /** Its quantum is over and nobody else is ready: it goes on. */
  renewed?(runner: number): void;
  /** It has run. */
  ran?(runner: number, ns: Ns): void;
  /** How urgent a running one is, against `firstRank`, which must be smaller for the first of the ready ones to take its core. */
  rank?(runner: number): number;
  firstRank?(): number;
  /** All begin anew, every so often. */
  readonly boostNs?: Ns;
  boost?(): void;
}

export function schedulerOf(policy: Policy, runners: Runners): Scheduler {
  switch (policy.kind) {
    case 'firstCome':
      return new InTurn(Number.POSITIVE_INFINITY);
    case 'roundRobin':
      return new InTurn(policy.quantumNs);
    case 'shortestFirst':
      return new Ranked((runner) => runners.remainingNs(runner), false);
    case 'shortestRemaining':
      return new Ranked((runner) => runners.remainingNs(runner), true);
    case 'priority':
      return new Ranked((runner) => runners.priority(runner), policy.isPreemptive, policy.quantumNs);
    case 'feedback':
      return new Feedback(policy, runners.count);
    case 'fair':
      return new Fair(policy, runners);
  }
}

class InTurn implements Scheduler {
  readonly #queue = new Queue();
  readonly #quantumNs: Ns;

  constructor(quantumNs: Ns) {
    this.#quantumNs = quantumNs;
  }

  get size(): number {
    return this.#queue.size;
  }

  add(runner: number): void {
    this.#queue.add(runner);
  }

  take(): number | undefined {
    return this.#queue.take();
  }

  quantumNs(): Ns {
    return this.#quantumNs;
  }
}

/** By a number, smallest first. */
class Ranked implements Scheduler {
  readonly #heap = new Heap();
  readonly #rankOf: (runner: number) => number;
  readonly #isPreemptive: boolean;
  readonly #quantumNs: Ns;
  /** By runner: when it became ready, as a number that counts up. Who is interrupted keeps its place. */
  readonly #order: number[] = [];
  #count = 0;

  constructor(rankOf: (runner: number) => number, isPreemptive: boolean, quantumNs?: Ns) {
    this.#rankOf = rankOf;
    this.#isPreemptive = isPreemptive;
    this.#quantumNs = quantumNs ?? Number.POSITIVE_INFINITY;
  }

  get size(): number {
    return this.#heap.size;
  }

  add(runner: number, why: Why): void {
    if (why !== 'preempted') this.#order[runner] = this.#count++;
    this.#heap.add(this.#rankOf(runner), runner, this.#order[runner]!);
  }

  take(): number | undefined {
    return this.#heap.take();
  }

  quantumNs(): Ns {
    return this.#quantumNs;
  }

  rank(runner: number): number {
    return this.#isPreemptive ? this.#rankOf(runner) : Number.NEGATIVE_INFINITY;
  }

  firstRank(): number {
    return this.#heap.firstKey;
  }
}

class Feedback implements Scheduler {
  readonly #policy: Extract<Policy, { kind: 'feedback' }>;
  readonly #levels: readonly Queue[];
  /** By runner: its level, and what is left of its quantum there. */
  readonly #level: Int32Array;
  readonly #leftNs: Float64Array;
  readonly boostNs: Ns;
  size = 0;

  constructor(policy: Extract<Policy, { kind: 'feedback' }>, runners: number) {
    this.#policy = policy;
    this.#levels = Array.from({ length: policy.levels }, () => new Queue());
    this.#level = new Int32Array(runners);
    this.#leftNs = new Float64Array(runners).fill(this.#quantumOf(0));
    this.boostNs = policy.boostNs ?? Number.POSITIVE_INFINITY;
  }

  add(runner: number, why: Why): void {
    if (why === 'expired') this.#demote(runner);
    const queue = this.#levels[this.#level[runner]!]!;
    if (why === 'preempted') queue.addFirst(runner);
    else queue.add(runner);
    this.size++;
  }

  take(): number | undefined {
    const runner = this.#levels.find(({ size }) => size > 0)?.take();
    if (runner !== undefined) this.size--;
    return runner;
  }

  quantumNs(runner: number): Ns {
    return this.#leftNs[runner]!;
  }

  renewed(runner: number): void {
    if (this.#policy.demotes === 'always') this.#demote(runner);
    else this.#leftNs[runner] = this.#quantumOf(this.#level[runner]!);
  }

  ran(runner: number, ns: Ns): void {
    this.#leftNs[runner]! -= ns;
  }

  rank(runner: number): number {
    return this.#level[runner]!;
  }

  firstRank(): number {
    const level = this.#levels.findIndex(({ size }) => size > 0);
    return level < 0 ? Number.POSITIVE_INFINITY : level;
  }

  boost(): void {
    const [first, ...others] = this.#levels;
    for (const queue of others) for (const runner of queue.clear()) first!.add(runner);
    this.#level.fill(0);
    this.#leftNs.fill(this.#quantumOf(0));
  }

  #demote(runner: number): void {
    this.#level[runner] = Math.min(this.#level[runner]! + 1, this.#policy.levels - 1);
    this.#leftNs[runner] = this.#quantumOf(this.#level[runner]!);
  }

  #quantumOf(level: number): Ns {
    const { quantaNs } = this.#policy;
    return quantaNs[Math.min(level, quantaNs.length - 1)] ?? Number.POSITIVE_INFINITY;
  }
}

class Fair implements Scheduler {
  readonly #policy: Extract<Policy, { kind: 'fair' }>;
  readonly #runners: Runners;
  readonly #heap = new Heap();
  /** By runner: how long it has run, as it counts here. */
  readonly #virtualNs: Float64Array;
  /** Nobody who becomes ready begins before this. */
  #leastNs = 0;

  constructor(policy: Extract<Policy, { kind: 'fair' }>, runners: Runners) {
    this.#policy = policy;
    this.#runners = runners;
    this.#virtualNs = new Float64Array(runners.count);
  }

  get size(): number {
    return this.#heap.size;
  }

  add(runner: number, why: Why): void {
    if (why === 'ready') {
      this.#advance();
      this.#virtualNs[runner] = Math.max(this.#virtualNs[runner]!, this.#leastNs);
    }
    this.#heap.add(this.#virtualNs[runner]!, runner);
  }

  take(): number | undefined {
    return this.#heap.take();
  }

  quantumNs(): Ns {
    const ready = this.#heap.size + this.#runners.running().length;
    const perCore = Math.max(1, Math.ceil(ready / this.#runners.cores));
    return Math.max(this.#policy.latencyNs / perCore, this.#policy.granularityNs);
  }

  ran(runner: number, ns: Ns): void {
    this.#virtualNs[runner]! += ns;
  }

  rank(runner: number): number {
    return this.#virtualNs[runner]! - this.#policy.granularityNs;
  }

  firstRank(): number {
    return this.#heap.firstKey;
  }

  #advance(): void {
    let leastNs = this.#heap.firstKey;
    for (const runner of this.#runners.running()) leastNs = Math.min(leastNs, this.#virtualNs[runner]!);
    if (Number.isFinite(leastNs)) this.#leastNs = Math.max(this.#leastNs, leastNs);
  }
}
