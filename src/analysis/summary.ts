import type { RecordingMode } from '../shared/frames.ts';
import type { Ns, ProcessOutcome, ProcessRow } from '../shared/timeline.ts';
import { type RecordingCost, recordingCost } from './cost.ts';
import { exactShare, explainWaits } from './explained.ts';
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
  readonly mode: RecordingMode;
  /**
   * The share of the waiting time of functions and modules that has an exact cause, from 0 to 1; null: none of them waited, or
   * `light` records no causes.
   */
  readonly exactCauses: number | null;
  readonly cost: RecordingCost;
}

/** How long the program itself has run, from its start to its end or to now. */
export function runLengthNs({ processes, nowNs }: TimelineTables): Ns {
  const root = rootProcess(processes);
  return root === null ? nowNs : (root.endNs ?? nowNs) - root.startNs;
}

export function summarize(tables: TimelineTables): RecordingSummary {
  const { facts, processes, threads, tasks } = tables;
  const root = rootProcess(processes);
  const wallNs = runLengthNs(tables);
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
    mode: facts.mode,
    exactCauses: facts.mode === 'light' ? null : exactCauses(tables),
    cost: recordingCost(tables, wallNs),
  };
}

function exactCauses(tables: TimelineTables): number | null {
  const waits = explainWaits(tables);
  return waits.waitingNs === 0 ? null : exactShare(waits);
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
  const lines = [ended, counts.join(' · '), clock, costText(summary.cost, say)];
  if (summary.exactCauses !== null) lines.push(fill(say(phrases.exactCauses), atLeast(summary.exactCauses)));
  if (summary.mode === 'light') lines.push(say(phrases.lightMode));
  if (dropped > 0) lines.push(fill(say(phrases.dropped), dropped));
  if (skipped > 0) lines.push(fill(say(phrases.skipped), skipped));
  return lines.join('\n');
}

/** What the recording has cost, with its parts. */
function costText(cost: RecordingCost, say: (phrase: string) => string): string {
  const { totalNs, shareOfWall, recordsNs, drainNs, samplerNs } = cost;
  if (totalNs === null) return say(phrases.costUnknown);
  const known = [
    [phrases.costOfRecords, recordsNs],
    [phrases.costOfDrain, drainNs],
    [phrases.costOfSampler, samplerNs],
  ] as const;
  const parts = known.flatMap(([phrase, ns]) => (ns === null ? [] : [fill(say(phrase), formatNs(ns))]));
  const whole = fill(say(phrases.cost), formatNs(totalNs), formatShare(shareOfWall ?? 0));
  return `${whole} (${parts.join(', ')}).`;
}

/** A share as a percentage, never rounded up: 100 % means all. */
const atLeast = (share: number): string => `${Math.floor(share * 1000) / 10} %`;

/** A share as a percentage, with two digits that count. */
export function formatShare(share: number): string {
  const percent = share * 100;
  return `${percent >= 10 ? Math.round(percent) : Number(percent.toPrecision(2))} %`;
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
