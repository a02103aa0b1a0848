/**
 * The sampler: a thread of the collector's own process that looks at all threads of the program about every millisecond and
 * writes down what the system says of them. (A process of its own would take longer to start than a small program runs.)
 */
import { readFileSync } from 'node:fs';
import { workerData } from 'node:worker_threads';
import { Looker } from './looker.ts';
import { SamplerControl, type SamplerData } from './samplerControl.ts';
import { SystemWriter } from './systemWriter.ts';
import { WatchedProcess } from './watchedProcess.ts';

/** Between two passes, in ms; longer when nothing happens for many passes, and when a pass takes long. */
const PERIOD_MS = 1;
const SLOW_PERIODS = [
  { quietPasses: 1000, ms: 4 },
  { quietPasses: 200, ms: 2 },
];
/** A pass may take one part of so many of the time. */
const LARGEST_SHARE = 1 / 8;
const LONGEST_PERIOD_MS = 20;
/** Passes between two looks for new threads, for new processes, at what changes seldom, and at the clocks. */
const FIND_THREADS = 4;
const FIND_CHILDREN = 64;
const LOOK_CLOSELY = 128;
const COMPARE_CLOCKS = 8;
/** Passes between which what was gathered is written out. */
const FLUSH = 16;
/** A pass that comes so much later than the last one may have missed time slices, in ms. */
const LATE_MS = 10;

class Sampler {
  readonly #control: SamplerControl;
  readonly #writer: SystemWriter;
  readonly #looker: Looker;
  readonly #processes = new Map<number, WatchedProcess>();
  #known = 0;
  #pass = 0;
  #quietPasses = 0;
  #late = 0;

  constructor({ file, memory }: SamplerData) {
    this.#control = new SamplerControl(memory);
    this.#writer = new SystemWriter(file, 'sampled', PERIOD_MS * 1e6);
    this.#looker = new Looker(this.#writer);
  }

  /** Looks until it is told to stop. */
  run(): void {
    let lastMs = performance.now();
    while (!this.#control.isStopped) {
      const { mark } = this.#control;
      this.#takePids();
      const beginMs = performance.now();
      if (beginMs - lastMs > LATE_MS && this.#processes.size > 0) this.#late++;
      lastMs = beginMs;
      this.#look();
      const isIdle = this.#processes.size === 0;
      this.#control.pause(
        mark,
        isIdle ? Number.POSITIVE_INFINITY : this.#periodMs(performance.now() - beginMs),
      );
    }
    this.#end();
  }

  #takePids(): void {
    for (const pid of this.#control.pidsSince(this.#known)) {
      this.#known++;
      this.#watch(pid);
    }
  }

  #watch(pid: number): void {
    if (!this.#processes.has(pid)) this.#processes.set(pid, new WatchedProcess(pid));
  }

  #look(): void {
    const pass = this.#pass++;
    this.#looker.lookAtSelf();
    if (pass % COMPARE_CLOCKS === 0) this.#looker.compareClocks();
    let isChanged = false;
    for (const process of this.#processes.values()) {
      if (pass % FIND_THREADS === 0) process.findThreads();
      if (process.look(this.#looker, pass)) isChanged = true;
      if (pass % LOOK_CLOSELY === LOOK_CLOSELY - 1) process.lookClosely(this.#looker);
      if (process.isGone) this.#remove(process);
    }
    if (pass % FIND_CHILDREN === FIND_CHILDREN - 1) this.#findChildren();
    if (pass % FLUSH === 0) this.#writer.flush();
    this.#quietPasses = isChanged ? 0 : this.#quietPasses + 1;
  }

  #findChildren(): void {
    for (const process of [...this.#processes.values()]) {
      for (const pid of process.children()) this.#watch(pid);
    }
  }

  #remove(process: WatchedProcess): void {
    process.end(this.#looker);
    this.#processes.delete(process.pid);
  }

  #periodMs(passMs: number): number {
    const slow = SLOW_PERIODS.find(({ quietPasses }) => this.#quietPasses > quietPasses);
    const affordableMs = Math.min(passMs / LARGEST_SHARE, LONGEST_PERIOD_MS);
    return Math.max(slow?.ms ?? PERIOD_MS, affordableMs);
  }

  #end(): void {
    for (const process of this.#processes.values()) process.end(this.#looker);
    const endNs = String(process.hrtime.bigint());
    const [cpuNs] = readFileSync('/proc/thread-self/schedstat', 'latin1').split(' ').map(Number);
    this.#writer.end({ endNs, cpuNs: cpuNs ?? 0, late: this.#late });
  }
}

new Sampler(workerData as SamplerData).run();
