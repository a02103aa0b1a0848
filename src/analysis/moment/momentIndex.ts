import {
  linkKindNames,
  NONE,
  type Ns,
  type OsThreadId,
  State,
  type TaskId,
  type ThreadId,
  taskKindNames,
} from '../../shared/timeline.ts';
import type { OpenSpan, TimelineTables } from '../tables.ts';
import { type IntervalRows, Points, RowIntervals } from './intervals.ts';

const RESOLVE = linkKindNames.indexOf('resolve');
const MESSAGE = linkKindNames.indexOf('message');
const TICK = taskKindNames.indexOf('tick');
const FIRST_OPERATION = taskKindNames.indexOf('timer');
const LAST_OPERATION = taskKindNames.indexOf('callback');

const isOperation = (kind: number): boolean => kind >= FIRST_OPERATION && kind <= LAST_OPERATION;

/** Where a task can be at a moment. The last three: operations that the runtime began for itself, which have no place in the program. */
export const placeNames = [
  'stack',
  'microtasks',
  'macrotasks',
  'suspended',
  'underWay',
  'ownStack',
  'ownReady',
  'ownUnderWay',
] as const;
export type PlaceName = (typeof placeNames)[number];

/** Those whose spans begin and end with events of the program's own. */
const placesWithEvents: readonly PlaceName[] = ['stack', 'microtasks', 'macrotasks', 'suspended', 'underWay'];

/** Whether a span of a task (NONE: of the thread itself) begins with an event of the program's own. */
export const hasEvents = (task: TaskId, state: number, tables: TimelineTables): boolean =>
  task === NONE || placesWithEvents.includes(placeOf(task, state, tables));

/** Where a task is that is in a state. */
export function placeOf(task: TaskId, state: number, { tasks }: TimelineTables): PlaceName {
  const kind = tasks.columns.kind[task]!;
  const isOwn = isOperation(kind) && tasks.columns.site[task] === NONE;
  if (state === State.running || state === State.blocked) return isOwn ? 'ownStack' : 'stack';
  if (state === State.ready) {
    if (isOwn) return 'ownReady';
    return isOperation(kind) && kind !== TICK ? 'macrotasks' : 'microtasks';
  }
  if (isOwn) return 'ownUnderWay';
  return isOperation(kind) ? 'underWay' : 'suspended';
}

/** Whether a task that is ready runs before the next turn of the event loop. */
export function isMicrotask(task: TaskId, { tasks }: TimelineTables): boolean {
  const kind = tasks.columns.kind[task]!;
  return kind === TICK || !isOperation(kind);
}

/** What is known of one thread, in an order to be searched. */
export class ThreadIndex {
  /** Spans of the thread itself. */
  readonly own: RowIntervals;
  /** Messages to it, from sent to handled; rows of `links`. */
  readonly messages: RowIntervals;
  /** Ends of links here, and marks. */
  readonly points = new Points();
  readonly #places = new Map<PlaceName, RowIntervals>();
  readonly #spans: IntervalRows;

  constructor(tables: TimelineTables) {
    this.#spans = tables.spans;
    this.own = new RowIntervals(tables.spans);
    this.messages = new RowIntervals(linkRows(tables));
  }

  /** Spans of its tasks that are in a place; undefined: none ever was. */
  place(name: PlaceName): RowIntervals | undefined {
    return this.#places.get(name);
  }

  push(name: PlaceName, row: number): void {
    let known = this.#places.get(name);
    if (known === undefined) {
      known = new RowIntervals(this.#spans);
      this.#places.set(name, known);
    }
    known.push(row);
  }

  /** Everything whose beginnings and ends are events. */
  *withEvents(): Iterable<RowIntervals | Points> {
    yield this.own;
    yield this.points;
    for (const name of placesWithEvents) {
      const place = this.#places.get(name);
      if (place !== undefined) yield place;
    }
  }
}

const linkRows = ({ links }: TimelineTables): IntervalRows => ({
  startAt: (row) => links.columns.fromNs[row]!,
  endAt: (row) => links.columns.toNs[row]!,
});

const sliceRows = ({ cores }: TimelineTables): IntervalRows => ({
  startAt: (row) => cores.columns.startNs[row]!,
  endAt: (row) => cores.columns.endNs[row]!,
});

type TakenTable = 'spans' | 'links' | 'cores' | 'marks';

/**
 * Finds what holds a moment of a timeline, however long that is. It is made once per timeline, row by row, and follows one that grows;
 * 5 bytes per span.
 */
export class MomentIndex {
  readonly tables: TimelineTables;
  readonly #threads: ThreadIndex[] = [];
  readonly #slices: RowIntervals[] = [];
  readonly #taken: Record<TakenTable, number> = { spans: 0, links: 0, cores: 0, marks: 0 };
  #open: ReadonlyMap<ThreadId, readonly OpenSpan[]> = new Map();
  #openKey = '';

