import type { Ns } from '../../src/shared/timeline.ts';

const BUCKETS = 2048;
const FIRST_BUCKET_NS = 1000;

let lastChange = 0;
const newChange = (): number => ++lastChange;

/**
 * How many of something there are over time (tasks in progress, threads running), as means over buckets of time.
 * Taking in a step is O(1), and memory does not grow with the length of the run: when time runs past the last
 * bucket, neighbours are merged and the buckets become twice as wide.
 */
export class StepCurve {
  bucketNs: Ns = FIRST_BUCKET_NS;
  /** Buckets in use. */
  length = 0;
  /** Says of two moments whether the curve is still the same; no two curves have the same. */
  changes = newChange();
  /** By how much the level changes at the start of a bucket. */
  private readonly steps = new Float32Array(BUCKETS + 1);
  /** What the steps inside a bucket add to its own mean. */
  private readonly partial = new Float32Array(BUCKETS);
  private readonly cached = new Float32Array(BUCKETS);
  private cachedLength = -1;
  private highest = 0;
  private total = 0;

  /** From `ns` on there are `change` more (or less). */
  step(ns: Ns, change: number): void {
    while (ns >= this.bucketNs * BUCKETS) this.merge();
    const bucket = Math.max(0, Math.floor(ns / this.bucketNs));
    const rest = (bucket + 1) * this.bucketNs - ns;
    this.partial[bucket]! += (change * rest) / this.bucketNs;
    this.steps[bucket + 1]! += change;
    this.total += change;
    this.changes = newChange();
    this.length = Math.max(this.length, bucket + 1);
    this.cachedLength = -1;
  }

  /** There is one more from `startNs` to `endNs`. */
  stretch(startNs: Ns, endNs: Ns): void {
    this.step(startNs, 1);
    this.step(endNs, -1);
  }

  /** Mean per bucket, for the first `length` buckets; valid until the next change. */
  means(): Float32Array {
    if (this.cachedLength !== this.length) this.compute();
    return this.cached;
  }

  /** The largest of the means. */
  maximum(): number {
    this.means();
    return this.highest;
  }

  /** Mean at a time; past the last step the level stays what it was. */
  at(ns: Ns): number {
    const bucket = Math.floor(ns / this.bucketNs);
    if (bucket < 0 || this.length === 0) return 0;
    return bucket < this.length ? this.means()[bucket]! : this.total;
  }

  private compute(): void {
    let level = 0;
    this.highest = 0;
    for (let i = 0; i < this.length; i++) {
      level += this.steps[i]!;
      const mean = Math.max(0, level + this.partial[i]!);
      this.cached[i] = mean;
      this.highest = Math.max(this.highest, mean);
    }
    this.cachedLength = this.length;
  }

  private merge(): void {
    const { steps, partial } = this;
    // The step in the middle of the pair before: it counts from this pair on.
    let carried = 0;
    for (let i = 0; i < BUCKETS / 2; i++) {
      const inner = steps[2 * i + 1]!;
      partial[i] = (partial[2 * i]! + partial[2 * i + 1]! + inner) / 2;
      steps[i] = steps[2 * i]! + carried;
      carried = inner;
    }
    steps[BUCKETS / 2] = steps[BUCKETS]! + carried;
    steps.fill(0, BUCKETS / 2 + 1);
    partial.fill(0, BUCKETS / 2);
    this.bucketNs *= 2;
    this.length = Math.ceil(this.length / 2);
    this.cachedLength = -1;
  }
}
