/** The tasks of this thread: what runs now, what waits, and the probes that instrumented code calls. */
import { types } from 'node:util';
import { restoreMessage } from '../instrument/messages.ts';
import type { Probes } from '../shared/probes.ts';
import { RecordKind, ResumeWord, TaskKind, TaskOutcome, WaitKind } from '../shared/records.ts';
import { Frame } from './awaited.ts';
import { Execution } from './execution.ts';
import { Promises } from './promises.ts';
import type { Ring } from './ring.ts';

const { isPromise } = types;
/** Promises that the engine makes to await what is no promise. */
const VALUE_PROMISES = 2;
const flags = (kind: number, value: number): number => kind | (value << 8);
const suspendPromise = flags(RecordKind.taskSuspend, WaitKind.promise);
const suspendValue = flags(RecordKind.taskSuspend, WaitKind.value);
const suspendThenable = flags(RecordKind.taskSuspend, WaitKind.thenable);
const suspendYield = flags(RecordKind.taskSuspend, WaitKind.yield);
const suspendNext = flags(RecordKind.taskSuspend, WaitKind.next);
const endReturned = flags(RecordKind.taskEnd, TaskOutcome.returned);
const endThrew = flags(RecordKind.taskEnd, TaskOutcome.threw);

export class Tasks implements Probes {
  readonly promises: Promises;
  readonly #ring: Ring;
  /** Whether the hooks below are enabled: without them (mode `light`) nothing is known of promises, and none is marked. */
  readonly #hasHooks: boolean;
  readonly #run = new Execution();
  #nextId = 2;
  #pendingSite = 0;
  #lastOperation = 0;
  /** The task whose next wait is the engine's own (`for await`, `await using`), until it surely waits. */
  #looping: Frame | null = null;
  #loopSite = 0;
  #loopWait = suspendNext;
  /** The frame of the callback that a turn began with: it is used again and again. */
  readonly #rootFrame = new Frame(0, null);

  constructor(ring: Ring, hasHooks = true) {
    this.#ring = ring;
    this.#hasHooks = hasHooks;
    this.promises = new Promises(ring, this.#run);
  }

  /** The id of the task that runs now; 0 = none that is known. */
  get currentId(): number {
    return this.#run.currentId;
  }

  /** The site that a call-site probe left for the operation that begins now; forgets it. */
  takeSite(): number {
    const site = this.#pendingSite;
    this.#pendingSite = 0;
    return site;
  }

  // --- probes (see `shared/probes.ts`); arrow functions, because instrumented code calls them unbound

  readonly e = (site: number, kind: TaskKind): Frame => {
    const frame = this.#begin(site, kind);
    if (kind === TaskKind.asyncFunction) this.promises.ownedBy(frame);
    return frame;
  };

  readonly m = (site: number): Frame => {
    const isFirst = this.#run.current === null;
    const frame = this.#begin(site, TaskKind.module);
    if (isFirst) this.#run.beginTurn(frame.id);
    return frame;
  };

  readonly s = <T>(task: object, site: number, value: T): T => {
    const frame = task as Frame;
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null) {
      this.#suspend(frame, suspendValue, site, 0);
      this.promises.awaits(VALUE_PROMISES);
    } else if (value === this.promises.last || isPromise(value)) {
      const hint = this.#hasHooks ? this.promises.waitFor(frame, value) || this.#lastOperation : 0;
      this.#suspend(frame, suspendPromise, site, hint);
      this.promises.awaits(1);
    } else {
      this.#suspend(frame, suspendThenable, site, this.#lastOperation);
      this.promises.wrapsThenable(frame);
    }
    return value;
  };

  readonly y = <T>(task: object, site: number, value: T): T => {
    const frame = task as Frame;
    this.#suspend(frame, suspendYield, site, 0);
    frame.yielded = true;
    this.promises.yields(frame, isPromise(value) ? 1 : VALUE_PROMISES);
    return value;
  };

  readonly r = <T>(task: object, value: T): T => {
    this.#resume(task as Frame);
    return value;
  };

  readonly c = (task: object, error?: unknown): void => {
    if (error !== undefined) restoreMessage(error);
    if ((task as Frame).suspended) this.#resume(task as Frame);
  };

  readonly x = (task: object, outcome: number, error?: unknown): void => {
    const frame = task as Frame;
    if (frame.ended) return;
    if (error !== undefined) restoreMessage(error);
    if (frame.suspended) this.#resume(frame);
    frame.ended = true;
    this.#run.current = frame.below;
    this.#run.justEnded = frame.id;
    frame.below = null;
    this.#ring.put(outcome === 0 ? endReturned : endThrew, frame.id, 0, 0);
  };

  readonly q = <T>(value: T, _outcome: number): T => value;

  readonly v = <T>(value: T, site: number): T => {
    this.#pendingSite = site;
    return value;
  };

  readonly i = <T>(task: object, site: number, iterable?: T): T => {
    this.#engineWillAwait(task as Frame, suspendNext, site);
    return iterable as T;
  };

  readonly u = (task: object, site?: number): object => ({
    [Symbol.dispose]: () => {
      this.c(task);
      if (site !== undefined) this.#engineWillAwait(task as Frame, suspendPromise, site);
    },
  });

