import type { TimelineTables } from '../../src/analysis/tables.ts';
import type { MarkRow, Ns, TaskId, ThreadId, TimelineDelta } from '../../src/shared/timeline.ts';
import { NONE, State, taskKindNames } from '../../src/shared/timeline.ts';
import { CallGroup } from './callGroup.ts';
import { Cores } from './cores.ts';
import { Counters } from './counters.ts';
import type { InProgress } from './inProgress.ts';
import { IntList } from './intList.ts';
import { MarkList } from './markList.ts';
import { Owners } from './owners.ts';
import { StepCurve } from './stepCurve.ts';
import { type Limit, Track } from './track.ts';

/** What belongs to one thread. */
export interface ThreadLane {
  readonly id: ThreadId;
  readonly limit: Limit;
  /** What the thread itself did. */
  readonly track: Track;
  /** Async functions, generators and modules, in the order of their first call. */
  readonly calls: CallGroup[];
  /** Timers, I/O, immediates, ticks, callbacks. */
  readonly operations: CallGroup[];
  /** Its marks, by what they look like: console lines, errors and notes in one list. */
  readonly marks: MarkLists;
  /** Those of `marks.line` that are errors. */
  readonly errors: MarkList;
  readonly losses: IntList;
}

/** What marks look like. */
export const markLooks = ['line', 'gc', 'mark', 'measure'] as const;
export type MarkLook = (typeof markLooks)[number];
export type MarkLists = Readonly<Record<MarkLook, MarkList>>;

/** What a mark looks like. */
export const lookOf = ({ kind }: Pick<MarkRow, 'kind'>): MarkLook =>
  kind === 'gc' || kind === 'mark' || kind === 'measure' ? kind : 'line';

const firstOperation = taskKindNames.indexOf('timer');
const lastOperation = taskKindNames.indexOf('callback');

/** Whether a group is of operations (timers, I/O …); all others are functions of the program's own code. */
export const isOperation = ({ identity: { kind } }: CallGroup): boolean =>
  kind >= firstOperation && kind <= lastOperation;

/**
 * Sorts a growing timeline into lanes: which thread, which group of calls, which row. Follows the timeline delta by
 * delta; what it adds costs about 12 bytes per task and 7 per span.
 */
export class Lanes {
  readonly threads: ThreadLane[] = [];
  readonly cores: Cores;
  readonly counters = new Counters();
  readonly owners: Owners;
  /** Threads whose code runs, over time, whether they have a core or not. */
  readonly runningThreads = new StepCurve();
  /** What kinds of marks there are. */
  readonly looks = new Set<MarkLook>();
  /** Counts every change of which rows there are. */
  structure = 0;
  readonly groups: CallGroup[] = [];
  private readonly groupByKey = new Map<number, CallGroup>();
  private readonly groupOfTask = new IntList();
  private readonly rowOfTask = new IntList();
  private readonly tables: TimelineTables;
  private readonly inProgress: InProgress;

  constructor(tables: TimelineTables, inProgress: InProgress) {
    this.tables = tables;
    this.cores = new Cores(tables);
    this.owners = new Owners(tables);
    this.inProgress = inProgress;
  }

  /** Takes in a delta that was applied to the timeline just now; `first`: how many rows there were before it. */
  apply(delta: TimelineDelta, first: { span: number; mark: number; loss: number }): void {
    if (delta.threads.length + delta.processes.length > 0) this.structure++;
    for (const { id, endNs } of delta.threads)
      this.threadLane(id).limit.endNs = endNs ?? Number.POSITIVE_INFINITY;
    if (this.cores.apply(delta)) this.structure++;
    this.counters.add(delta.counters);
    this.applyTasks(delta);
    this.applySpans(delta, first.span);
    this.applyOpen(delta);
    for (const [i, mark] of delta.marks.entries()) this.addMark(mark, first.mark + i);
    for (const [i, loss] of delta.losses.entries()) this.threadLane(loss.thread).losses.push(first.loss + i);
  }

  /** The group that a task belongs to. */
  groupOf(task: TaskId): CallGroup | undefined {
    return task < this.groupOfTask.length ? this.groups[this.groupOfTask.at(task)] : undefined;
  }

  /** The track that shows a task (or, with NONE, its thread); undefined when there was no row left for it. */
  trackOf(thread: ThreadId, task: TaskId): Track | undefined {
    if (task === NONE) return this.threads[thread]?.track;
    return this.groupOf(task)?.rows[this.rowOfTask.at(task)];
  }

  /** Number of the task's row in its group, or NONE. */
  rowOf(task: TaskId): number {
    return this.rowOfTask.at(task);
  }

  private threadLane(id: ThreadId): ThreadLane {
    const found = this.threads[id];
    if (found) return found;
    const limit = { endNs: Number.POSITIVE_INFINITY };
    const lane: ThreadLane = {
      id,
      limit,
      track: new Track(limit),
      calls: [],
      operations: [],
      marks: this.markLists(),
      errors: new MarkList(this.tables.marks),
      losses: new IntList(),
    };
    this.threads[id] = lane;
    return lane;
  }

