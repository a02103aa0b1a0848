/** The tasks of this thread: what runs now, what waits, and the probes that instrumented code calls. */
import { types } from 'node:util';
import { restoreMessage } from '../instrument/messages.ts';
import type { Probes } from '../shared/probes.ts';
import { RecordKind, TaskKind, TaskOutcome, WaitKind } from '../shared/records.ts';
import type { Ring } from './ring.ts';
import { Tag } from './tag.ts';

/** What is known about a promise: whose it is, and who waits for it. */
export class Awaited {
  /** The task whose own promise it is; 0 = not that of an instrumented function. */
  readonly id: number;
  waiter: Frame | null = null;
  otherWaiters: Frame[] | null = null;
  constructor(id: number) {
    this.id = id;
  }
}

/** Something that runs: a call of an instrumented function, or a callback of an operation. */
export class Frame extends Awaited {
  /** What runs again when this one stops: its synchronous caller. */
  below: Frame | null;
  suspended = false;
  /** Suspended by `yield`: its consumer resumes it, synchronously. */
  yielded = false;
  ended = false;
  constructor(id: number, below: Frame | null) {
    super(id);
    this.below = below;
  }
}

const { isPromise } = types;
const flags = (kind: number, value: number): number => kind | (value << 8);
const suspendPromise = flags(RecordKind.taskSuspend, WaitKind.promise);
const suspendValue = flags(RecordKind.taskSuspend, WaitKind.value);
const suspendThenable = flags(RecordKind.taskSuspend, WaitKind.thenable);
const suspendYield = flags(RecordKind.taskSuspend, WaitKind.yield);
const suspendNext = flags(RecordKind.taskSuspend, WaitKind.next);
const endReturned = flags(RecordKind.taskEnd, TaskOutcome.returned);
const endThrew = flags(RecordKind.taskEnd, TaskOutcome.threw);

export class Tasks implements Probes {
  readonly #ring: Ring;
  /** Whether the hooks below are enabled: without them (mode `light`) nothing is known of promises, and none is marked. */
  readonly #hasHooks: boolean;
  readonly #promises = new Tag<Awaited>();
  #nextId = 2;
  #current: Frame | null = null;
  #pendingSite = 0;
  #lastPromise: object | null = null;
  /** Nothing is known about `#lastPromise`: most promises are settled right after they were made, and need no look-up. */
  #lastIsUnknown = true;
  /** The task whose `await` is about to wrap a thenable in a promise of its own. */
  #wrapsThenable: Frame | null = null;
  #lastOperation = 0;
  /** The task that asks for the next value of a `for await`, until it surely waits for it. */
  #looping: Frame | null = null;
  #loopSite = 0;
  /** The callback (or module) that the running turn of the event loop began with. */
  #turn = 0;

  constructor(ring: Ring, hasHooks = true) {
    this.#ring = ring;
    this.#hasHooks = hasHooks;
  }

  /** The id of the task that runs now; 0 = none that is known. */
  get currentId(): number {
    return this.#current === null ? 0 : this.#current.id;
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
    if (this.#lastPromise !== null && kind === TaskKind.asyncFunction)
      this.#promises.set(this.#lastPromise, frame);
    return frame;
  };

  readonly m = (site: number): Frame => {
    const frame = this.#begin(site, TaskKind.module);
    this.#turn = frame.id;
    return frame;
  };

  readonly s = <T>(task: object, site: number, value: T): T => {
    const frame = task as Frame;
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null) {
      this.#suspend(frame, suspendValue, site, 0);
    } else if (value === this.#lastPromise || isPromise(value)) {
      this.#suspend(frame, suspendPromise, site, this.#hasHooks ? this.#awaitPromise(frame, value) : 0);
    } else {
      this.#suspend(frame, suspendThenable, site, this.#lastOperation);
      this.#wrapsThenable = frame;
    }
    return value;
  };

  readonly y = <T>(task: object, site: number, value: T): T => {
    this.#suspend(task as Frame, suspendYield, site, 0);
    (task as Frame).yielded = true;
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
    this.#current = frame.below;
    frame.below = null;
    this.#ring.put(outcome === 0 ? endReturned : endThrew, frame.id, 0, 0);
  };

  readonly q = <T>(value: T, _outcome: number): T => value;

  readonly v = <T>(value: T, site: number): T => {
    this.#pendingSite = site;
    return value;
  };

  readonly i = <T>(task: object, site: number, iterable?: T): T => {
    if (this.#hasHooks) {
      this.#looping = task as Frame;
      this.#loopSite = site;
    } else this.#suspend(task as Frame, suspendNext, site, 0);
    return iterable as T;
  };

  // --- hooks

