import type { TimelineTables } from '../../src/analysis/tables.ts';
import type { RunStatus } from '../../src/shared/protocol.ts';
import type { MarkRow, SiteRow } from '../../src/shared/timeline.ts';
import { displayText } from '../model/display.ts';
import type { Lanes } from '../model/lanes.ts';

/** What went wrong with the run, and where. */
export interface Failure {
  readonly text: string;
  /** Null: nobody knows. */
  readonly site: SiteRow | null;
}

/** Errors of a thread that are looked at, from the last one back: most may be lines that were printed. */
const MAX_LOOKS = 100;

/** Whether the run is over and did not end well. */
export const endedBadly = ({ phase, code }: RunStatus): boolean =>
  phase === 'failed' || (phase === 'finished' && code !== 0);

/** Why the program could not be run, or the error that ended it; null: nothing is known to have gone wrong. */
export function failureOf(status: RunStatus, tables: TimelineTables, lanes: Lanes): Failure | null {
  const { at, text } = status;
  if (status.phase === 'failed') return { text: displayText(text, 1000), site: at && { ...at, name: '' } };
  if (!endedBadly(status)) return null;
  const error = lastError(tables, lanes);
  return error && { text: displayText(error.text, 300), site: tables.sites[error.site] ?? null };
}

/** The last error that nobody caught, in the program's own process. */
function lastError({ processes, threads }: TimelineTables, lanes: Lanes): MarkRow | null {
  let last: MarkRow | null = null;
  for (const { id, process } of threads) {
    if (processes[process]?.parent !== null) continue;
    const error = lastOfThread(lanes, id);
    if (error && (!last || error.ns >= last.ns)) last = error;
  }
  return last;
}

function lastOfThread(lanes: Lanes, thread: number): MarkRow | null {
  const errors = lanes.threads[thread]?.errors;
  if (!errors) return null;
  const { length } = errors;
  for (let i = length - 1; i >= Math.max(0, length - MAX_LOOKS); i--)
    if (errors.at(i).kind === 'error') return errors.at(i);
  return null;
}
