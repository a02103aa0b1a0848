import { NONE, type Ns, type ThreadId } from '../shared/timeline.ts';
import { isRunningLane, type Levels } from './levels.ts';
import { ROWS_PER_STEP, type Steps } from './steps.ts';
import type { TimelineTables } from './tables.ts';

/** Stretches of time, in order of their start. */
interface Stretches {
  readonly startNs: Ns[];
  readonly endNs: Ns[];
}

/**
 * Adds to `levels` when each thread ran. Where it is known which thread had a core when, a thread runs while its code runs *and*
 * it has a core: of three threads that calculate on one core, one runs at a time. A process that is not recorded itself
 * runs while it has a core. What helps the runtime does not count. (While a recording grows, the cores are known a moment later than
 * the code, and so is what this tells.)
 */
export function* addRunningThreads(tables: TimelineTables, levels: Levels): Steps<void> {
  const { onCore, others } = coresOf(tables);
  for (const { startNs, endNs } of others) startNs.forEach((start, i) => void levels.add(start, endNs[i]!));
  const { spans, threads } = tables;
  const add = threads.map(({ id }) => adder(onCore.get(id), levels));
  // The table may grow in between.
  const open = [...tables.openSpans()];
  const { length } = spans;
  for (let row = 0; row < length; row++) {
    if (row % ROWS_PER_STEP === 0) yield;
    if (!isRunningLane(spans.taskAt(row), spans.stateAt(row))) continue;
    add[spans.threadAt(row)]?.(spans.startAt(row), spans.endAt(row));
  }
  for (const { task, state, startNs, thread } of open) {
    if (isRunningLane(task, state)) add[thread]?.(startNs, threads[thread]?.endNs ?? tables.nowNs);
  }
}

/** Adds what of a thread's running spans, given in order of time, lies in a stretch in which it had a core. */
function adder(cores: Stretches | undefined, levels: Levels): (startNs: Ns, endNs: Ns) => void {
  if (cores === undefined) return (startNs, endNs) => levels.add(startNs, endNs);
  let next = 0;
  return (startNs, endNs) => {
    while (next < cores.endNs.length && cores.endNs[next]! <= startNs) next++;
    for (let i = next; i < cores.startNs.length && cores.startNs[i]! < endNs; i++) {
      levels.add(Math.max(startNs, cores.startNs[i]!), Math.min(endNs, cores.endNs[i]!));
    }
  };
}

/** When each of the program's threads had a core, as far as that is known, and each process that is not recorded itself. */
function coresOf(tables: TimelineTables): { onCore: Map<ThreadId, Stretches>; others: Stretches[] } {
  const onCore = new Map<ThreadId, Stretches>();
  const others: Stretches[] = [];
  const recorded = new Set(tables.threads.map(({ process }) => process));
  const stretchesOf = tables.osThreads.map(({ thread, process }) => {
    const stretches: Stretches = { startNs: [], endNs: [] };
    if (thread !== NONE) onCore.set(thread, stretches);
    else if (process !== NONE && !recorded.has(process)) others.push(stretches);
    return stretches;
  });
  const { columns, length } = tables.cores;
  for (let i = 0; i < length; i++) {
    if (columns.core[i] !== NONE)
      addTo(stretchesOf[columns.osThread[i]!]!, columns.startNs[i]!, columns.endNs[i]!);
  }
  for (const [thread, { startNs }] of onCore) if (startNs.length === 0) onCore.delete(thread);
  return { onCore, others };
}

function addTo(stretches: Stretches | undefined, startNs: Ns, endNs: Ns): void {
  stretches?.startNs.push(startNs);
  stretches?.endNs.push(endNs);
}
