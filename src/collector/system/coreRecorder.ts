import type { CoreRecording } from '../../shared/frames.ts';
import { findOnPath } from '../findOnPath.ts';
import type { RunOptions } from '../types.ts';
import { ExactCores } from './exactCores.ts';
import { type Sampler, startSampler } from './startSampler.ts';

/**
 * Waits for a line, then becomes the program: so that who is to see it from its first moment can be told of its process before.
 * The line comes over a descriptor of its own, which the program does not get.
 */
const WAIT_THEN_RUN = 'read -r line <&3; exec "$@" 3<&-';

/** Records which core each of the program's threads runs on, as far as it was asked for and the system tells. */
export class CoreRecorder {
  readonly #dir: string;
  readonly #options: RunOptions;
  readonly #exact: ExactCores | null;
  #sampler: Sampler | null = null;

  /** Begins now, so that it is ready when the program is compiled. */
  constructor(dir: string, options: RunOptions) {
    this.#dir = dir;
    this.#options = options;
    const perf = options.coreRecording === 'exact' ? findPerf() : null;
    this.#exact = perf === null ? null : new ExactCores(perf, dir);
    if (perf === null && options.coreRecording !== 'off') this.#sampler = startSampler(dir, options.assets);
  }

  /** How the cores are going to be recorded. */
  get plan(): CoreRecording {
    if (this.#exact !== null) return 'exact';
    if (this.#options.coreRecording === 'off') return 'off';
    return this.#sampler === null ? 'unavailable' : 'sampled';
  }

  /** What has to stand before the program's command; a program with a gate waits for `begin` and a line. */
  get gate(): readonly string[] {
    return this.#exact === null ? [] : ['/bin/sh', '-c', WAIT_THEN_RUN, 'gate'];
  }

  /** The program has a process, which waits if it has a gate. Where exact recording fails, the cores are sampled. */
  async begin(pid: number): Promise<void> {
    const { coreRecording, onProgress } = this.#options;
    if (coreRecording === 'exact') {
      const failure =
        this.#exact === null ? { reason: 'perf is not installed' } : await this.#exact.begin(pid);
      if (failure !== null) onProgress?.({ kind: 'notExact', reason: failure.reason });
      if (failure !== null) this.#sampler ??= startSampler(this.#dir, this.#options.assets);
    }
    this.#sampler?.watch(pid);
  }

  /** This process belongs to the program as well. Harmless when that was told before. */
  watch(pid: number): void {
    this.#sampler?.watch(pid);
  }

  /** The program is over: resolves when the last word is written, or when none will come. Harmless when it was called before. */
  async end(): Promise<void> {
    await this.#sampler?.end();
    await this.#exact?.end().catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      this.#options.onProgress?.({ kind: 'notExact', reason });
    });
  }
}

const findPerf = (): string | null => (process.platform === 'linux' ? findOnPath('perf', process.env) : null);
