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
  for (const [thread, running] of yield* runningSpans(tables)) {
    const cores = onCore.get(thread);
    if (cores === undefined) running.startNs.forEach((start, i) => void levels.add(start, running.endNs[i]!));
    else addCommon(running, cores, levels);
    yield;
  }
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

/** When the code of each thread ran. */
function* runningSpans(tables: TimelineTables): Steps<ReadonlyMap<ThreadId, Stretches>> {
  const running = new Map<ThreadId, Stretches>(
    tables.threads.map(({ id }) => [id, { startNs: [], endNs: [] }]),
  );
  const { spans } = tables;
  const open = [...tables.openSpans()];
  // The table may grow in between.
  const { length } = spans;
  for (let i = 0; i < length; i++) {
    if (isRunningLane(spans.taskAt(i), spans.stateAt(i))) {
      addTo(running.get(spans.threadAt(i)), spans.startAt(i), spans.endAt(i));
    }
    if (i % ROWS_PER_STEP === 0) yield;
  }
  for (const { task, state, startNs, thread } of open) {
    const endNs = tables.threads[thread]?.endNs ?? tables.nowNs;
    if (isRunningLane(task, state)) addTo(running.get(thread), startNs, endNs);
  }
  return running;
}

function addTo(stretches: Stretches | undefined, startNs: Ns, endNs: Ns): void {
  stretches?.startNs.push(startNs);
  stretches?.endNs.push(endNs);
}

/** Adds what lies in a stretch of both. */
function addCommon(a: Stretches, b: Stretches, levels: Levels): void {
  for (let i = 0, j = 0; i < a.startNs.length && j < b.startNs.length; ) {
    const startNs = Math.max(a.startNs[i]!, b.startNs[j]!);
    const endNs = Math.min(a.endNs[i]!, b.endNs[j]!);
    levels.add(startNs, endNs);
    if (a.endNs[i]! <= b.endNs[j]!) i++;
    else j++;
  }
}
