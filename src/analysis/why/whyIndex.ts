import {
  type LinkKindName,
  linkKindNames,
  NONE,
  type Ns,
  State,
  type TaskId,
  type ThreadId,
} from '../../shared/timeline.ts';
import type { TimelineTables } from '../tables.ts';
import { LossIndex } from '../waitCauses.ts';
import { countUntil, RowGroups } from './rowGroups.ts';

/** A lane: a task's, or (`task` NONE) a thread's own. */
export interface LaneId {
  readonly thread: ThreadId;
  readonly task: TaskId;
}

/**
 * Finds spans and links by their lane. Each part is made when it is first asked for, in one pass over its table, and made anew
 * after the timeline has grown: `refresh` before every question.
 */
export class WhyIndex {
  readonly tables: TimelineTables;
  #key = '';
  #spans: RowGroups | null = null;
  #code: RowGroups | null = null;
  #linksTo: RowGroups | null = null;
  #linksFrom: RowGroups | null = null;
  #children: RowGroups | null = null;
  #losses: LossIndex | null = null;

  constructor(tables: TimelineTables) {
    this.tables = tables;
  }

  refresh(): void {
    const { spans, links, tasks, threads, losses } = this.tables;
    const key = [spans, links, tasks, threads, losses].map(({ length }) => length).join(' ');
    if (key === this.#key) return;
    this.#key = key;
    this.#spans = this.#code = this.#linksTo = this.#linksFrom = this.#children = null;
    this.#losses = null;
  }

  /** Rows of a lane's spans, in order of time. */
  spansOf(lane: LaneId): Int32Array {
    const { spans } = this.tables;
    this.#spans ??= new RowGroups(this.#lanes, spans.length, (row) =>
      this.#lane(spans.threadAt(row), spans.taskAt(row)),
    );
    return this.#spans.of(this.#lane(lane.thread, lane.task));
  }

  /** Rows of the spans in which a thread's tasks ran or were blocked, in order of their ends: callees before callers. */
  codeOn(thread: ThreadId): Int32Array {
    const { spans, threads } = this.tables;
    this.#code ??= new RowGroups(threads.length, spans.length, (row) => {
      const state = spans.stateAt(row);
      const isCode = state === State.running || state === State.blocked;
      return isCode && spans.taskAt(row) !== NONE ? spans.threadAt(row) : NONE;
    });
    return this.#code.of(thread);
  }

  /** Rows of the links that lead to a lane, in order of `toNs`. */
  linksTo(lane: LaneId): Int32Array {
    const { columns, length } = this.tables.links;
    const { toThread, toTask, toNs } = columns;
    this.#linksTo ??= new RowGroups(
      this.#lanes,
      length,
      (row) => this.#lane(toThread[row]!, toTask[row]!),
      (row) => toNs[row]!,
    );
    return this.#linksTo.of(this.#lane(lane.thread, lane.task));
  }

  /** Rows of the links that begin in a lane, in order of `fromNs`. */
  linksFrom(lane: LaneId): Int32Array {
    const { columns, length } = this.tables.links;
    const { fromThread, fromTask, fromNs } = columns;
    this.#linksFrom ??= new RowGroups(
      this.#lanes,
      length,
      (row) => this.#lane(fromThread[row]!, fromTask[row]!),
      (row) => fromNs[row]!,
    );
    return this.#linksFrom.of(this.#lane(lane.thread, lane.task));
  }

  /** Tasks that a task started, in the order in which they began. */
  childrenOf(task: TaskId): Int32Array {
    const { columns, length } = this.tables.tasks;
    this.#children ??= new RowGroups(length, length, (row) => columns.parent[row]!);
    return this.#children.of(task);
  }

  /** Whether records of a thread are missing in a stretch of time. */
  hasLoss(thread: ThreadId, fromNs: Ns, toNs: Ns): boolean {
    this.#losses ??= new LossIndex(this.tables.losses);
    return this.#losses.touch(thread, fromNs, toNs);
  }

  /** Place, among a lane's spans, of the last one that starts at or before `ns`; NONE: there is none. */
  placeAt(lane: LaneId, ns: Ns): number {
    return countUntil(this.spansOf(lane), ns, (row) => this.tables.spans.startAt(row)) - 1;
  }

  /** Row of the last span in which a lane ran, or was blocked, and that starts at or before `ns`; NONE: there is none. */
  codeAt(lane: LaneId, ns: Ns): number {
    const rows = this.spansOf(lane);
    for (let at = this.placeAt(lane, ns); at >= 0; at--) {
      const state = this.tables.spans.stateAt(rows[at]!);
      if (state === State.running || state === State.blocked) return rows[at]!;
    }
    return NONE;
  }

  /** The newest link of one of these kinds that leads to a lane in a stretch of time, an exact one rather than another; or NONE. */
  cause(lane: LaneId, fromNs: Ns, toNs: Ns, kinds: ReadonlySet<LinkKindName>): number {
    const { kind, exact, toNs: ends } = this.tables.links.columns;
    const rows = this.linksTo(lane);
    let found = NONE;
    for (let at = countUntil(rows, toNs, (row) => ends[row]!) - 1; at >= 0; at--) {
      const row = rows[at]!;
      if (ends[row]! < fromNs) break;
      if (!kinds.has(linkKindNames[kind[row]!]!)) continue;
      if (exact[row] === 1) return row;
      if (found === NONE) found = row;
    }
    return found;
  }

  get #lanes(): number {
    return this.tables.tasks.length + this.tables.threads.length;
  }

  #lane(thread: ThreadId, task: TaskId): number {
    if (task !== NONE) return task;
    return thread === NONE ? NONE : this.tables.tasks.length + thread;
  }
}
