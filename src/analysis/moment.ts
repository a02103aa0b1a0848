import { NONE, type Ns, State, type TaskId, type ThreadId } from '../shared/timeline.ts';
import { coreAt } from './moment/coreAt.ts';
import type { RowIntervals } from './moment/intervals.ts';
import { isMicrotask, type MomentIndex, type PlaceName, placeOf } from './moment/momentIndex.ts';
import type { OpenSpan, TimelineTables } from './tables.ts';

/** What a task does at a moment. */
export interface TaskMoment {
  readonly thread: ThreadId;
  readonly task: TaskId;
  readonly state: number;
  /** The span that it is in; `endNs` null: it goes on when the recording is known no further. */
  readonly startNs: Ns;
  readonly endNs: Ns | null;
  /** String, or NONE. */
  readonly reason: number;
  /** Where it runs from, or waits: where it began or went on last. */
  readonly site: number;
}

/** Some of what is in a place, and how many there are in all. */
export interface Some<T> {
  readonly items: readonly T[];
  readonly count: number;
}

/**
 * `running` its code; `blocked`; `noCore`: in the middle of its code, but the system lets another thread have the core; `other`: it has a core,
 * but runs nothing that is recorded (the runtime, code without probes); `idle`.
 */
export type ThreadState = 'running' | 'blocked' | 'noCore' | 'other' | 'idle';

/** What one thread does at a moment. */
export interface ThreadMoment {
  readonly thread: ThreadId;
  readonly state: ThreadState;
  /** Number of the core that it has; null: none, or not known. */
  readonly core: number | null;
  /** Since when the thread itself is in that state; null: idle, or not known. */
  readonly sinceNs: Ns | null;
  /** Tasks that run, each called by the next: the first is on top. The last is what the turn of the event loop began with. */
  readonly stack: Some<TaskMoment>;
  /** Ready before the next turn, in the order in which they run: tasks whose promise is settled, and ticks. */
  readonly microtasks: Some<TaskMoment>;
  /** Ready for a turn of their own, in the order in which they run: timers that are due, immediates, finished operations. */
  readonly macrotasks: Some<TaskMoment>;
  /** Messages that were sent to it and are not handled: rows of `links`. */
  readonly messages: Some<number>;
  /** Async functions, generators and modules that wait, the longest first. */
  readonly suspended: Some<TaskMoment>;
  /** Timers and I/O that the program began. */
  readonly underWay: Some<TaskMoment>;
  /** How many operations the runtime has under way for itself. */
  readonly ownCount: number;
  /** Records of this moment are lost. */
  readonly isLost: boolean;
}

/** Every thread that is there at a moment, in the order of the threads; `limit`: of each place at most so many tasks. */
export function momentAt(index: MomentIndex, ns: Ns, limit = 50): readonly ThreadMoment[] {
  return index.tables.threads
    .filter((row) => isThere(row, ns))
    .map(({ id }) => threadAt(index, id, ns, limit));
}

const isThere = (row: { startNs: Ns; endNs: Ns | null }, ns: Ns): boolean =>
  row.startNs <= ns && ns < (row.endNs ?? Number.POSITIVE_INFINITY);

function threadAt(index: MomentIndex, thread: ThreadId, ns: Ns, limit: number): ThreadMoment {
  const { tables } = index;
  const places = new Places(index, thread, ns, limit);
  const own =
    index
      .thread(thread)
      .own.rowsAt(ns, 1)
      .map((row) => ofRow(row, tables))[0] ?? places.openOwn;
  const core = coreAt(index, thread, ns);
  const { messages } = index.thread(thread);
  return {
    thread,
    state: stateOf(own?.state ?? State.none, core),
    core: typeof core === 'number' ? core : null,
    sinceNs: own?.startNs ?? null,
    stack: places.some(['stack', 'ownStack'], innermostFirst),
    microtasks: places.some(['microtasks', 'ownReady'], nextFirst, (task) => isMicrotask(task, tables)),
    macrotasks: places.some(['macrotasks', 'ownReady'], nextFirst, (task) => !isMicrotask(task, tables)),
    messages: { items: messages.rowsAt(ns, limit), count: messages.countAt(ns) },
    suspended: places.some(['suspended'], longestFirst),
    underWay: places.some(['underWay'], nextFirst),
    ownCount: places.count('ownUnderWay'),
    isLost: tables.losses.some((loss) => loss.thread === thread && loss.startNs <= ns && ns < loss.endNs),
  };
}

