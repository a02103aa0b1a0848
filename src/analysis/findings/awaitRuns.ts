import {
  type LinkKindName,
  NONE,
  type Ns,
  type SiteId,
  State,
  type TaskId,
  type TaskKindName,
  taskKindNames,
} from '../../shared/timeline.ts';
import { isStandingName } from '../timeline/operations.ts';
import { THREW } from '../timeline/timeline.ts';
import { phrases as names } from '../words.ts';
import type { RunIndex } from './runIndex.ts';
import type { Evidence } from './types.ts';

/** A shorter wait is not worth a change: starting a call and coming back from it takes a good part of that. */
const LEAST_WAIT_NS = 1e6;

/** A task began one call or operation, and waited for just that, while nothing else in the program ran for most of the time. */
export interface LoneWait {
  readonly site: SiteId;
  readonly startNs: Ns;
  readonly endNs: Ns;
  /** How long nothing ran. */
  readonly idleNs: Ns;
  /** What it waited for. */
  readonly awaited: TaskId;
}

/** Lone waits of one task, one after another, with nothing in between that it waited for in another way. */
export interface AwaitRun {
  readonly task: TaskId;
  readonly waits: readonly LoneWait[];
}

const isFunction = namesAre('async function', 'async generator', 'module');
const isCall = namesAre('async function', 'async generator');
const isIo = namesAre('io');
const settling: ReadonlySet<LinkKindName> = new Set(['resolve']);

function namesAre(...names: readonly TaskKindName[]): readonly boolean[] {
  return taskKindNames.map((name) => names.includes(name));
}

/**
 * All that waited one at a time. Left out: pauses (a timer that the task itself set), waits for what was begun before or by others
 * (messages, events, locks), and waits beside which something else that the task began went on.
 */
export function awaitRuns(run: RunIndex): readonly AwaitRun[] {
  const { kind } = run.tables.tasks.columns;
  const runs: AwaitRun[] = [];
  for (let task = 0; task < run.tables.tasks.length; task++) {
    // One call or operation cannot come after another.
    if (isFunction[kind[task]!] !== true || run.rows.childrenOf(task).length < 2) continue;
    new TaskWaits(run, task).addTo(runs);
  }
  return runs;
}

/** What a task began between two waits. */
interface Begun {
  readonly calls: number;
  readonly operations: number;
  readonly last: TaskId;
}

class TaskWaits {
  readonly #run: RunIndex;
  readonly #task: TaskId;
  readonly #children: Int32Array;
  #next = 0;
  /** Short waits since the last run ended, by place. */
  readonly #shorts = new Map<SiteId, number>();
  /** Until when what it began earlier goes on. */
  #othersUntilNs = Number.NEGATIVE_INFINITY;

  constructor(run: RunIndex, task: TaskId) {
    this.#run = run;
    this.#task = task;
    this.#children = run.rows.childrenOf(task);
  }

