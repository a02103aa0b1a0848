import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { SYSTEM_FILE } from '../tail.ts';
import { type PerfFailure, type PerfRecording, recordSwitches, switchesIn } from './perf.ts';
import { SystemWriter } from './systemWriter.ts';

/** Every switch of a program's threads, as the kernel tells it. They are written down when the program is over. */
export class ExactCores {
  readonly #perf: string;
  readonly #dir: string;
  readonly #file: string;
  #recording: PerfRecording | null = null;
  #beginNs = 0n;

  /** `perf`: its path. `dir`: the session's folder. */
  constructor(perf: string, dir: string) {
    this.#perf = perf;
    this.#dir = dir;
    this.#file = join(dir, 'perf.data');
  }

  /** Begins with a process that has not begun its own work. Resolves to null, or to why that is not possible. */
  async begin(pid: number): Promise<PerfFailure | null> {
    const recording = await recordSwitches(this.#perf, pid, this.#file);
    if ('reason' in recording) return recording;
    this.#recording = recording;
    this.#beginNs = process.hrtime.bigint();
    return null;
  }

  /** The program is over: writes down what was recorded. Rejects when that cannot be read. */
  async end(): Promise<void> {
    const recording = this.#recording;
    if (recording === null) return;
    this.#recording = null;
    const cpuNs = cpuNsOf(recording.pid);
    await recording.stop();
    await this.#write(cpuNs);
    await rm(this.#file, { force: true });
  }

  async #write(cpuNs: number): Promise<void> {
    const writer = new SystemWriter(join(this.#dir, SYSTEM_FILE), 'exact', 0);
    try {
      const names = new Map<number, string>();
      for await (const { ns, pid, tid, name, core, kind } of switchesIn(this.#perf, this.#file)) {
        if (ns < this.#beginNs) continue;
        if (names.get(tid) !== name) writer.osThread(ns, { tid, pid, name });
        names.set(tid, name);
        if (kind === 'exit') writer.gone(ns, tid, core);
        else writer.switched(ns, tid, kind, core);
      }
    } finally {
      writer.end({ endNs: String(process.hrtime.bigint()), cpuNs, late: 0 });
    }
  }
}

/** CPU time of a process's main thread so far; 0: not known. */
function cpuNsOf(pid: number): number {
  try {
    return Number(readFileSync(`/proc/${pid}/schedstat`, 'latin1').split(' ')[0]);
  } catch {
    return 0;
  }
}
