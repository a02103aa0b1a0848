import { TaskKind, TaskOutcome, WaitKind } from '../../shared/records.ts';
import {
  linkKindNames,
  NONE,
  type Ns,
  State,
  type StringId,
  type TaskKindName,
  taskKindNames,
} from '../../shared/timeline.ts';
import { phrases } from '../words.ts';
import type { LiveTask } from './lane.ts';
import { baseName, type SiteScope } from './sites.ts';
import type { TaskSet } from './taskSet.ts';
import { RETURNED, THREW } from './timeline.ts';
import { settledReason, waitReason } from './waits.ts';

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
    task.settledBy = NONE;
    const reason = waitReason(timeline.stringTable, wait, hint === 0 ? null : this.#tasks.get(hint));
    const state = wait === WaitKind.value ? State.ready : State.waiting;
    timeline.enter(task, state, ns, reason, this.#sites.id(siteNumber));
  }

  settled(ns: Ns, isRoot: boolean, local: number, settlerLocal: number): void {
    const task = this.#get(local);
    if (task === null || task.state !== State.waiting) return;
    const { timeline } = this.#tasks;
    const settler = settlerLocal === 0 ? null : this.#tasks.get(settlerLocal);
    task.reason = settledReason(timeline.stringTable, task.reason, settler);
    task.settledBy = settler?.task ?? NONE;
    task.settledNs = ns;
    task.isSettlerExact = !isRoot;
    timeline.enter(task, State.ready, ns, NONE, task.site);
  }

  /**
   * A wait of which nobody said that it was settled was none: the task was ready all the time. In the mode `light` nobody
   * ever says so, and what can be known is when it went on.
   */
  resume(ns: Ns, local: number): void {
    const task = this.#get(local);
    if (task === null || task.isRunning) return;
    const waitsForAsker = task.waitKind === WaitKind.yield || task.waitKind === WaitKind.next;
    const isTold = this.#tasks.timeline.facts.mode === 'full';
    if (task.state === State.waiting && !waitsForAsker && isTold) {
      task.state = State.ready;
      task.reason = NONE;
    }
    if (task.settledBy !== NONE) this.#linkResolve(task, ns);
    this.#tasks.lane.run(task, ns, task.site);
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

  #linkResolve(task: LiveTask, ns: Ns): void {
    const { settledBy, settledNs, isSettlerExact, thread } = task;
    const { links } = this.#tasks.timeline;
    links.push(RESOLVE, isSettlerExact, thread, settledBy, settledNs, thread, task.task, ns);
    task.settledBy = NONE;
  }

  #nameOf(site: number, kind: TaskKindName): StringId {
    const { stringTable, sites } = this.#tasks.timeline;
    const row = sites[site];
    if (row === undefined) return stringTable.id(phrases.unknownName);
    const fallback = kind === 'module' ? baseName(row.file) : phrases.anonymous;
    return stringTable.id(row.name || fallback);
  }
}
