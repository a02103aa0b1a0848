import type { Ns } from '../../shared/timeline.ts';
import { Fair } from './fair.ts';
import { Feedback } from './feedback.ts';
import { Heap, Queue } from './heap.ts';
import type { Runners, Scheduler, Why } from './scheduler.ts';
import type { Policy } from './types.ts';

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
