import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { SYSTEM_FILE } from '../tail.ts';
import type { Assets } from '../types.ts';
import { readSchedStat } from './procText.ts';
import { SamplerControl, type SamplerData } from './samplerControl.ts';

/** How long the last word may take, in ms: the cores may be busy with others. */
const LAST_WORD_MS = 2000;

/** The sampler (see `sampler.ts`), as the collector sees it. */
export interface Sampler {
  /** This process belongs to the program. Harmless when that was told before. */
  watch(pid: number): void;
  /** The program is over: resolves when the last word is written, or when none will come. */
  end(): Promise<void>;
}

/** Whether this system counts what threads do with the cores: Linux, with the counters compiled in. */
function canSample(): boolean {
  if (process.platform !== 'linux') return false;
  try {
    const bytes = readFileSync('/proc/self/schedstat');
    const counts = { cpuNs: 0, readyNs: 0, slices: 0 };
    return readSchedStat(bytes, bytes.length, counts) && counts.slices > 0;
  } catch {
    return false;
  }
}

/**
 * Starts the sampler, which waits until it is told of a process; null where there is nothing to sample. If it dies, the recording
 * goes on without it.
 */
export function startSampler(dir: string, assets: Assets): Sampler | null {
  if (!canSample()) return null;
  const control = new SamplerControl();
  const workerData: SamplerData = { file: join(dir, SYSTEM_FILE), memory: control.memory };
  const script = join(dirname(assets.preload), 'sampler.cjs');
  const worker = new Worker(script, { workerData, env: {}, execArgv: [], stdout: true, stderr: true });
  const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  worker.on('error', () => {});
  worker.unref();
  const told = new Set<number>();
  return {
    watch(pid) {
      if (told.has(pid)) return;
      told.add(pid);
      control.watch(pid);
    },
    async end() {
      // From here on the run waits for it.
      worker.ref();
      control.stop();
      await Promise.race([exited, delay(LAST_WORD_MS, undefined, { ref: false })]);
      await worker.terminate();
    },
  };
}
