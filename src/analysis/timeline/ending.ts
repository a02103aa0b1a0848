import type { ThreadOutcome } from '../../shared/timeline.ts';

/** What is known of a thread's end, by its own word and by that of the thread that started it. */
export interface Ending {
  readonly ownCode?: number;
  readonly exitCode?: number;
  readonly isTerminated?: boolean;
  readonly error?: string;
}

/** An error ends a thread with a code, too, and so does `terminate()`, which comes too late for a thread that has ended itself. */
export function threadOutcome({ ownCode, exitCode, isTerminated, error }: Ending): ThreadOutcome | null {
  if (error !== undefined) return { kind: 'failed', message: error };
  if (ownCode === undefined && isTerminated) return { kind: 'terminated' };
  const code = ownCode ?? exitCode;
  return code === undefined ? null : { kind: 'exited', code };
}
