/** The memory through which the collector tells the sampler, whose thread is never idle long enough to take messages. */
const STOP = 0;
const WAKE = 1;
const COUNT = 2;
const FIRST_PID = 3;
/** More processes than this are found as children of others, or not at all. */
const MAX_PIDS = 1024;

/** What the sampler's thread is given. */
export interface SamplerData {
  /** The file that it writes. */
  readonly file: string;
  readonly memory: SharedArrayBuffer;
}

export class SamplerControl {
  readonly memory: SharedArrayBuffer;
  readonly #words: Int32Array;

  constructor(memory = new SharedArrayBuffer((FIRST_PID + MAX_PIDS) * Int32Array.BYTES_PER_ELEMENT)) {
    this.memory = memory;
    this.#words = new Int32Array(memory);
  }

  /** Collector: this process is to be watched as well. */
  watch(pid: number): void {
    const count = Atomics.load(this.#words, COUNT);
    if (count === MAX_PIDS) return;
    this.#words[FIRST_PID + count] = pid;
    Atomics.store(this.#words, COUNT, count + 1);
    this.#wake();
  }

  /** Collector: no more is to be watched; the sampler writes its last word. */
  stop(): void {
    Atomics.store(this.#words, STOP, 1);
    this.#wake();
  }

  get isStopped(): boolean {
    return Atomics.load(this.#words, STOP) === 1;
  }

  /** Sampler: processes to watch, from the one with number `from` on. */
  pidsSince(from: number): readonly number[] {
    return [...this.#words.subarray(FIRST_PID + from, FIRST_PID + Atomics.load(this.#words, COUNT))];
  }

  /** Sampler: a mark of all that was told so far. */
  get mark(): number {
    return Atomics.load(this.#words, WAKE);
  }

  /** Sampler: waits so many ms, unless something is told since `mark`. */
  pause(mark: number, ms: number): void {
    Atomics.wait(this.#words, WAKE, mark, ms);
  }

  #wake(): void {
    Atomics.add(this.#words, WAKE, 1);
    Atomics.notify(this.#words, WAKE);
  }
}
