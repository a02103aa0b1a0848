import { ResumeWord, TaskKind, TaskOutcome, WaitKind } from '../../shared/records.ts';
import {
  linkKindNames,
  NONE,
  type Ns,
  State,
  type StringId,
  type TaskId,
  type TaskKindName,
  taskKindNames,
} from '../../shared/timeline.ts';
import { phrases } from '../words.ts';
import type { LiveTask } from './lane.ts';
import { baseName, type SiteScope } from './sites.ts';
import type { TaskSet } from './taskSet.ts';
import { RETURNED, THREW } from './timeline.ts';
import { settledReason, splitWait, waitReason } from './waits.ts';

const SPAWN = linkKindNames.indexOf('spawn');
const RESOLVE = linkKindNames.indexOf('resolve');
const kinds: Readonly<Record<number, TaskKindName>> = {
  [TaskKind.asyncFunction]: 'async function',
  [TaskKind.asyncGenerator]: 'async generator',
  [TaskKind.module]: 'module',
};

/**
 * The async functions, generators and modules of one thread: each runs from its start or resume to its next suspend or
 * its end, and in between it waits until what it awaits is settled, and is ready from then on.
 */
export class FunctionTracker {
  readonly #tasks: TaskSet;
  readonly #sites: SiteScope;

  constructor(tasks: TaskSet, sites: SiteScope) {
    this.#tasks = tasks;
    this.#sites = sites;
  }

  start(ns: Ns, taskKind: number, local: number, siteNumber: number, parentLocal: number): void {
    const { timeline, thread, lane } = this.#tasks;
    const kindName = kinds[taskKind] ?? 'async function';
    const site = this.#sites.id(siteNumber);
    const name = this.#nameOf(site, kindName);
    const parent = this.#tasks.id(parentLocal);
    const kind = taskKindNames.indexOf(kindName);
    const reason = timeline.stringTable.filled(phrases.promiseOf, name);
    const task = this.#tasks.begin(ns, { kind, local, name, operation: null, reason, site, parent });
    if (taskKind === TaskKind.asyncFunction && parent !== NONE) {
      timeline.links.push(SPAWN, true, thread, parent, ns, thread, task.task, ns);
    }
    lane.run(task, ns, site);
  }

  suspend(ns: Ns, wait: number, local: number, siteNumber: number, hint: number): void {
    const task = this.#get(local);
    if (task === null) return;
    const { timeline, lane } = this.#tasks;
    if (task.isRunning) lane.stop(task, ns);
    task.waitKind = wait;
    task.settledNs = Number.NaN;
    const awaited = hint === 0 ? null : this.#tasks.get(hint);
    const reason = waitReason(timeline.stringTable, wait, awaited);
    task.isReasonGuess = awaited === null || awaited.operation !== null;
    const state = wait === WaitKind.value ? State.ready : State.waiting;
    timeline.enter(task, state, ns, reason, this.#sites.id(siteNumber));
  }

  /** The wait goes on all the same if what it was settled with was another promise: the last word counts. */
  settled(ns: Ns, isDeduced: boolean, local: number, settlerLocal: number): void {
    const task = this.#get(local);
    if (task === null || task.state !== State.waiting) return;
    const known = settlerLocal === 0 ? null : this.#tasks.get(settlerLocal);
    const settler = known?.handsOn ?? known;
    task.settledNs = ns;
    task.settledBy = settler?.task ?? NONE;
    task.isSettlerExact = !isDeduced;
    const { stringTable } = this.#tasks.timeline;
    task.settledReason = isDeduced ? task.reason : settledReason(stringTable, task, settler);
  }

  /** `word` is a `ResumeWord`; `askerLocal` asked a generator for its next value. */
  resume(ns: Ns, local: number, word: number, askerLocal: number): void {
    const task = this.#get(local);
    if (task === null || task.isRunning) return;
    if (task.state === State.waiting) this.#endWait(task, ns, word, askerLocal);
    this.#tasks.lane.run(task, ns, task.site);
  }

  #endWait(task: LiveTask, ns: Ns, word: number, askerLocal: number): void {
    const { timeline } = this.#tasks;
    if (!Number.isNaN(task.settledNs)) {
      splitWait(timeline, task);
      if (task.settledBy !== NONE) this.#linkResolve(task, task.settledBy, task.settledNs, ns);
      return;
    }
    if (task.waitKind === WaitKind.yield) {
      const asker = askerLocal === 0 ? NONE : this.#tasks.id(askerLocal);
      task.isSettlerExact = word !== ResumeWord.askerDeduced;
      if (asker !== NONE) this.#linkResolve(task, asker, ns, ns);
    } else if (word === ResumeWord.wasReady) {
      task.state = State.ready;
      task.reason = NONE;
    }
  }

  end(ns: Ns, outcome: number, local: number): void {
    const task = this.#get(local);
    if (task !== null) this.#tasks.end(task, ns, outcome === TaskOutcome.threw ? THREW : RETURNED);
  }

  /** The async function, generator or module of this number, unless it has ended. */
  #get(local: number): LiveTask | null {
    const task = this.#tasks.get(local);
    return task === null || task.operation !== null || task.isOver ? null : task;
  }

  #linkResolve({ task, thread, isSettlerExact }: LiveTask, settler: TaskId, settledNs: Ns, ns: Ns): void {
    const { links } = this.#tasks.timeline;
    links.push(RESOLVE, isSettlerExact, thread, settler, settledNs, thread, task, ns);
  }

  #nameOf(site: number, kind: TaskKindName): StringId {
    const { stringTable, sites } = this.#tasks.timeline;
    const row = sites[site];
    if (row === undefined) return stringTable.id(phrases.unknownName);
    const fallback = kind === 'module' ? baseName(row.file) : phrases.anonymous;
    return stringTable.id(row.name || fallback);
  }
}
