import type { Ns } from '../../shared/timeline.ts';
import { Queue } from './heap.ts';
import type { Scheduler, Why } from './scheduler.ts';
import type { Policy } from './types.ts';

/** Multi-level feedback: one queue a level. What is left of a quantum is kept while a runner waits or is interrupted. */
export class Feedback implements Scheduler {
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
