import type { Ns } from '../../shared/timeline.ts';
import { Heap } from './heap.ts';
import type { Runners, Scheduler, Why } from './scheduler.ts';
import type { Policy } from './types.ts';

/** By virtual run time, smallest first. */
export class Fair implements Scheduler {
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
