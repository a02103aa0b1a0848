import { l10n } from 'vscode';
import type { RunResult } from '../collector/index.ts';
import type { RunStatus } from '../shared/protocol.ts';
import { assertNever } from '../shared/text.ts';
import type { ProcessOutcome } from '../shared/timeline.ts';
import type { RunFailure } from './failure.ts';

/** No run yet. */
export const idleStatus = (): RunStatus => ({
  phase: 'idle',
  file: '',
  text: l10n.t(
    'Open a TypeScript or JavaScript file and run “Visualize Concurrency” from the command palette.',
  ),
  code: null,
  at: null,
});

export const statusOf = (phase: RunStatus['phase'], file: string, text: string): RunStatus => ({
  phase,
  file,
  text,
  code: null,
  at: null,
});

export const failedStatus = (file: string, failure: RunFailure): RunStatus => ({
  ...statusOf('failed', file, failure.message),
  at: failure.at,
});

/** How a run ended. Null: it was stopped before it started. */
export function endStatus(file: string, result: RunResult | null, timeoutSeconds: number): RunStatus {
  if (result === null) return statusOf('stopped', file, l10n.t('Stopped before it started'));
  const time = duration(result.wallMs);
  if (result.why === 'stop') return statusOf('stopped', file, l10n.t('Stopped after {0}', time));
  if (result.why === 'timeout') return statusOf('stopped', file, timeoutText(timeoutSeconds));
  return outcomeStatus(file, result.outcome, time);
}

/** Adds what the reader has to say of the recording: a part of it is of a newer version, say, and what to do about that. */
export const withProblems = (status: RunStatus, problems: readonly string[]): RunStatus =>
  problems.length === 0 ? status : { ...status, text: [status.text, ...problems].join('. ') };

function outcomeStatus(file: string, outcome: ProcessOutcome, time: string): RunStatus {
  switch (outcome.kind) {
    case 'exited':
      return { ...statusOf('finished', file, exitText(outcome.code, time)), code: outcome.code };
    case 'killed':
      return statusOf('finished', file, l10n.t('Killed by {0} after {1}', outcome.signal, time));
    case 'failedToStart':
      return statusOf('failed', file, outcome.message);
    default:
      return assertNever(outcome);
  }
}

const timeoutText = (timeoutSeconds: number): string =>
  l10n.t('Stopped at the time limit of {0} s (setting “Timeout Seconds”)', timeoutSeconds);

const exitText = (code: number, time: string): string =>
  code === 0
    ? l10n.t('Finished after {0}', time)
    : l10n.t('Ended with exit code {0} after {1}; its output says more', code, time);

/** A length of time with three digits that matter. */
const duration = (ms: number): string =>
  ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toPrecision(3)} s`;