function stateOf(own: number, core: number | 'ready' | null): ThreadState {
  if (own === State.blocked) return 'blocked';
  if (own === State.running) return core === 'ready' ? 'noCore' : 'running';
  if (core === 'ready') return 'noCore';
  return core === null ? 'idle' : 'other';
}

type Order = (a: TaskMoment, b: TaskMoment) => number;
const ends = ({ endNs }: TaskMoment): Ns => endNs ?? Number.POSITIVE_INFINITY;

/** What was called later, and returns earlier, is inside. Of two that begin and end at once the later task is. */
const innermostFirst: Order = (a, b) => b.startNs - a.startNs || ends(a) - ends(b) || b.task - a.task;
/** The recording knows what came next. */
const nextFirst: Order = (a, b) =>
  ends(a) === ends(b) ? a.startNs - b.startNs || a.task - b.task : ends(a) - ends(b);
const longestFirst: Order = (a, b) => a.startNs - b.startNs || a.task - b.task;

/** The tasks of a thread at a moment, by where they are: those in spans that are over, and in spans that go on. */
class Places {
  /** The thread's own span, if it goes on. */
  readonly openOwn: TaskMoment | undefined;
  readonly #index: MomentIndex;
  readonly #thread: ThreadId;
  readonly #ns: Ns;
  readonly #limit: number;
  readonly #open: ReadonlyMap<PlaceName, readonly TaskMoment[]>;

  constructor(index: MomentIndex, thread: ThreadId, ns: Ns, limit: number) {
    this.#index = index;
    this.#thread = thread;
    this.#ns = ns;
    this.#limit = limit;
    const open = index
      .openOf(thread)
      .filter((span) => span.startNs <= ns)
      .map(ofOpen);
    this.openOwn = open.find(({ task }) => task === NONE);
    const tasks = open.filter(({ task }) => task !== NONE);
    this.#open = Map.groupBy(tasks, ({ task, state }) => placeOf(task, state, index.tables));
  }

  count(name: PlaceName): number {
    return (this.#of(name)?.countAt(this.#ns) ?? 0) + (this.#open.get(name)?.length ?? 0);
  }

  /** The tasks of some places, put in order; `isOne` leaves out those that do not belong. */
  some(names: readonly PlaceName[], order: Order, isOne?: (task: TaskId) => boolean): Some<TaskMoment> {
    const found = names.flatMap((name) => this.#tasksIn(name));
    const items = found.filter(({ task }) => isOne?.(task) ?? true).sort(order);
    // A place that is shared was looked through, the others only as far as the limit.
    const hidden = names.reduce((sum, name) => sum + this.count(name), 0) - found.length;
    return { items: items.slice(0, this.#limit), count: items.length + hidden };
  }

  #tasksIn(name: PlaceName): readonly TaskMoment[] {
    const rows = this.#of(name)?.rowsAt(this.#ns, this.#limit) ?? [];
    const { tables } = this.#index;
    return [...rows.map((row) => ofRow(row, tables)), ...(this.#open.get(name) ?? []).slice(0, this.#limit)];
  }

  #of(name: PlaceName): RowIntervals | undefined {
    return this.#index.thread(this.#thread).place(name);
  }
}

const ofRow = (row: number, { spans }: TimelineTables): TaskMoment => ({
  thread: spans.threadAt(row),
  task: spans.taskAt(row),
  state: spans.stateAt(row),
  startNs: spans.startAt(row),
  endNs: spans.endAt(row),
  reason: spans.reasonAt(row),
  site: spans.siteAt(row),
});

const ofOpen = ({ thread, task, state, startNs, reason, site }: OpenSpan): TaskMoment => ({
  thread,
  task,
  state,
  startNs,
  endNs: null,
  reason,
  site,
});
