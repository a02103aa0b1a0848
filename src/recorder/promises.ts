/**
 * Who settles what: V8's promise hooks, and what is known of each promise. A promise that a task's code settles is that task's
 * doing. What a reaction (a `.then` callback, an `await` in code without probes) settles goes back to who settled the promise that
 * it reacts to: such promises are linked when they are made. (The engine does not tell it of a promise of a subclass.) Only where
 * that is not known, it is deduced: from who settled the last promise in this turn of the event loop, or began it.
 */
import { RecordKind } from '../shared/records.ts';
import { Awaited, Frame, UNSETTLED } from './awaited.ts';
import type { Execution } from './execution.ts';
import { knownOf, setKnown, setSource, sourceOf } from './mark.ts';
import type { Ring } from './ring.ts';

const DEDUCED = RecordKind.taskSettled | (1 << 8);

/** Else it is an operation (see `LocalTaskId`). */
const isTask = (id: number): boolean => id % 2 === 0;

export class Promises {
  readonly #ring: Ring;
  readonly #run: Execution;
  /** The newest promise. Most are settled right after they were made, and need no look-up. */
  last: object | null = null;
  #lastIsUnknown = true;
  /** The promise whose reaction runs, or ran last. */
  #reaction: object | null = null;
  /** Promises that the engine makes next for an `await` or `yield`, and what settles the promises that react to them. */
  #engineMakes = 0;
  #engineSource: Awaited | null = null;
  /** The task whose `await` is about to wrap a thenable in a promise of its own. */
  #wrapsThenable: Frame | null = null;
  /** The promise that the task which runs now was resumed by: nobody can ask about it. */
  #resumedBy: object | null = null;
  /** Told while a `for await` may begin to wait, with what `next()` returned. */
  loopWaits: ((parent: object) => void) | null = null;

  constructor(ring: Ring, run: Execution) {
    this.#ring = ring;
    this.#run = run;
  }

  // --- hooks; arrow functions, because the engine calls them unbound

  readonly made = (promise: object, parent: object | undefined): void => {
    this.last = promise;
    this.#lastIsUnknown = true;
    if (parent !== undefined) this.#derived(promise, parent);
  };

  /** A reaction to a promise begins to run: `promise` is what it settles. */
  readonly reacts = (promise: object): void => {
    this.#reaction = promise;
    this.#run.justEnded = 0;
    this.#run.isDrained = true;
  };

