import { openSync, readSync } from 'node:fs';
import { OsState } from '../../shared/records.ts';
import { readLastMoved, readStat } from './procText.ts';
import type { SystemWriter } from './systemWriter.ts';

/** Enough for `stat`, `schedstat`, and the first lines of `sched`. */
const BUFFER_BYTES = 2048;
/** How much later than the least seen the kernel's clock may be taken to be, in ns per look: it stands still for interrupts. */
const DRIFT_NS = 2_000;

/** What all looks share: where they are written, and what the sampler knows of itself at this moment. */
export class Looker {
  readonly writer: SystemWriter;
  readonly buffer = new Uint8Array(BUFFER_BYTES);
  /** The core that the sampler runs on. */
  core = -1;
  readonly #stat = openSync('/proc/thread-self/stat', 'r');
  readonly #sched: number | null = openOrNull('/proc/thread-self/sched');
  readonly #found = { state: OsState.runnable as OsState, core: -1 };
  /** By core: how far the kernel's clock is behind ours, at most. */
  readonly #behindNs: number[] = [];

  constructor(writer: SystemWriter) {
    this.writer = writer;
  }

  /** Whether the system says when a thread's counters moved. */
  get knowsMoves(): boolean {
    return this.#sched !== null;
  }

  /** Looks at the sampler itself. */
  lookAtSelf(): void {
    this.core = readStat(this.buffer, this.read(this.#stat), this.#found) ? this.#found.core : -1;
  }

  /** Compares the kernel's clock with ours: the sampler's own counters moved when it got the core, just before. */
  compareClocks(): void {
    if (this.#sched === null) return;
    const movedNs = this.lastMoved(this.#sched);
    if (movedNs < 0 || this.core < 0) return;
    const behindNs = Number(process.hrtime.bigint()) - movedNs;
    const known = this.#behindNs[this.core] ?? Number.POSITIVE_INFINITY;
    this.#behindNs[this.core] = Math.min(behindNs, known + DRIFT_NS);
  }

  /** When the counters of a thread moved for the last time, by its `sched`, on the kernel's clock; -1: not told. */
  lastMoved(sched: number): number {
    return readLastMoved(this.buffer, this.read(sched));
  }

  /** A time of a core's clock on ours; null: not known. */
  ourTime(core: number, kernelNs: number): bigint | null {
    const behindNs = this.#behindNs[core];
    return behindNs === undefined ? null : BigInt(Math.round(kernelNs + behindNs));
  }

  /** Reads the beginning of a file into `buffer`; returns how many bytes. */
  read(fd: number): number {
    return readSync(fd, this.buffer, 0, BUFFER_BYTES, 0);
  }
}

/** The file, open; null when there is none that can be read. */
export function openOrNull(path: string): number | null {
  try {
    return openSync(path, 'r');
  } catch {
    return null;
  }
}
