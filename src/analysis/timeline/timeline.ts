import {
  type CounterRow,
  type LossRow,
  type MarkRow,
  NONE,
  type Ns,
  type OsThreadRow,
  outcomeNames,
  type ProcessRow,
  type RecordingFacts,
  type SiteRow,
  State,
  type StringId,
  type ThreadRow,
} from '../../shared/timeline.ts';
import type { OpenSpan, TimelineTables } from '../tables.ts';
import { CoreTable, LinkTable, MessageTable, TaskTable } from './columns.ts';
import type { Lane, LiveTask } from './lane.ts';
import { OsThreads } from './osThreads.ts';
import { RowTable } from './rows.ts';
import { SpanTable } from './spanTable.ts';
import { StringTable } from './strings.ts';

export const PENDING = outcomeNames.indexOf('pending');
export const RETURNED = outcomeNames.indexOf('returned');
export const THREW = outcomeNames.indexOf('threw');

/** The tables while they are built, and the lanes on which something may go on. */
export class Timeline implements TimelineTables {
  nowNs: Ns = 0;
  facts: RecordingFacts;
  readonly stringTable = new StringTable();
  readonly sites: SiteRow[] = [];
  readonly processTable = new RowTable<ProcessRow>();
  readonly threadTable = new RowTable<ThreadRow>();
  readonly osThreadIndex = new OsThreads(
    () => ++this.changes,
    (process) => this.processes[process]?.pid,
  );
  readonly tasks = new TaskTable();
  /** Tasks in the order in which they ended; one that went on after its end is there again. */
  readonly taskEnds: number[] = [];
  readonly spans = new SpanTable(this.tasks);
  readonly links = new LinkTable();
  readonly messages = new MessageTable();
  readonly cores = new CoreTable();
  readonly counters: CounterRow[] = [];
  readonly marks: MarkRow[] = [];
  readonly losses: LossRow[] = [];
  /** Lanes of threads, and of tasks that have not ended. */
  readonly live = new Set<Lane>();
  /** Counts every change of an open span and of a process's or thread's row. */
  changes = 0;

  constructor(facts: RecordingFacts) {
    this.facts = facts;
  }

  get strings(): readonly string[] {
    return this.stringTable.rows;
  }

  get processes(): readonly ProcessRow[] {
    return this.processTable.rows;
  }

  get threads(): readonly ThreadRow[] {
    return this.threadTable.rows;
  }

  get osThreads(): readonly OsThreadRow[] {
    return this.osThreadIndex.table.rows;
  }

  *openSpans(): Iterable<OpenSpan> {
    for (const lane of this.live) {
      if (lane.state !== State.none) yield lane;
    }
  }

  /** The lane is in `state` from now on: what went on there is over. */
  enter(lane: Lane, state: number, ns: Ns, reason: StringId = NONE, site: number = NONE): void {
    this.leave(lane, ns);
    lane.state = state;
    lane.startNs = ns;
    lane.reason = reason;
    lane.site = site;
  }

  /** What goes on in the lane ends. A span without length is nothing to see and is left out. */
  leave(lane: Lane, ns: Ns): void {
    if (lane.state !== State.none && ns > lane.startNs) {
      this.spans.push(lane.thread, lane.task, lane.state, lane.startNs, ns, lane.reason, lane.site);
    }
    this.drop(lane);
  }

  /** Nothing goes on in the lane, and what did is not told. */
  drop(lane: Lane): void {
    lane.state = State.none;
    lane.change = ++this.changes;
  }

  /** The task is over; `outcome` is an index into `outcomeNames`. */
  endTask(task: LiveTask, ns: Ns, outcome: number): void {
    task.isOver = true;
    this.tasks.end(task.task, ns, outcome);
    this.taskEnds.push(task.task);
    this.live.delete(task);
  }

  setProcess(row: ProcessRow): void {
    this.processTable.set(row.id, row, ++this.changes);
    this.osThreadIndex.process(row);
  }

  setThread(row: ThreadRow): void {
    this.threadTable.set(row.id, row, ++this.changes);
    this.osThreadIndex.thread(row);
  }
}