  // --- hooks

  /** An operation was begun, as a part of the task that runs. Returns its site. */
  operationBegan(id: number): number {
    this.#lastOperation = id;
    return this.takeSite();
  }

  /** A tick was queued: its callback runs within a turn of the event loop. Returns whose doing it is; 0 = not known. */
  tickBegan(id: number, isMicrotask: boolean): number {
    this.#run.queueTick(id, isMicrotask);
    return Math.max(this.promises.causeOfNow(), 0);
  }

  /** A callback of an operation begins. */
  callbackBegins(id: number): void {
    const run = this.#run;
    if (this.#looping !== null) this.#noteActivity();
    this.#pendingSite = 0;
    if (run.current !== null) run.current = new Frame(id, run.current);
    else {
      run.beginCallback(id);
      this.#rootFrame.id = id;
      run.current = this.#rootFrame;
    }
    this.#ring.put(RecordKind.opBefore, id, 0, 0);
  }

  callbackEnds(id: number): void {
    if (this.#looping !== null) this.#noteActivity();
    this.#pendingSite = 0;
    this.#ring.put(RecordKind.opAfter, id, 0, 0);
    const { current } = this.#run;
    if (current !== null && current.id === id) this.#run.current = current.below;
  }

  /** An exception that nobody caught has emptied the stack. */
  stackUnwound(): void {
    this.#abandonBelow();
  }

  #begin(site: number, kind: TaskKind): Frame {
    const run = this.#run;
    if (this.#looping !== null) this.#noteActivity();
    const below = run.current;
    const frame = new Frame(this.#nextId, below);
    this.#nextId += 2;
    this.#pendingSite = 0;
    run.current = frame;
    run.isRootAlone = false;
    this.#ring.put(flags(RecordKind.taskStart, kind), frame.id, site, below === null ? 0 : below.id);
    this.#lastOperation = 0;
    return frame;
  }

  #suspend(frame: Frame, kind: number, site: number, hint: number): void {
    if (this.#looping !== null) this.#noteActivity();
    frame.suspended = true;
    frame.suspendTurn = this.#run.turn;
    this.#run.current = frame.below;
    frame.below = null;
    this.#pendingSite = 0;
    this.#lastOperation = 0;
    this.#ring.put(kind, frame.id, site, hint);
  }

  /** After `await` a task runs on an empty stack: what still seems to lie below was left there by an exception. */
  #resume(frame: Frame): void {
    const run = this.#run;
    if (this.#looping !== null) this.#noteActivity();
    if (!frame.yielded && run.current !== null) this.#abandonBelow();
    const asker = frame.yielded ? this.#asker() : 0;
    frame.suspended = false;
    frame.yielded = false;
    frame.below = run.current;
    run.current = frame;
    run.isRootAlone = false;
    this.promises.resumed();
    this.#pendingSite = 0;
    this.#lastOperation = 0;
    // What was settled before it was awaited is taken up in the same turn.
    const wasReady = this.#hasHooks && (frame.isToldSettled || frame.suspendTurn === run.turn);
    frame.isToldSettled = false;
    let word: number = wasReady ? ResumeWord.wasReady : ResumeWord.causeUnknown;
    if (asker < 0) word = ResumeWord.askerDeduced;
    this.#ring.put(RecordKind.taskResume, frame.id, word, Math.abs(asker));
  }

  /** Who asks a generator for its next value. Without hooks only a caller on the stack is known. */
  #asker(): number {
    return this.#hasHooks ? this.promises.causeOfNow() : this.#run.currentId;
  }

  #engineWillAwait(frame: Frame, wait: number, site: number): void {
    if (!this.#hasHooks) {
      this.#suspend(frame, wait, site, 0);
      return;
    }
    this.#looping = frame;
    this.#loopSite = site;
    this.#loopWait = wait;
    this.promises.awaits(0);
    this.promises.loopWaits = this.#loopWaits;
  }

  /**
   * `for await` waits for what `next()` returned: the engine makes a promise whose parent that is. `next()` may have made
   * others before: of those made in a row, the last one counts.
   */
  readonly #loopWaits = (parent: object): void => {
    const frame = this.#looping!;
    if (this.#run.current === frame) {
      const hint = this.promises.waitFor(frame, parent) || this.#lastOperation;
      this.#suspend(frame, this.#loopWait, this.#loopSite, hint);
    } else if (frame.suspended && !this.promises.isOwn(parent, frame)) this.promises.waitFor(frame, parent);
  };

  /** Whatever else happens after a `for await` began to wait is not part of its `next()`. */
  #noteActivity(): void {
    if (!this.#looping?.suspended) return;
    this.#looping = null;
    this.promises.loopWaits = null;
  }

  #abandonBelow(): void {
    const run = this.#run;
    for (let frame = run.current; frame !== null; frame = frame.below) {
      if (frame.ended) continue;
      const isTask = frame.id % 2 === 0;
      if (isTask) frame.ended = true;
      this.#ring.put(isTask ? endThrew : RecordKind.opAfter, frame.id, 0, 0);
    }
    run.current = null;
  }
}
