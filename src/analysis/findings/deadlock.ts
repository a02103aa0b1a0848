import { NONE, type Ns, State, type TaskId } from '../../shared/timeline.ts';
import { phrases as names } from '../words.ts';
import { placeOf, type RunIndex } from './runIndex.ts';
import { awaitedTasks, type Stuck, stuckTasks } from './stuckTasks.ts';
import { type Finding, MOST_EVIDENCE, sentence } from './types.ts';
import { phrases } from './words.ts';

/** Threads that are all blocked for so long, with nobody left to wake them, will stay so. */
const LEAST_BLOCKED_NS = 100e6;

/** Circles of tasks that wait for each other's end, and processes of which every thread is blocked. */
export function deadlock(run: RunIndex): readonly Finding[] {
  return [...run.once(circles).map((circle) => ofTasks(run, circle)), ...ofThreads(run)];
}

function ofTasks(run: RunIndex, circle: readonly Stuck[]): Finding {
  const { spans } = run.tables;
  const [first, second] = circle;
  const site = run.siteRow(spans.siteAt(first!.row));
  const name = run.nameOf(first!.task);
  return {
    kind: 'deadlock',
    sentence:
      second === undefined
        ? sentence(phrases.deadlockOfOne, name, placeOf(site))
        : sentence(phrases.deadlock, name, run.nameOf(second.task), placeOf(site)),
    number: { unit: 'count', value: circle.length },
    site,
    advice: sentence(phrases.deadlockAdvice),
    evidence: circle.slice(0, MOST_EVIDENCE).map(({ task, row }) => ({
      thread: spans.threadAt(row),
      task,
      startNs: spans.startAt(row),
      endNs: spans.endAt(row),
    })),
    sizeNs: run.lengthNs,
  };
}

/** A task waits for one other at most, so that every walk ends in at most one circle. */
function circles(run: RunIndex): readonly (readonly Stuck[])[] {
  const stuck = new Map(run.once(stuckTasks).map((one) => [one.task, one]));
  const awaitedBy = run.once(awaitedTasks);
  const seenIn = new Map<TaskId, number>();
  const found: Stuck[][] = [];
  let walk = 0;
  for (const start of stuck.keys()) {
    walk++;
    let at: TaskId | undefined = start;
    while (at !== undefined && !seenIn.has(at)) {
      seenIn.set(at, walk);
      at = awaitedBy.get(at);
    }
    if (at === undefined || seenIn.get(at) !== walk) continue;
    const circle: Stuck[] = [];
    for (let one = at; circle.length === 0 || one !== at; one = awaitedBy.get(one)!)
      circle.push(stuck.get(one)!);
    found.push(circle);
  }
  return found;
}

/** The last span of each thread of a process is a wait that began long before the end. */
function ofThreads(run: RunIndex): readonly Finding[] {
  const { threads, processes } = run.tables;
  return processes.flatMap(({ id }) => {
    const own = threads.filter(({ process }) => process === id);
    const rows = own.map((thread) => blockedAtEnd(run, thread.id));
    if (own.length < 2 || rows.includes(NONE)) return [];
    const { spans } = run.tables;
    const site = rows.map((row) => run.ownSite(spans.siteAt(row))).find((row) => row !== null) ?? null;
    return [
      {
        kind: 'deadlock',
        sentence: sentence(phrases.deadlockOfThreads, own.length, placeOf(site)),
        number: { unit: 'count', value: own.length },
        site,
        advice: sentence(phrases.deadlockAdvice),
        evidence: rows.slice(0, MOST_EVIDENCE).map((row) => ({
          thread: spans.threadAt(row),
          task: NONE,
          startNs: spans.startAt(row),
          endNs: spans.endAt(row),
        })),
        sizeNs: run.lengthNs,
      } satisfies Finding,
    ];
  });
}

/** Row of the span in which a thread was blocked by `Atomics.wait` when it was ended, or NONE. */
function blockedAtEnd({ tables, rows }: RunIndex, thread: number): number {
  const { spans, strings, threads } = tables;
  const row = rows.spansOf({ thread, task: NONE }).at(-1);
  if (row === undefined || spans.stateAt(row) !== State.blocked) return NONE;
  const untilNs: Ns = threads[thread]!.endNs ?? tables.nowNs;
  const isLast = spans.endAt(row) >= untilNs && spans.lengthAt(row) >= LEAST_BLOCKED_NS;
  return isLast && strings[spans.reasonAt(row)] === names.atomicsWait ? row : NONE;
}
