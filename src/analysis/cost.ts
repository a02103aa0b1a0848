import type { CounterRow, Ns } from '../shared/timeline.ts';
import type { TimelineTables } from './tables.ts';

/** What the recording itself has cost, as measured on this machine during this run. A part that nobody measured is null. */
export interface RecordingCost {
  /** CPU time of the program's own threads that went into writing records: records × what one costs. */
  readonly recordsNs: number | null;
  /** CPU time of the drain threads. */
  readonly drainNs: number | null;
  /** CPU time of who sampled the cores, outside the program. */
  readonly samplerNs: number | null;
  /** The sum of the parts that are known; null: none is. */
  readonly totalNs: number | null;
  /** `totalNs` ÷ the time from the program's start to its end. More than 1 when several threads record at once. */
  readonly shareOfWall: number | null;
  /** `totalNs` ÷ (CPU time of the program's threads + what of the recording ran elsewhere); null where no CPU time is known. */
  readonly shareOfCpu: number | null;
}

/**
 * The cost of the recording of a run that took `wallNs`: total = records + drain + sampler, each measured, as shares of the
 * run's time and of all CPU time. (The program's CPU time has the records' cost in it already.)
 */
export function recordingCost({ facts, counters }: TimelineTables, wallNs: Ns): RecordingCost {
  const { recordCpuNs: recordsNs, drainCpuNs: drainNs, samplerCpuNs: samplerNs } = facts;
  const isKnown = recordsNs !== null || drainNs !== null || samplerNs !== null;
  const elsewhereNs = (drainNs ?? 0) + (samplerNs ?? 0);
  const totalNs = isKnown ? (recordsNs ?? 0) + elsewhereNs : null;
  const programNs = programCpuNs(counters);
  const share = (ofNs: number): number | null => (totalNs === null || ofNs <= 0 ? null : totalNs / ofNs);
  return {
    recordsNs,
    drainNs,
    samplerNs,
    totalNs,
    shareOfWall: share(wallNs),
    shareOfCpu: programNs === null ? null : share(programNs + elsewhereNs),
  };
}

/** CPU time of all recorded threads, each by its largest counter: they only grow. Null: none has one. */
function programCpuNs(counters: readonly CounterRow[]): number | null {
  const threads = new Map<number, number>();
  for (const { name, thread, value } of counters) {
    if (name === 'cpuNs' && thread >= 0) threads.set(thread, Math.max(threads.get(thread) ?? 0, value));
  }
  return threads.size === 0 ? null : [...threads.values()].reduce((sum, value) => sum + value, 0);
}
