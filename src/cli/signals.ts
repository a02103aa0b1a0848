import { constants } from 'node:os';
import type { Run } from '../collector/index.ts';

/** Signals that ask us to end. */
const ENDING = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Exit code, as shells give it, of a program that a signal ended. */
export const codeOfSignal = (signal: string): number =>
  128 + (constants.signals[signal as NodeJS.Signals] ?? 0);

/** Passes a request to end on to the program: it is stopped with all that it started. */
export class SignalWatch {
  private readonly run: Run;
  private seen: NodeJS.Signals | null = null;

  constructor(run: Run) {
    this.run = run;
    for (const signal of ENDING) process.on(signal, this.take);
  }

  /** The first signal that came. */
  get received(): NodeJS.Signals | null {
    return this.seen;
  }

  end(): void {
    for (const signal of ENDING) process.removeListener(signal, this.take);
  }

  /** The second one does not wait for the rest of the recording. */
  private readonly take = (signal: NodeJS.Signals): void => {
    if (this.seen !== null) process.exit(codeOfSignal(signal));
    this.seen = signal;
    void this.run.stop();
  };
}