  addTo(runs: AwaitRun[]): void {
    const { spans, tasks } = this.#run.tables;
    const lane = { thread: tasks.columns.thread[this.#task]!, task: this.#task };
    const rows = this.#run.rows.spansOf(lane);
    let waits: LoneWait[] = [];
    for (let at = 0; at < rows.length; at++) {
      const row = rows[at]!;
      if (spans.stateAt(row) !== State.waiting) continue;
      const begun = this.#begunUntil(spans.startAt(row));
      const wait = this.#lone(row, begun, this.#goesOnNs(rows, at));
      if (wait !== null) waits.push(wait);
      else if (spans.lengthAt(row) < LEAST_WAIT_NS) this.#short(spans.siteAt(row));
      else {
        this.#end(waits, runs);
        waits = [];
      }
    }
    this.#end(waits, runs);
  }

  #short(site: SiteId): void {
    this.#shorts.set(site, (this.#shorts.get(site) ?? 0) + 1);
  }

  /** Where most waits are short, nothing was waited for: the long ones are pauses of the runtime. */
  #end(waits: readonly LoneWait[], runs: AwaitRun[]): void {
    const longs = new Map<SiteId, number>();
    for (const { site } of waits) longs.set(site, (longs.get(site) ?? 0) + 1);
    const real = waits.filter(({ site }) => longs.get(site)! >= (this.#shorts.get(site) ?? 0));
    if (real.length > 1) runs.push({ task: this.#task, waits: real });
    this.#shorts.clear();
  }

  #lone(row: number, begun: Begun, goesOnNs: Ns): LoneWait | null {
    const { spans } = this.#run.tables;
    const [startNs, endNs] = [spans.startAt(row), spans.endAt(row)];
    const isAlone = begun.calls === 1 || (begun.calls === 0 && begun.operations === 1);
    const others = this.#othersUntilNs;
    this.#othersUntilNs = Math.max(others, this.#endOf(begun.last));
    if (!isAlone || endNs - startNs < LEAST_WAIT_NS || others > startNs) return null;
    if (!this.#isCall(row, begun.last) || !this.#settledBy(begun.last, endNs, goesOnNs)) return null;
    if (this.#run.rows.hasLoss(spans.threadAt(row), startNs, goesOnNs)) return null;
    const idleNs = this.#run.idleNs(startNs, endNs);
    if (idleNs < (endNs - startNs) / 2 || this.#run.ownSite(spans.siteAt(row)) === null) return null;
    return { site: spans.siteAt(row), startNs, endNs, idleNs, awaited: begun.last };
  }

  /** A loop over an iterator takes one value at a time by its nature, and what follows a failure is there because of it. */
  #isCall(row: number, begun: TaskId): boolean {
    const { spans, strings, tasks } = this.#run.tables;
    return strings[spans.reasonAt(row)] !== names.nextValue && tasks.columns.outcome[begun] !== THREW;
  }

  /** Whether what was begun has ended the wait. What a library reads in several operations is ended by the last of them. */
  #settledBy(begun: TaskId, endNs: Ns, goesOnNs: Ns): boolean {
    const { tasks, links } = this.#run.tables;
    const { thread, kind, parent } = tasks.columns;
    const lane = { thread: thread[this.#task]!, task: this.#task };
    const link = this.#run.rows.cause(lane, endNs, goesOnNs, settling);
    if (link === NONE) return false;
    const settler = links.columns.fromTask[link]!;
    if (settler === begun || (settler !== NONE && parent[settler] === begun)) return true;
    return settler !== NONE && isIo[kind[begun]!] === true && isIo[kind[settler]!] === true;
  }

  #begunUntil(ns: Ns): Begun {
    const { kind, startNs } = this.#run.tables.tasks.columns;
    let [calls, operations, last]: [number, number, TaskId] = [0, 0, NONE];
    for (; this.#next < this.#children.length; this.#next++) {
      const child = this.#children[this.#next]!;
      if (startNs[child]! > ns) break;
      const ofCall = isCall[kind[child]!] === true;
      const ofIo = isIo[kind[child]!] === true && !isStandingName(this.#run.nameOf(child));
      if (!ofCall && !ofIo) continue;
      if (ofCall) calls++;
      else operations++;
      if (ofCall || calls === 0) last = child;
      if (calls + operations > 1) this.#othersUntilNs = Math.max(this.#othersUntilNs, this.#endOf(child));
    }
    return { calls, operations, last };
  }

  #endOf(task: TaskId): Ns {
    if (task === NONE) return Number.NEGATIVE_INFINITY;
    const endNs = this.#run.tables.tasks.columns.endNs[task]!;
    return Number.isNaN(endNs) ? Number.POSITIVE_INFINITY : endNs;
  }

  #goesOnNs(rows: Int32Array, at: number): Ns {
    const { spans } = this.#run.tables;
    for (let next = at + 1; next < rows.length; next++) {
      if (spans.stateAt(rows[next]!) === State.running) return spans.startAt(rows[next]!);
    }
    return Number.POSITIVE_INFINITY;
  }
}

/** Waits of a run that come again and again, and the others. */
export function splitRun({ waits }: AwaitRun): {
  readonly looped: readonly LoneWait[];
  readonly single: readonly LoneWait[];
} {
  const counts = new Map<SiteId, number>();
  for (const { site } of waits) counts.set(site, (counts.get(site) ?? 0) + 1);
  const looped = waits.filter(({ site }) => counts.get(site)! >= LOOP_ROUNDS);
  return { looped, single: waits.filter(({ site }) => counts.get(site)! < LOOP_ROUNDS) };
}

/** Two calls in a row are written twice as often as they are looped over; three are a loop. */
const LOOP_ROUNDS = 3;

export const evidenceOf = (run: RunIndex, task: TaskId, waits: readonly LoneWait[]): readonly Evidence[] =>
  waits.map(({ startNs, endNs }) => ({
    thread: run.tables.tasks.columns.thread[task]!,
    task,
    startNs,
    endNs,
  }));