  private addMark(mark: MarkRow, index: number): void {
    const lane = this.threadLane(mark.thread);
    const look = lookOf(mark);
    lane.marks[look].add(index);
    this.looks.add(look);
    if (mark.kind === 'error' || mark.level === 'error') lane.errors.add(index);
  }

  private markLists(): MarkLists {
    const make = () => new MarkList(this.tables.marks);
    return { line: make(), gc: make(), mark: make(), measure: make() };
  }

  /** Starts and ends in the order in which they happened, so that a row that becomes free is used again. */
  private applyTasks({ tasks, taskEnds }: TimelineDelta): void {
    let ends = 0;
    for (let i = 0; i < tasks.startNs.length; i++) {
      const startNs = tasks.startNs[i]!;
      for (; ends < taskEnds.task.length && taskEnds.endNs[ends]! <= startNs; ends++) {
        // A task of this delta that has not been placed yet cannot be over: wait for it.
        if (taskEnds.task[ends]! >= tasks.first + i) break;
        this.endTask(taskEnds.task[ends]!, taskEnds.endNs[ends]!);
      }
      this.startTask(tasks.first + i);
    }
    for (; ends < taskEnds.task.length; ends++) this.endTask(taskEnds.task[ends]!, taskEnds.endNs[ends]!);
  }

  private startTask(task: TaskId): void {
    const { columns } = this.tables.tasks;
    const group = this.groupFor(task);
    const shown = group.rows.length;
    if (!group.mixed && columns.name[task] !== group.identity.name) this.setMixed(group);
    if (group.isFull) this.repack(group);
    const row = group.start(task, columns.startNs[task]!);
    this.groupOfTask.put(task, group.id, NONE);
    this.rowOfTask.put(task, row, NONE);
    if (group.rows.length !== shown) this.structure++;
    this.inProgress.start(task);
  }

  private setMixed(group: CallGroup): void {
    group.mixed = true;
    this.structure++;
  }

  private endTask(task: TaskId, endNs: Ns): void {
    const group = this.groupOf(task)!;
    const row = this.rowOfTask.at(task);
    if (row !== NONE) group.end(row, endNs);
    group.callOver(task, endNs - this.tables.tasks.columns.startNs[task]!);
    this.inProgress.end(task, endNs);
  }

  private repack(group: CallGroup): void {
    const rows = group.repack(this.tables.tasks.columns.startNs, this.tables.spans);
    for (const [call, row] of rows.entries()) this.rowOfTask.put(group.tasks.at(call), row, NONE);
  }

  private groupFor(task: TaskId): CallGroup {
    const { columns } = this.tables.tasks;
    const thread = columns.thread[task]!;
    const kind = columns.kind[task]!;
    const site = columns.site[task]!;
    const name = columns.name[task]!;
    const place = site === NONE ? 2 ** 31 + name : site;
    const key = (thread * taskKindNames.length + kind) * 2 ** 32 + place;
    const found = this.groupByKey.get(key);
    if (found) return found;
    const lane = this.threadLane(thread);
    const group = new CallGroup(this.groups.length, { thread, kind, name, site }, lane.limit);
    this.groupByKey.set(key, group);
    this.groups.push(group);
    (isOperation(group) ? lane.operations : lane.calls).push(group);
    this.structure++;
    return group;
  }

  private applySpans({ spans }: TimelineDelta, first: number): void {
    const table = this.tables.spans;
    for (let i = 0; i < spans.startNs.length; i++) {
      const task = spans.task[i]!;
      const state = spans.state[i] as State;
      if (task === NONE) this.threadSpan(spans.thread[i]!, first + i, state);
      else {
        const group = this.groupOf(task)!;
        const row = this.rowOfTask.at(task);
        if (row !== NONE) group.rows[row]!.append(first + i, table);
        group.countSpan(state, spans.startNs[i]!, spans.endNs[i]!);
        group.timeNs[state]! += spans.endNs[i]! - spans.startNs[i]!;
      }
    }
  }

  private threadSpan(thread: ThreadId, span: number, state: State): void {
    const table = this.tables.spans;
    this.threadLane(thread).track.append(span, table);
    if (state !== State.running) return;
    this.runningThreads.stretch(table.startAt(span), table.endAt(span));
  }

  private applyOpen({ open }: TimelineDelta): void {
    for (let i = 0; i < open.task.length; i++) {
      const task = open.task[i]!;
      const span = {
        task,
        state: open.state[i] as State,
        startNs: open.startNs[i]!,
        reason: open.reason[i]!,
        site: open.site[i]!,
      };
      if (task !== NONE) this.groupOf(task)!.setOpen(this.rowOfTask.at(task), span);
      else this.openThread(this.threadLane(open.thread[i]!), span);
    }
  }

  private openThread({ track }: ThreadLane, span: NonNullable<Track['open']>): void {
    if (track.open?.state === State.running) this.runningThreads.step(track.open.startNs, -1);
    if (span.state === State.running) this.runningThreads.step(span.startNs, 1);
    track.open = span.state === State.none ? null : span;
  }
}
