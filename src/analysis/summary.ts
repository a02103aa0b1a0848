import type { Ns, ProcessOutcome, ProcessRow } from '../shared/timeline.ts';
import type { TimelineTables } from './tables.ts';
import { fill, phrases } from './words.ts';

/** A recording in numbers. */
export interface RecordingSummary {
  /** How the program itself ended; null: it had not, or nobody knows. */
  readonly outcome: ProcessOutcome | null;
  /** From its start to its end, or to the end of the recording, in ms. */
  readonly wallMs: number;
  readonly processes: number;
  readonly threads: number;
  readonly tasks: number;
  readonly messages: number;
  /** Records dropped by the recorder; records that could not be read. */
  readonly dropped: number;
  readonly skipped: number;
  readonly clockErrorNs: number | null;
}

export function summarize(tables: TimelineTables): RecordingSummary {
  const { facts, processes, threads, tasks, nowNs } = tables;
  const root = rootProcess(processes);
  const wallNs = root === null ? nowNs : (root.endNs ?? nowNs) - root.startNs;
  return {
    outcome: root?.outcome ?? null,
    wallMs: Math.round(wallNs / 1e3) / 1e3,
    processes: processes.length,
    threads: threads.length,
    tasks: tasks.length,
    messages: facts.messages,
    dropped: facts.dropped,
    skipped: facts.skipped,
    clockErrorNs: facts.clockErrorNs,
  };
}

/** The same for a person, in a few lines. `say` gives a phrase in the person's language; without it, English. */
export function summaryText(
  summary: RecordingSummary,
  say: (phrase: string) => string = (text) => text,
): string {
  const { dropped, skipped, clockErrorNs } = summary;
  const counts = [
    fill(say(phrases.processes), summary.processes),
    fill(say(phrases.threads), summary.threads),
    fill(say(phrases.tasks), summary.tasks),
    fill(say(phrases.messages), summary.messages),
  ];
  const ended = fill(say(phrases.after), outcomeText(summary.outcome, say), formatNs(summary.wallMs * 1e6));
  const clock =
    clockErrorNs === null ? say(phrases.clockUnknown) : fill(say(phrases.clockError), formatNs(clockErrorNs));
  const lines = [ended, counts.join(' · '), clock];
  if (dropped > 0) lines.push(fill(say(phrases.dropped), dropped));
  if (skipped > 0) lines.push(fill(say(phrases.skipped), skipped));
  return lines.join('\n');
}

/** The program itself: the process that no recorded process started, the earliest if there are several. */
function rootProcess(processes: readonly ProcessRow[]): ProcessRow | null {
  let root: ProcessRow | null = null;
  for (const process of processes) {
    if (process.parent === null && (root === null || process.startNs < root.startNs)) root = process;
  }
  return root;
}

function outcomeText(outcome: ProcessOutcome | null, say: (phrase: string) => string): string {
  switch (outcome?.kind) {
    case 'exited':
      return fill(say(phrases.exited), outcome.code);
    case 'killed':
      return fill(say(phrases.killed), outcome.signal);
    case 'failedToStart':
      return fill(say(phrases.failedToStart), outcome.message);
    default:
      return say(phrases.noOutcome);
  }
}

/** A length of time in the unit that fits it, with three digits that count. */
export function formatNs(ns: Ns): string {
  const units = [
    [1e9, 's'],
    [1e6, 'ms'],
    [1e3, 'µs'],
  ] as const;
  const [size, unit] = units.find(([least]) => ns >= least) ?? ([1, 'ns'] as const);
  const value = ns / size;
  return `${value >= 100 ? Math.round(value) : Number(value.toPrecision(3))} ${unit}`;
}