  constructor(tables: TimelineTables) {
    this.tables = tables;
  }

  /** Takes in at most about `rows` rows of what the timeline has; true: that was all. */
  advance(rows = Number.POSITIVE_INFINITY): boolean {
    let left = rows;
    left -= this.#take('spans', left, this.tables.spans.length, (row) => this.#addSpan(row));
    left -= this.#take('links', left, this.tables.links.length, (row) => this.#addLink(row));
    left -= this.#take('cores', left, this.tables.cores.length, (row) => this.#addSlice(row));
    left -= this.#take('marks', left, this.tables.marks.length, (row) => this.#addMark(row));
    return this.share === 1;
  }

  /** How much of the timeline was taken in, from 0 to 1. */
  get share(): number {
    const { spans, links, cores, marks } = this.tables;
    const all = spans.length + links.length + cores.length + marks.length;
    const taken = this.#taken.spans + this.#taken.links + this.#taken.cores + this.#taken.marks;
    return all === 0 ? 1 : taken / all;
  }

  thread(id: ThreadId): ThreadIndex {
    this.#threads[id] ??= new ThreadIndex(this.tables);
    return this.#threads[id];
  }

  /** When a thread, as the system knows it, had a core or was ready without one: rows of `cores`. */
  slices(osThread: OsThreadId): RowIntervals | undefined {
    return this.#slices[osThread];
  }

  /** What goes on in a thread's lanes now. */
  openOf(thread: ThreadId): readonly OpenSpan[] {
    const { spans, tasks, nowNs } = this.tables;
    const key = `${spans.length} ${tasks.length} ${nowNs}`;
    if (key !== this.#openKey) {
      this.#openKey = key;
      this.#open = Map.groupBy(this.tables.openSpans(), (span) => span.thread);
    }
    return this.#open.get(thread) ?? [];
  }

  #take(name: TakenTable, rows: number, length: number, add: (row: number) => void): number {
    const from = this.#taken[name];
    const to = Math.min(length, from + Math.max(0, rows));
    for (let row = from; row < to; row++) add(row);
    this.#taken[name] = to;
    return to - from;
  }

  #addSpan(row: number): void {
    const { spans } = this.tables;
    const thread = this.thread(spans.threadAt(row));
    const task = spans.taskAt(row);
    if (task === NONE) thread.own.push(row);
    else thread.push(placeOf(task, spans.stateAt(row), this.tables), row);
  }

  /** Who settled what is told by the spans: the settled task is ready from then on. */
  #addLink(row: number): void {
    const { kind, fromThread, fromNs, toThread, toNs } = this.tables.links.columns;
    if (kind[row] === RESOLVE) return;
    this.#addPoint(fromThread[row]!, fromNs[row]!);
    this.#addPoint(toThread[row]!, toNs[row]!);
    if (kind[row] === MESSAGE && toThread[row] !== NONE) this.thread(toThread[row]!).messages.push(row);
  }

  #addSlice(row: number): void {
    const osThread = this.tables.cores.columns.osThread[row]!;
    this.#slices[osThread] ??= new RowIntervals(sliceRows(this.tables));
    this.#slices[osThread].push(row);
  }

  #addMark(row: number): void {
    const { thread, ns } = this.tables.marks[row]!;
    this.#addPoint(thread, ns);
  }

  #addPoint(thread: ThreadId, ns: Ns): void {
    if (thread !== NONE) this.thread(thread).points.push(ns);
  }
}
