/**
 * What one record costs the thread that writes it: the probes and promise hooks themselves, called in turn on a ring of their
 * own. It is measured in the drain thread, for a ms at most between two of its passes, and never more records than the program
 * has written itself: so the code is about as warm as it was there, and a program that records little is left alone.
 *
 * How near that comes, on a program of 1,000,000 awaits: 83 to 92 ns are calibrated (mode `light`: 46 to 48), where the CPU time of the
 * program's thread, recorded less plain, is 76 ns per record for awaits of numbers and 91 for awaits of calls (`light`: 53, 60).
 */
import { promiseHooks } from 'node:v8';
import { TaskKind } from '../shared/records.ts';
import { now } from './originals.ts';
import { openRing } from './ring.ts';
import { Control, claimSlot, controlOf, createSlab, Sleeping, SlotWord, slotHeader } from './slab.ts';
import { Tasks } from './tasks.ts';

/** How long a step lasts; a long one where it is that far behind the program. */
const STEP_NS = 100_000n;
const LONG_STEP_NS = 1_000_000n;
const FAR_BEHIND = 20_000;
/** From here on the cost does not change any more: V8 has compiled all of it (measured; some 10 ms in all). */
const MAX_RECORDS = 100_000;
/** Long steps that may follow at the end of a program that was too fast. */
const LAST_STEPS = 2;
/** Calls of a round, between two looks at the clock. */
const CALLS = 8;
const SITE = 1;
const unsettled = (): void => {};
/** Stands for the promises that V8 makes from others. */
const derived = new Promise<void>(unsettled);

export class Calibration {
  readonly #hasHooks: boolean;
  readonly #header: Int32Array;
  readonly #tasks: Tasks;
  /** Records measured, what they cost, and the least that one has cost, in ns. */
  #records = 0;
  #ns = 0;
  #leastNs = Number.POSITIVE_INFINITY;

  /** `hasHooks`: whether the program is recorded with promise hooks. */
  constructor(hasHooks: boolean) {
    const slab = createSlab(1);
    const slot = claimSlot(slab, 0);
    controlOf(slab)[Control.sleeping] = Sleeping.no;
    this.#hasHooks = hasHooks;
    this.#header = slotHeader(slab, slot);
    this.#tasks = new Tasks(openRing(slab, slot), hasHooks);
  }

  /** Whether a program that has written so many records is worth another step. */
  isDue(records: number): boolean {
    return this.#records < Math.min(records, MAX_RECORDS);
  }

  /** The program is over: ns that each of its records has cost on average; null: nothing was measured. */
  recordNs(records: number): number | null {
    for (let i = 0; i < LAST_STEPS && this.#isFarBehind(records); i++) this.step(records);
    if (this.#records === 0) return null;
    const rest = Math.max(records - this.#records, 0);
    const ns = (this.#ns + rest * this.#leastNs) / (this.#records + rest);
    return Math.round(ns * 10) / 10;
  }

  /** Measures for a moment; `programRecords` = how many the program has written so far. */
  step(programRecords: number): void {
    const header = this.#header;
    const before = header[SlotWord.head]!;
    const costs = this.#costsFor(this.#isFarBehind(programRecords) ? LONG_STEP_NS : STEP_NS);
    const records = (header[SlotWord.head]! - before) | 0;
    Atomics.store(header, SlotWord.tail, header[SlotWord.head]!);
    const median = costs.toSorted((a, b) => a - b)[costs.length >> 1]!;
    // Code only gets faster: what makes a step slower than one before is the machine, which had other things to do.
    this.#leastNs = Math.min(this.#leastNs, median);
    this.#records += records;
    this.#ns += records * this.#leastNs;
  }

  #isFarBehind(programRecords: number): boolean {
    return Math.min(programRecords, MAX_RECORDS) - this.#records > FAR_BEHIND;
  }

  /** What a record cost, in ns, in each of the rounds that fit into this time. */
  #costsFor(ns: bigint): number[] {
    const { made, reacts, settled } = this.#tasks.promises;
    const disable = this.#hasHooks
      ? promiseHooks.createHook({ init: made, before: reacts, settled })
      : unsettled;
    const costs: number[] = [];
    try {
      const begin = now();
      for (let start = begin; start - begin < ns; ) {
        const before = this.#header[SlotWord.head]!;
        for (let i = 0; i < CALLS; i++) this.#hasHooks ? this.#callWithPromises() : this.#call();
        const end = now();
        costs.push(Number(end - start) / ((this.#header[SlotWord.head]! - before) | 0));
        start = end;
      }
    } finally {
      disable();
    }
    return costs;
  }

  /** A call of an async function that awaits a number and a promise, with as many promises as V8 makes for that. */
  #callWithPromises(): void {
    const tasks = this.#tasks;
    const { made, reacts } = tasks.promises;
    let settleOwn = unsettled;
    let settle = unsettled;
    new Promise<void>((resolve) => {
      settleOwn = resolve;
    });
    const task = tasks.e(SITE, TaskKind.asyncFunction);
    tasks.s(task, SITE, 1);
    made(derived, Promise.resolve(1));
    reacts(derived);
    tasks.r(task, 1);
    const awaited = new Promise<void>((resolve) => {
      settle = resolve;
    });
    tasks.s(task, SITE, awaited);
    made(derived, awaited);
    settle();
    reacts(derived);
    tasks.r(task, undefined);
    tasks.x(task, 0);
    settleOwn();
  }

  /** The same where promises are not looked at. */
  #call(): void {
    const tasks = this.#tasks;
    const task = tasks.e(SITE, TaskKind.asyncFunction);
    tasks.s(task, SITE, 1);
    tasks.r(task, 1);
    tasks.s(task, SITE, derived);
    tasks.r(task, undefined);
    tasks.x(task, 0);
  }
}
