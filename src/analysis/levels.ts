import { NONE, type Ns, State } from '../shared/timeline.ts';
import { ROWS_PER_STEP, type Steps, sorted } from './steps.ts';

/** Less than this share of a stretch, and less than this time in all, is a hand-over and not an overlap. */
const NOISE_SHARE = 0.005;
const NOISE_NS = 5e6;

/** Bytes of a list of times: at first, from where on it grows by a quarter, and at most. */
const FIRST_BYTES = 1 << 10;
const LARGE_BYTES = 1 << 23;
const MOST_BYTES = 1 << 30;

/** Whether a span says that a thread runs. */
export function isRunningLane(task: number, state: number): boolean {
  return task === NONE && state === State.running;
}

/** Times that grow in place: there are millions of them in a long recording. */
class Times {
  readonly #times = new Float64Array(new ArrayBuffer(FIRST_BYTES, { maxByteLength: MOST_BYTES }));
  #length = 0;

  push(ns: Ns): void {
    if (this.#length === this.#times.length) {
      const { byteLength } = this.#times;
      this.#times.buffer.resize(Math.min(MOST_BYTES, byteLength * (byteLength < LARGE_BYTES ? 2 : 1.25)));
    }
    this.#times[this.#length++] = ns;
  }

  /** The times themselves, not a copy. */
  all(): Float64Array {
    return this.#times.subarray(0, this.#length);
  }
}

/** How many things went on at the same time, over a stretch of time. */
export class Levels {
  readonly #fromNs: Ns;
  readonly #toNs: Ns;
  readonly #ups = new Times();
  readonly #downs = new Times();

  constructor(fromNs: Ns, toNs: Ns) {
    this.#fromNs = fromNs;
    this.#toNs = toNs;
  }

  /** One more from `startNs` to `endNs`. */
  add(startNs: Ns, endNs: Ns): void {
    const start = Math.max(startNs, this.#fromNs);
    const end = Math.min(endNs, this.#toNs);
    if (end <= start) return;
    this.#ups.push(start);
    this.#downs.push(end);
  }

  /** One less from `startNs` to `endNs`. */
  subtract(startNs: Ns, endNs: Ns): void {
    const start = Math.max(startNs, this.#fromNs);
    const end = Math.min(endNs, this.#toNs);
    if (end <= start) return;
    this.#downs.push(start);
    this.#ups.push(end);
  }

  /** The mean over the stretch, and the most that went on for more than a moment. */
  *measure(): Steps<{ readonly most: number; readonly mean: number }> {
    const wholeNs = this.#toNs - this.#fromNs;
    if (wholeNs <= 0) return { most: 0, mean: 0 };
    const timeAt = yield* this.#timeAtLevels();
    const sum = timeAt.reduce((total, ns, level) => total + ns * level, 0);
    const noiseNs = Math.min(wholeNs * NOISE_SHARE, NOISE_NS);
    let most = timeAt.length - 1;
    for (let above = timeAt[most]!; most > 1 && above <= noiseNs; above += timeAt[most]!) most--;
    return { most, mean: sum / wholeNs };
  }

  /** ns spent at each level. */
  *#timeAtLevels(): Steps<readonly number[]> {
    const ups = yield* sorted(this.#ups.all());
    const downs = yield* sorted(this.#downs.all());
    const timeAt: number[] = [0];
    let lastNs = this.#fromNs;
    let level = 0;
    let up = 0;
    for (let down = 0; down < downs.length; ) {
      const isUp = up < ups.length && ups[up]! <= downs[down]!;
      const ns = isUp ? ups[up]! : downs[down]!;
      if (ns > lastNs && level >= 0) timeAt[level] = (timeAt[level] ?? 0) + ns - lastNs;
      lastNs = ns;
      if (isUp) up++;
      else down++;
      level += isUp ? 1 : -1;
      if ((up + down) % ROWS_PER_STEP === 0) yield;
    }
    return Array.from(timeAt, (ns) => ns ?? 0);
  }
}
