import type { RecordingMode } from '../shared/frames.ts';
import type { Ns, ProcessOutcome, ProcessRow } from '../shared/timeline.ts';
import { type RecordingCost, recordingCost } from './cost.ts';
import { exactShare, explainWaits } from './explained.ts';
import type { TimelineTables } from './tables.ts';
import { type Verdict, verdictOf } from './verdict.ts';
import { fill, phrases } from './words.ts';
import { buildTaskGraph } from './work/buildGraph.ts';
import { criticalPathNs } from './work/criticalPath.ts';
import { workOfSpans } from './work/parallelism.ts';

/** A summary of a larger recording has no critical path: its task graph takes some 100 bytes a span. */
const MOST_SPANS = 2_000_000;

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
  /** The verdict on the whole run, and its numbers (see `verdictOf`). */
  readonly verdict: Verdict['kind'];
  readonly maxInProgress: number;
  readonly meanInProgress: number;
  readonly maxRunning: number;
  readonly meanRunning: number;
  /** CPU time of all tasks, in ms. */
  readonly workMs: number;
  /**
   * The longest chain of that and of waits as the program is written, in ms, and work ÷ that. Null: the recording is so large that
   * this would take too much memory.
   */
  readonly criticalPathMs: number | null;
  readonly parallelism: number | null;
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
    wallMs: ms(wallNs),
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
    ...concurrencyOf(tables, root?.startNs ?? 0, wallNs),
  };
}

function concurrencyOf(tables: TimelineTables, fromNs: Ns, wallNs: Ns) {
  const { kind, inProgress, running } = verdictOf(tables, fromNs, fromNs + wallNs);
  const workNs = workOfSpans(tables);
  const pathNs = writtenPathNs(tables);
  return {
    verdict: kind,
    maxInProgress: inProgress.most,
    meanInProgress: rounded(inProgress.mean),
    maxRunning: running.most,
    meanRunning: rounded(running.mean),
    workMs: ms(workNs),
    criticalPathMs: pathNs === null ? null : ms(pathNs),
    parallelism: pathNs === null ? null : pathNs === 0 ? 0 : rounded(workNs / pathNs),
  };
}

/** The critical path as the program is written; null: the recording is too large. */
export function writtenPathNs(tables: TimelineTables): Ns | null {
  return tables.spans.length > MOST_SPANS ? null : criticalPathNs(buildTaskGraph(tables), 'written');
}

/** Whole µs, in ms. */
const ms = (ns: Ns): number => Math.round(ns / 1e3) / 1e3;
const rounded = (value: number): number => Math.round(value * 1e3) / 1e3;

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
  const lines = [
    ended,
    counts.join(' · '),
    concurrencyText(summary, say),
    clock,
    costText(summary.cost, say),
  ];
  if (summary.exactCauses !== null) lines.push(fill(say(phrases.exactCauses), atLeast(summary.exactCauses)));
  if (summary.mode === 'light') lines.push(say(phrases.lightMode));
  if (dropped > 0) lines.push(fill(say(phrases.dropped), dropped));
  if (skipped > 0) lines.push(fill(say(phrases.skipped), skipped));
  return lines.join('\n');
}

/** Whether it ran one thing at a time or several, and how much it could have. */
function concurrencyText(summary: RecordingSummary, say: (phrase: string) => string): string {
  const { criticalPathMs, parallelism } = summary;
  const tasks = `${summary.maxInProgress} (${summary.meanInProgress.toFixed(1)})`;
  const threads = `${summary.maxRunning} (${summary.meanRunning.toFixed(1)})`;
  const verdict = fill(say(phrases.concurrency), say(phrases[summary.verdict]), tasks, threads);
  const work = formatNs(summary.workMs * 1e6);
  if (criticalPathMs === null || parallelism === null) return `${verdict} ${fill(say(phrases.work), work)}`;
  const path = formatNs(criticalPathMs * 1e6);
  return `${verdict} ${fill(say(phrases.workAndPath), work, path, Number(parallelism.toPrecision(2)))}`;
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
export function rootProcess(processes: readonly ProcessRow[]): ProcessRow | null {
  let root: ProcessRow | null = null;
  for (const process of processes) {
    if (process.parent === null && (root === null || process.startNs < root.startNs)) root = process;
  }
  return root;
}

export function outcomeText(outcome: ProcessOutcome | null, say: (phrase: string) => string): string {
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
