import type { Ns } from '../../shared/timeline.ts';
import { isRunningLane } from '../levels.ts';
import type { TimelineTables } from '../tables.ts';
import { buildTaskGraph } from './buildGraph.ts';
import { CoreTime } from './cpuTime.ts';
import { type CriticalPath, criticalPathOf, type Placement } from './criticalPath.ts';
import { NodeKind, type TaskGraph } from './graph.ts';

/** What a run did in all, and what of it could not be done at the same time. */
export interface WorkReport {
  /** CPU time of all tasks; a callee's is not counted again in its caller's. */
  readonly workNs: Ns;
  /** With tasks kept on their threads, as the program is written. */
  readonly written: CriticalPath;
  /** As if every task had a thread of its own. */
  readonly freed: CriticalPath;
}

export function reportWork(tables: TimelineTables): WorkReport {
  return reportGraph(buildTaskGraph(tables));
}

export function reportGraph(graph: TaskGraph): WorkReport {
  return {
    workNs: workOf(graph),
    written: criticalPathOf(graph, 'written'),
    freed: criticalPathOf(graph, 'freed'),
  };
}

/** The time of all running nodes: on a core where it is known when a thread had one; else while its code ran. */
export function workOf({ kind, ns, onThreads }: TaskGraph): Ns {
  let workNs = 0;
  for (let node = 0; node < onThreads; node++) if (kind[node] === NodeKind.running) workNs += ns[node]!;
  return workNs;
}

/** The same from the threads’ spans, without a graph. */
export function workOfSpans(tables: TimelineTables): Ns {
  const { spans, threads } = tables;
  const coreTime = new CoreTime(tables);
  const onCore = threads.map(({ id }) => coreTime.of(id));
  let workNs = 0;
  for (let row = 0; row < spans.length; row++) {
    if (!isRunningLane(spans.taskAt(row), spans.stateAt(row))) continue;
    workNs += onCore[spans.threadAt(row)]?.(spans.startAt(row), spans.endAt(row)) ?? 0;
  }
  for (const { thread, task, state, startNs } of tables.openSpans()) {
    if (!isRunningLane(task, state)) continue;
    workNs += onCore[thread]?.(startNs, threads[thread]?.endNs ?? tables.nowNs) ?? 0;
  }
  return workNs;
}

/**
 * How many cores would be busy on average if there was no end of them: work ÷ critical path (T1 ÷ T∞ in “Introduction to
 * Algorithms” by Cormen, Leiserson, Rivest and Stein, chapter “Parallel Algorithms”). Less than 1 where the program waits more than it
 * works; 0 when nothing ran.
 */
export function parallelismOf(report: WorkReport, placement: Placement): number {
  const { ns } = report[placement];
  return ns === 0 ? 0 : report.workNs / ns;
}

/**
 * The shortest time that any schedule on `cores` cores can take: max(work ÷ cores, critical path). These are the *work law* and the *span
 * law*; a scheduler that leaves no core idle while something is ready needs at most work ÷ cores + critical path (R. P. Brent, “The Parallel
 * Evaluation of General Arithmetic Expressions”, JACM 21 (1974); R. L. Graham, 1966).
 */
export function boundNs(report: WorkReport, placement: Placement, cores: number): Ns {
  return Math.max(report.workNs / cores, report[placement].ns);
}

/**
 * The share of the work that cannot run beside other work, from 0 to 1: code on the critical path ÷ work. With it as serial share s,
 * Amdahl's law (G. M. Amdahl, AFIPS 1967) bounds the speed-up on k cores by 1 ÷ (s + (1 − s) ÷ k).
 */
export function serialShare(report: WorkReport, placement: Placement): number {
  return report.workNs === 0 ? 1 : report[placement].runningNs / report.workNs;
}

/** Amdahl's law: how many times faster work with a serial share is on `cores` cores than on one. */
export function amdahlSpeedUp(serial: number, cores: number): number {
  return 1 / (serial + (1 - serial) / cores);
}
