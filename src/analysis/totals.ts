import { NONE, type Ns, State, type TaskId } from '../shared/timeline.ts';
import type { OpenSpan, TimelineTables } from './tables.ts';
import { isFunctionKind, Keys } from './totals/keys.ts';
import { type RunTotals, reportOf } from './totals/report.ts';
import { SelfTimes } from './totals/selfTimes.ts';
import { Sums } from './totals/sums.ts';

/** Rows that `totalsOf` takes in at a time. */
const MANY_ROWS = 1 << 20;

/**
 * Adds up what a stretch of a run was spent on, by thread, by function and by line; in slices, so that it can be done beside
 * other things, or given up. Spans are cut at the edges of the stretch; those that go on count until now.
 *
 * *Running* is self time (see `SelfTimes`): the functions together have run as long as their threads. Operations (timers, I/O) count
 * with the time that their callbacks run. While they wait, so does who awaits them: their waits count in their own rows of
 * `functions`, and nowhere else. A call counts when it was in progress in the stretch.
 *
 * One pass over the spans and one over the tasks; when the timeline has grown, `step` goes on with what is new.
 */
export class TotalsPass {
  readonly #tables: TimelineTables;
  readonly #fromNs: Ns;
  readonly #toNs: Ns;
  readonly #keys: Keys;
  readonly #sums = new Sums();
  readonly #selfTimes: SelfTimes;
  /** Calls that were in progress when they were counted. */
  #alive: TaskId[] = [];
  #span = 0;
  #task = 0;

  /** Without a stretch: the whole run, however long it gets. */
  constructor(
    tables: TimelineTables,
    fromNs: Ns = Number.NEGATIVE_INFINITY,
    toNs: Ns = Number.POSITIVE_INFINITY,
  ) {
    this.#tables = tables;
    this.#fromNs = fromNs;
    this.#toNs = toNs;
    this.#keys = new Keys(tables);
    this.#selfTimes = new SelfTimes(this.#clip, this.#sums.take);
  }

  /** Takes in at most `rows` more rows. False: there are no more now. */
  step(rows: number): boolean {
    const { spans, tasks } = this.#tables;
    const lastSpan = Math.min(spans.length, this.#span + rows);
    const lastTask = Math.min(tasks.length, this.#task + rows - (lastSpan - this.#span));
    for (; this.#span < lastSpan; this.#span++) this.#addSpan(this.#span);
    for (; this.#task < lastTask; this.#task++) this.#addTask(this.#task);
    return this.#span < spans.length || this.#task < tasks.length;
  }

  /** The share of the rows that was taken in, from 0 to 1. */
  get progress(): number {
    const rows = this.#tables.spans.length + this.#tables.tasks.length;
    return rows === 0 ? 1 : (this.#span + this.#task) / rows;
  }

  /** The totals of what was taken in, and of what goes on now. */
  totals(): RunTotals {
    this.#stretchCalls();
    const sums = this.#sums.copy();
    const selfTimes = this.#selfTimes.copy(sums.take);
    for (const open of this.#tables.openSpans()) this.#addOpen(open, sums, selfTimes);
    selfTimes.finish();
    return reportOf(this.#tables, this.#keys, sums, this.#clip);
  }

  readonly #clip = (startNs: Ns, endNs: Ns): Ns =>
    Math.max(0, Math.min(endNs, this.#toNs) - Math.max(startNs, this.#fromNs));

  #addSpan(row: number): void {
    const { spans } = this.#tables;
    const startNs = spans.startAt(row);
    const endNs = spans.endAt(row);
    if (endNs <= this.#fromNs || startNs >= this.#toNs) return;
    const span = {
      thread: spans.threadAt(row),
      task: spans.taskAt(row),
      state: spans.stateAt(row),
      startNs,
      site: spans.siteAt(row),
    };
    this.#add(span, endNs, this.#sums, this.#selfTimes);
  }

  #addOpen(open: OpenSpan, sums: Sums, selfTimes: SelfTimes): void {
    const { nowNs, threads } = this.#tables;
    const endNs = Math.min(threads[open.thread]?.endNs ?? nowNs, nowNs);
    if (this.#clip(open.startNs, endNs) > 0) this.#add(open, endNs, sums, selfTimes);
  }

  #add(span: Omit<OpenSpan, 'reason'>, endNs: Ns, sums: Sums, selfTimes: SelfTimes): void {
    const { thread, task, startNs } = span;
    const state = span.state as State;
    const ns = this.#clip(startNs, endNs);
    if (task === NONE) {
      sums.thread(thread).add(state, ns, thread, task, startNs);
      selfTimes.busy(thread, startNs, endNs);
      return;
    }
    const { kind, site } = this.#tables.tasks.columns;
    const isHeld = state === State.running || state === State.blocked;
    const isCounted = isHeld || isFunctionKind[kind[task]!] === true;
    const fn = this.#keys.functionOf(task);
    const line = isCounted ? this.#keys.lineOf(span.site === NONE ? site[task]! : span.site) : NONE;
    sums.fn(fn).add(state, ns, thread, task, startNs);
    if (line !== NONE) sums.line(line, fn).add(state, ns, thread, task, startNs);
    if (isHeld) selfTimes.held(thread, { startNs, endNs, state, fn, line });
    else if (isCounted) sums.thread(thread).ns[state]! += ns;
  }

  #addTask(task: TaskId): void {
    const { startNs, endNs } = this.#tables.tasks.columns;
    this.#keys.see(task);
    if (startNs[task]! >= this.#toNs || (startNs[task]! < this.#fromNs && endNs[task]! <= this.#fromNs))
      return;
    for (const sum of this.#sumsOf(task)) sum.calls++;
    if (Number.isNaN(endNs[task]!)) this.#alive.push(task);
    else this.#stretch(task, endNs[task]!);
  }

  /** Calls that were in progress have lasted longer since. */
  #stretchCalls(): void {
    const { nowNs, threads } = this.#tables;
    const { endNs, thread } = this.#tables.tasks.columns;
    for (const task of this.#alive) {
      const isOver = !Number.isNaN(endNs[task]!);
      this.#stretch(task, isOver ? endNs[task]! : (threads[thread[task]!]?.endNs ?? nowNs));
    }
    this.#alive = this.#alive.filter((task) => Number.isNaN(endNs[task]!));
  }

  #stretch(task: TaskId, endNs: Ns): void {
    const lengthNs = endNs - this.#tables.tasks.columns.startNs[task]!;
    for (const sum of this.#sumsOf(task)) sum.longestNs = Math.max(sum.longestNs, lengthNs);
  }

  /** Where a call counts. */
  #sumsOf(task: TaskId) {
    const { kind, thread } = this.#tables.tasks.columns;
    const own = this.#sums.fn(this.#keys.functionOf(task));
    return isFunctionKind[kind[task]!] ? [own, this.#sums.thread(thread[task]!)] : [own];
  }
}

/** The totals of a stretch (without one: of the whole run), all at once. */
export function totalsOf(tables: TimelineTables, fromNs?: Ns, toNs?: Ns): RunTotals {
  const pass = new TotalsPass(tables, fromNs, toNs);
  while (pass.step(MANY_ROWS));
  return pass.totals();
}
