import type { Ns, SiteId, StringId, TaskId, ThreadId } from '../../src/shared/timeline.ts';
import { NONE, State } from '../../src/shared/timeline.ts';
import { IntList } from './intList.ts';
import { RowHeap } from './rowHeap.ts';
import { StepCurve } from './stepCurve.ts';
import { type Limit, type OpenSpan, type SpanTable, STATES, Track } from './track.ts';

/** With more calls than this, a row is used again by the next call that fits behind the last one. */
export const MAX_OWN_ROWS = 200;
/** Rows of one group that are kept apart; further calls at the same time are only counted. */
export const MAX_ROWS = 1000;

const RUNNING = Number.POSITIVE_INFINITY;

/** What the calls of a group have in common. */
export interface GroupIdentity {
  readonly thread: ThreadId;
  /** Index into `taskKindNames`. */
  readonly kind: number;
  readonly name: StringId;
  readonly site: SiteId;
}

/** All calls of one function on one thread (or all operations of one place), and the rows that they are packed into. */
export class CallGroup {
  /** Its number among the groups of all threads. */
  readonly id: number;
  readonly identity: GroupIdentity;
  /** Task ids, ascending. */
  readonly tasks = new IntList();
  readonly rows: Track[] = [];
  /** Calls for which there was no row left. */
  withoutRow = 0;
  /** Its calls do not all have the same name: a timer in one place with many delays. */
  mixed = false;
  /** By state, in ns: how long its calls were in it, added up, as far as that is over. */
  readonly timeNs = new Float64Array(STATES);
  /** Calls that are over. */
  over = 0;
  /** The longest call that is over (NONE: none is), and how long it took. */
  longest: TaskId = NONE;
  longestNs: Ns = 0;
  private readonly free = new RowHeap();
  /** End of the last call in each row, or infinity while it runs. */
  private rowEndNs: Ns[] = [];
  /** Calls in each state over time; only of a packed group. */
  private curves: (StepCurve | null)[] | null = null;
  private readonly limit: Limit;
  private readonly openWithoutRow = new Map<TaskId, OpenSpan>();

  constructor(id: number, identity: GroupIdentity, limit: Limit) {
    this.limit = limit;
    this.id = id;
    this.identity = identity;
  }

  /** Rows hold several calls each, one after the other. */
  get packed(): boolean {
    return this.tasks.length > MAX_OWN_ROWS;
  }

  /** Takes in a call that starts; returns its row, or NONE when there is none left. */
  start(task: TaskId, startNs: Ns): number {
    this.tasks.push(task);
    const row = this.packed ? this.freeRow(startNs) : this.newRow();
    if (row === NONE) this.withoutRow++;
    else this.rowEndNs[row] = RUNNING;
    return row;
  }

  /** The call in a row is over. */
  end(row: number, endNs: Ns): void {
    this.rowEndNs[row] = endNs;
    if (this.packed) this.free.push(row);
  }

  /** Takes down that a call is over. */
  callOver(task: TaskId, ns: Ns): void {
    this.over++;
    if (this.longest !== NONE && ns <= this.longestNs) return;
    this.longest = task;
    this.longestNs = ns;
  }

  /** One call more and the rows have to be shared: call `repack` first. */
  get isFull(): boolean {
    return this.tasks.length === MAX_OWN_ROWS;
  }

  /** Puts the calls, each of which has a row of its own, behind one another; returns the row of each. */
  repack(startNs: Float64Array, spans: SpanTable): Int32Array {
    const old = this.rows.splice(0);
    const ends = this.rowEndNs;
    this.rowEndNs = [];
    this.curves = [null, null, null, null, null];
    const rowOf = new Int32Array(old.length);
    for (const [call, track] of old.entries()) {
      const row = this.firstRowFreeAt(startNs[this.tasks.at(call)]!);
      this.rowEndNs[row] = ends[call]!;
      this.rows[row]!.takeOver(track, spans);
      this.countTrack(track, spans);
      rowOf[call] = row;
    }
    for (const [row, endNs] of this.rowEndNs.entries()) if (endNs !== RUNNING) this.free.push(row);
    return rowOf;
  }

  /** A call was in a state for this long. */
  countSpan(state: State, startNs: Ns, endNs: Ns): void {
    this.countState(state, startNs, 1);
    this.countState(state, endNs, -1);
  }

  /** The newest word on the open span of a call; `row` as `start` gave it. */
  setOpen(row: number, open: OpenSpan): void {
    const before = row === NONE ? this.openWithoutRow.get(open.task) : this.rows[row]!.open;
    const over = open.state === State.none;
    if (over && before?.task !== open.task) return;
    if (before) this.countState(before.state, before.startNs, -1);
    if (!over) this.countState(open.state, open.startNs, 1);
    if (row !== NONE) this.rows[row]!.open = over ? null : open;
    else if (over) this.openWithoutRow.delete(open.task);
    else this.openWithoutRow.set(open.task, open);
  }

  /** How many calls are in a state over time. Null: none ever was, or the group is not packed, so that its rows tell. */
  curve(state: State): StepCurve | null {
    return this.curves?.[state] ?? null;
  }

  private countTrack(track: Track, spans: SpanTable): void {
    for (let i = 0; i < track.spans.length; i++) {
      const state = spans.stateAt(track.spans.at(i)) as State;
      this.countSpan(state, track.startAt(i, spans), track.endAt(i, spans));
    }
    if (track.open) this.countState(track.open.state, track.open.startNs, 1);
  }

  private countState(state: State, ns: Ns, change: number): void {
    if (!this.curves) return;
    this.curves[state] ??= new StepCurve();
    this.curves[state].step(ns, change);
  }

  private firstRowFreeAt(ns: Ns): number {
    const row = this.rowEndNs.findIndex((endNs) => endNs <= ns);
    return row < 0 ? this.newRow() : row;
  }

  private freeRow(startNs: Ns): number {
    const row = this.free.pop();
    if (row === undefined) return this.newRow();
    if (this.rowEndNs[row]! <= startNs) return row;
    // Its last call ended later than this one starts: the calls came out of order.
    this.free.push(row);
    return this.newRow();
  }

  private newRow(): number {
    if (this.rows.length >= MAX_ROWS) return NONE;
    this.rows.push(new Track(this.limit));
    return this.rows.length - 1;
  }
}