  /** A promise was settled, or perhaps only locked in to another one: then this is called again when that one is settled. */
  readonly settled = (promise: object): void => {
    if ((this.#lastIsUnknown && promise === this.last) || promise === this.#resumedBy) return;
    const awaited = knownOf(promise);
    if (awaited === null) return;
    const settler = this.#settlerOf(promise, awaited);
    awaited.settler = settler;
    if (settler > 0) this.#run.lastCause = settler;
    const { waiter } = awaited;
    if (waiter === null) return;
    if (waiter instanceof Frame) this.#tell(waiter, settler);
    else for (const each of waiter) this.#tell(each, settler);
  };

  /** The newest promise is the own one of a task that begins. */
  ownedBy(frame: Frame): void {
    if (this.last !== null) this.#know(this.last, frame);
  }

  /** What settles this promise is the end of this operation. */
  operationOf(promise: object, id: number): void {
    this.#know(promise, new Awaited(id));
  }

  /** The engine makes `count` promises for an `await` with probes, which nobody asks about. */
  awaits(count: number): void {
    this.#engineMakes = count;
    this.#engineSource = null;
  }

  /** The engine makes `count` promises for a `yield`: what reacts to them is the generator giving its value to the consumer. */
  yields(frame: Frame, count: number): void {
    this.#engineMakes = count;
    this.#engineSource = frame;
  }

  /** A task was resumed by the reaction that runs. */
  resumed(): void {
    this.#resumedBy = this.#reaction;
  }

  /** The task's `await` is about to wrap a thenable: the next promise is what it waits for. */
  wrapsThenable(frame: Frame): void {
    this.#wrapsThenable = frame;
    this.awaits(2);
  }

  /** Notes who waits for a promise. Returns the task whose own it is; 0 = not known. */
  waitFor(frame: Frame, promise: object): number {
    const awaited = this.#knowAll(promise);
    const { waiter } = awaited;
    if (waiter === null) awaited.waiter = frame;
    else if (waiter instanceof Frame) awaited.waiter = waiter.suspended ? [waiter, frame] : frame;
    else waiter.push(frame);
    return awaited.id;
  }

  isOwn(promise: object, frame: Frame): boolean {
    return knownOf(promise) === frame;
  }

  #derived(promise: object, parent: object): void {
    if (this.#engineMakes > 0) this.#madeByEngine(promise);
    else {
      setSource(promise, this.#asked(parent));
      this.loopWaits?.(parent);
    }
  }

  #madeByEngine(promise: object): void {
    this.#engineMakes--;
    if (this.#wrapsThenable !== null) {
      this.waitFor(this.#wrapsThenable, promise);
      this.#wrapsThenable = null;
    } else if (this.#engineSource !== null) setSource(promise, this.#engineSource);
  }

  /** Somebody asks to react to a promise. If it was settled before, that is the doing of who asks. */
  #asked(promise: object): Awaited {
    const { part, root } = this.#run;
    const asker = this.causeOfNow();
    let source = this.#knowAll(promise);
    if (source.settler !== UNSETTLED) source = new Awaited(0);
    source.asker = source.askPart !== part || source.asker === asker ? asker : -root;
    source.askPart = part;
    return source;
  }

  #knowAll(promise: object): Awaited {
    let awaited = knownOf(promise);
    if (awaited === null) {
      awaited = new Awaited(0);
      this.#know(promise, awaited);
    }
    return awaited;
  }

  #know(promise: object, awaited: Awaited): void {
    setKnown(promise, awaited);
    if (promise === this.last) this.#lastIsUnknown = false;
  }

  /** Who settles a promise at this moment (see `Awaited.settler`). */
  #settlerOf(promise: object, awaited: Awaited): number {
    const { id } = awaited;
    // A task's own promise is settled by its end; but when it was locked in to another one, by who settled that.
    if (id !== 0 && (id === this.#run.justEnded || !isTask(id))) return id;
    // What an async iterator over something synchronous returned is settled by a reaction whose source the engine does not name.
    const isIteration = promise === this.#reaction && sourceOf(promise) === null;
    return (isIteration && this.#askedNow(awaited)) || this.causeOfNow();
  }

  /** Whose doing is what happens at this moment: a task's id, or its negative when that is only deduced. */
  causeOfNow(): number {
    const run = this.#run;
    if (run.current !== null) return run.current.id;
    if (run.justEnded !== 0) return run.justEnded;
    const cause = this.#causeOfReaction();
    if (cause !== UNSETTLED) return cause;
    return run.isRootAlone ? run.root : -(run.lastCause || run.root);
  }

  /** Who settled what the running reaction reacts to. */
  #causeOfReaction(): number {
    if (this.#reaction === null) return UNSETTLED;
    const source = sourceOf(this.#reaction);
    if (source === null) return UNSETTLED;
    if (source.settler !== UNSETTLED) return source.settler;
    // Where an `await` has wrapped a thenable, the engine names another source, which is pending.
    return this.#askedNow(source) || this.#askedNow(knownOf(this.#reaction)) || source.id;
  }

  /** Who asked for it in this part of the turn. */
  #askedNow(awaited: Awaited | null): number {
    return awaited !== null && awaited.askPart === this.#run.part ? awaited.asker : UNSETTLED;
  }

  #tell(waiter: Frame, settler: number): void {
    if (!waiter.suspended) return;
    waiter.isToldSettled = true;
    if (settler >= 0) this.#ring.put(RecordKind.taskSettled, waiter.id, settler, 0);
    else this.#ring.put(DEDUCED, waiter.id, -settler, 0);
  }
}