  /** A promise was made (promise hook). */
  readonly promiseMade = (promise: object, parent: object | undefined): void => {
    this.#lastPromise = promise;
    this.#lastIsUnknown = true;
    if (this.#looping !== null && parent !== undefined) this.#loopMayWait(this.#looping, parent);
    if (this.#wrapsThenable !== null) {
      this.#awaitPromise(this.#wrapsThenable, promise);
      this.#wrapsThenable = null;
    }
  };

  /** A promise was settled, or locked in to another one (promise hook): it is called again when that one is settled. */
  readonly promiseSettled = (promise: object): void => {
    if (this.#lastIsUnknown && promise === this.#lastPromise) return;
    const awaited = this.#promises.get(promise);
    if (awaited === undefined || awaited.waiter === null) return;
    const settler = awaited.id === 0 ? this.currentId : awaited.id;
    this.#settle(awaited.waiter, settler);
    if (awaited.otherWaiters !== null)
      for (const waiter of awaited.otherWaiters) this.#settle(waiter, settler);
  };

  /** An operation was begun. Returns its site. */
  operationBegan(id: number): number {
    this.#lastOperation = id;
    return this.takeSite();
  }

  /** A callback of an operation begins. */
  callbackBegins(id: number): void {
    if (this.#looping !== null) this.#noteActivity();
    this.#pendingSite = 0;
    this.#turn = id;
    this.#current = new Frame(id, this.#current);
    this.#ring.put(RecordKind.opBefore, id, 0, 0);
  }

  /** An exception that nobody caught has emptied the stack. */
  stackUnwound(): void {
    this.#abandonBelow();
  }

  callbackEnds(id: number): void {
    if (this.#looping !== null) this.#noteActivity();
    this.#pendingSite = 0;
    this.#ring.put(RecordKind.opAfter, id, 0, 0);
    const current = this.#current;
    if (current !== null && current.id === id) this.#current = current.below;
  }

  #begin(site: number, kind: TaskKind): Frame {
    if (this.#looping !== null) this.#noteActivity();
    const below = this.#current;
    const frame = new Frame(this.#nextId, below);
    this.#nextId += 2;
    this.#pendingSite = 0;
    this.#current = frame;
    this.#ring.put(flags(RecordKind.taskStart, kind), frame.id, site, below === null ? 0 : below.id);
    this.#lastOperation = 0;
    return frame;
  }

  #suspend(frame: Frame, kind: number, site: number, hint: number): void {
    if (this.#looping !== null) this.#noteActivity();
    frame.suspended = true;
    this.#current = frame.below;
    frame.below = null;
    this.#pendingSite = 0;
    this.#lastOperation = 0;
    this.#ring.put(kind, frame.id, site, hint);
  }

  /** After `await` a task runs on an empty stack: what still seems to lie below was left there by an exception. */
  #resume(frame: Frame): void {
    if (this.#looping !== null) this.#noteActivity();
    if (!frame.yielded && this.#current !== null) this.#abandonBelow();
    frame.suspended = false;
    frame.yielded = false;
    frame.below = this.#current;
    this.#current = frame;
    this.#pendingSite = 0;
    this.#lastOperation = 0;
    this.#ring.put(RecordKind.taskResume, frame.id, 0, 0);
  }

  /**
   * `for await` waits for what `next()` returned: the engine makes a promise whose parent that is. `next()` may have made
   * others before: of those made in a row, the last one counts.
   */
  #loopMayWait(frame: Frame, parent: object): void {
    if (this.#current === frame)
      this.#suspend(frame, suspendNext, this.#loopSite, this.#awaitPromise(frame, parent));
    else if (frame.suspended && this.#promises.get(parent) !== frame) this.#awaitPromise(frame, parent);
  }

  /** Whatever else happens after a `for await` began to wait is not part of its `next()`. */
  #noteActivity(): void {
    if (this.#looping?.suspended) this.#looping = null;
  }

  #know(promise: object, awaited: Awaited): void {
    this.#promises.set(promise, awaited);
    if (promise === this.#lastPromise) this.#lastIsUnknown = false;
  }

  /** Notes who waits for a promise. Returns what is known about where it comes from. */
  #awaitPromise(frame: Frame, promise: object): number {
    let awaited = this.#promises.get(promise);
    if (awaited === undefined) {
      awaited = new Awaited(0);
      this.#know(promise, awaited);
    }
    if (awaited.waiter === null || !awaited.waiter.suspended) awaited.waiter = frame;
    else if (awaited.otherWaiters === null) awaited.otherWaiters = [frame];
    else awaited.otherWaiters.push(frame);
    return awaited.id === 0 ? this.#lastOperation : awaited.id;
  }

  /** Outside of known code (`settler` 0), what settles a promise goes back to what the turn began with. */
  #settle(waiter: Frame, settler: number): void {
    if (!waiter.suspended) return;
    if (settler !== 0) this.#ring.put(RecordKind.taskSettled, waiter.id, settler, 0);
    else this.#ring.put(flags(RecordKind.taskSettled, 1), waiter.id, this.#turn, 0);
  }

  #abandonBelow(): void {
    for (let frame = this.#current; frame !== null; frame = frame.below) {
      if (frame.ended) continue;
      frame.ended = true;
      const isTask = frame.id % 2 === 0;
      this.#ring.put(isTask ? endThrew : RecordKind.opAfter, frame.id, 0, 0);
    }
    this.#current = null;
  }
}
