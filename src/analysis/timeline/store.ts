import {
  type CounterRow,
  type LossRow,
  type MarkRow,
  NONE,
  type Ns,
  type OpenColumns,
  type OsThreadRow,
  type ProcessRow,
  type RecordingFacts,
  type SiteRow,
  State,
  type TaskColumns,
  type TaskId,
  type ThreadId,
  type ThreadRow,
  type TimelineDelta,
} from '../../shared/timeline.ts';
import { noFacts, type OpenSpan, type TimelineTables } from '../tables.ts';
import { CoreTable, LinkTable, MessageTable, TaskTable } from './columns.ts';
import { SpanTable } from './spanTable.ts';

/** A timeline put together from its deltas, which must be applied in order, each once. */
export class TimelineStore implements TimelineTables {
  nowNs: Ns = 0;
  facts: RecordingFacts = noFacts;
  readonly strings: string[] = [];
  readonly sites: SiteRow[] = [];
  readonly processes: ProcessRow[] = [];
  readonly threads: ThreadRow[] = [];
  readonly tasks = new TaskTable();
  readonly spans = new SpanTable(this.tasks);
  readonly links = new LinkTable();
  readonly messages = new MessageTable();
  readonly osThreads: OsThreadRow[] = [];
  readonly cores = new CoreTable();
  readonly counters: CounterRow[] = [];
  readonly marks: MarkRow[] = [];
  readonly losses: LossRow[] = [];
  readonly #open = new Map<number, OpenSpan>();

  /** Takes a delta in. Its columns are copied; the rows of its other tables are kept. */
  apply(delta: TimelineDelta): void {
    this.nowNs = delta.nowNs;
    this.facts = delta.facts;
    addAll(this.strings, delta.strings);
    addAll(this.sites, delta.sites);
    addAll(this.marks, delta.marks);
    addAll(this.losses, delta.losses);
    addAll(this.counters, delta.counters);
    for (const row of delta.processes) this.processes[row.id] = row;
    for (const row of delta.threads) this.threads[row.id] = row;
    for (const row of delta.osThreads) this.osThreads[row.id] = row;
    this.#addTasks(delta.tasks);
    delta.taskEnds.task.forEach((task, i) => {
      this.tasks.end(task, delta.taskEnds.endNs[i]!, delta.taskEnds.outcome[i]!);
    });
    this.spans.append(delta.spans);
    this.links.append(delta.links, delta.links.kind.length);
    this.messages.append(delta.messages, delta.messages.link.length);
    this.cores.append(delta.cores, delta.cores.osThread.length);
    this.#setOpen(delta.open);
  }

  openSpans(): Iterable<OpenSpan> {
    return this.#open.values();
  }

  /** What goes on in a lane, or null. `task` NONE: the thread's own lane. */
  openOfLane(thread: ThreadId, task: TaskId): OpenSpan | null {
    return this.#open.get(laneKey(thread, task)) ?? null;
  }

  /** To when the open spans of a thread reach: now, or the thread's end. */
  openEndNs(thread: ThreadId): Ns {
    return Math.min(this.threads[thread]?.endNs ?? this.nowNs, this.nowNs);
  }

  #addTasks(added: TaskColumns): void {
    const { first: _first, ...columns } = added;
    const count = columns.thread.length;
    const endNs = new Float64Array(count).fill(Number.NaN);
    this.tasks.append({ ...columns, endNs, outcome: new Uint8Array(count) }, count);
  }

  #setOpen({ thread, task, state, startNs, reason, site }: OpenColumns): void {
    for (let i = 0; i < thread.length; i++) {
      const key = laneKey(thread[i]!, task[i]!);
      if (state[i] === State.none) this.#open.delete(key);
      else {
        this.#open.set(key, {
          thread: thread[i]!,
          task: task[i]!,
          state: state[i]!,
          startNs: startNs[i]!,
          reason: reason[i]!,
          site: site[i]!,
        });
      }
    }
  }
}

const laneKey = (thread: ThreadId, task: TaskId): number => (task === NONE ? -1 - thread : task);

/** `push(...rows)` would overflow the stack with many rows. */
function addAll<Row>(to: Row[], rows: readonly Row[]): void {
  for (const row of rows) to.push(row);
}
