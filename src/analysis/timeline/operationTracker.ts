import { NONE, type Ns, State } from '../../shared/timeline.ts';
import { phrases } from '../words.ts';
import type { LiveTask } from './lane.ts';
import {
  IMMEDIATE_KIND,
  type OperationType,
  operationType,
  TICK_KIND,
  timerName,
  UNANNOUNCED,
} from './operations.ts';
import type { SiteScope } from './sites.ts';
import type { TaskSet } from './taskSet.ts';
import { PENDING, RETURNED } from './timeline.ts';

const MS = 1e6;
const TIMER = operationType('Timeout');
const UNKNOWN = operationType('');

/** A timer as its record has it. `parent` and `local` are numbers in the thread's records. */
export interface NewTimer {
  readonly ns: Ns;
  readonly delayMs: number;
  readonly local: number;
  readonly site: number;
  readonly parent: number;
}

/** The timers, I/O operations and other callbacks of one thread: each waits, and runs when it is called back. */
export class OperationTracker {
  readonly #tasks: TaskSet;
  readonly #sites: SiteScope;
  readonly #types = new Map<number, OperationType>();
  #timer: NewTimer | null = null;

  constructor(tasks: TaskSet, sites: SiteScope) {
    this.#tasks = tasks;
    this.#sites = sites;
  }

  /** What type a number stands for in this thread. */
  defineType(id: number, name: string): void {
    this.#types.set(id, operationType(name));
  }

  /** Ticks and immediates wait for nothing but their turn. A tick that an operation queued only hands its result on. */
  start(ns: Ns, type: number, local: number, siteNumber: number, parentLocal: number): void {
    const operation = this.#types.get(type) ?? UNKNOWN;
    const { kind } = operation;
    const { timeline } = this.#tasks;
    const name = timeline.stringTable.id(operation.name);
    const starter = this.#tasks.get(parentLocal);
    let site = this.#sites.id(siteNumber);
    if (site === NONE && operation.isConsequence) site = starter?.ownSite ?? NONE;
    const handsOn = kind === TICK_KIND && site === NONE && starter?.operation ? starter : null;
    const reason = handsOn?.waitReason ?? timeline.stringTable.id(operation.reason);
    const parent = starter?.task ?? NONE;
    const task = this.#tasks.begin(ns, { kind, local, name, operation, reason, site, parent });
    task.handsOn = handsOn?.handsOn ?? handsOn;
    if (kind === TICK_KIND || kind === IMMEDIATE_KIND) timeline.enter(task, State.ready, ns, NONE, site);
    else timeline.enter(task, State.waiting, ns, reason, site);
  }

  /** Whether a timer is held back. */
  get hasTimer(): boolean {
    return this.#timer !== null;
  }

  /** Holds a timer back until the thread's next record, which says whether it repeats. */
  holdTimer(timer: NewTimer): void {
    this.#timer = timer;
  }

  /** The timer that was held back begins; `repeating` is the number of the one that repeats, or 0. */
  startTimer(repeating: number): void {
    if (this.#timer === null) return;
    const { ns, delayMs, local, site: siteNumber, parent: parentLocal } = this.#timer;
    const repeats = repeating === local;
    this.#timer = null;
    const { timeline } = this.#tasks;
    const name = timeline.stringTable.id(timerName(delayMs, repeats));
    const site = this.#sites.id(siteNumber);
    const parent = this.#tasks.id(parentLocal);
    const { kind } = TIMER;
    const task = this.#tasks.begin(ns, { kind, local, name, operation: TIMER, reason: name, site, parent });
    task.repeats = repeats;
    task.delayNs = Math.max(delayMs, 1) * MS;
    task.dueNs = ns + task.delayNs;
    timeline.enter(task, State.waiting, ns, name, site);
  }

  /** A timer that was set again by its own means (`refresh`) runs once more after its end. */
  before(ns: Ns, local: number): void {
    const task = this.#tasks.get(local) ?? this.#unannounced(ns, local);
    if (task.operation === null || task.isRunning) return;
    const { timeline, lane } = this.#tasks;
    if (task.isOver) {
      const endNs = timeline.tasks.columns.endNs[task.task]!;
      this.#tasks.revive(task);
      timeline.enter(task, State.waiting, endNs, task.waitReason, task.ownSite);
      task.dueNs = endNs + task.delayNs;
    }
    // A timer that comes late although its thread was idle was not ready: the system woke the thread late.
    if (task.state === State.waiting && task.dueNs < ns && lane.wasBusySince(task.dueNs)) {
      timeline.enter(task, State.ready, task.dueNs, NONE, task.ownSite);
    }
    lane.run(task, ns, task.ownSite);
  }

  after(ns: Ns, local: number): void {
    const task = this.#tasks.get(local);
    if (task === null || task.operation === null || task.isOver) return;
    task.afterNs = ns;
    if (!task.operation.isStanding && !task.repeats && !task.isSetAgain) {
      this.#tasks.end(task, ns, RETURNED);
      return;
    }
    const { timeline, lane } = this.#tasks;
    if (task.isRunning) lane.stop(task, ns);
    if (task.repeats) task.dueNs = ns + task.delayNs;
    else if (!task.isSetAgain) task.dueNs = Number.POSITIVE_INFINITY;
    task.isSetAgain = false;
    timeline.enter(task, State.waiting, ns, task.waitReason, task.ownSite);
  }

  /** A timer is due later; from within its callback, once more. */
  refresh(ns: Ns, local: number): void {
    const task = this.#tasks.get(local);
    if (task === null || task.isOver) return;
    task.dueNs = ns + task.delayNs;
    task.isSetAgain = task.isRunning;
  }

  /** The operation will not be called back any more; from within its callback, not again. */
  cancel(ns: Ns, local: number): void {
    const task = this.#tasks.get(local);
    if (task === null || task.operation === null || task.isOver) return;
    if (task.isRunning) {
      task.repeats = false;
      task.isSetAgain = false;
    } else this.#tasks.end(task, Math.min(ns, Math.max(task.dueNs, task.startNs)), PENDING);
  }

  /** A message is delivered: who waits for the operation that runs, waits for messages. */
  received(): void {
    const task = this.#tasks.lane.top;
    if (task === null || task.operation === null) return;
    task.waitReason = this.#tasks.timeline.stringTable.id(phrases.message);
    task.handsOn = null;
  }

  /** An operation that began before its thread was recorded, or in a loss. */
  #unannounced(ns: Ns, local: number): LiveTask {
    const { kind } = UNANNOUNCED;
    const name = this.#tasks.timeline.stringTable.id(UNANNOUNCED.name);
    const task = { kind, local, name, operation: UNANNOUNCED, reason: name, site: NONE, parent: NONE };
    return this.#tasks.begin(ns, task);
  }
}
