import { NONE, type Ns, State, type TaskKindName, taskKindNames } from '../../shared/timeline.ts';
import type { OpenSpan, TimelineTables } from '../tables.ts';
import type { WhySpan, WhyStep } from './types.ts';
import type { LaneId, WhyIndex } from './whyIndex.ts';

const functions: ReadonlySet<TaskKindName> = new Set(['async function', 'async generator', 'module']);

/** What lies beside a span in its lane. */
export class WhyLanes {
  readonly #index: WhyIndex;

  constructor(index: WhyIndex) {
    this.#index = index;
  }

  /** Other waits of the task since a moment, before this one. */
  earlier(span: WhySpan, fromNs: Ns): WhyStep['earlier'] {
    let [count, ns] = [0, 0];
    if (span.state !== State.waiting || !this.isFunction(span)) return { count, ns };
    const { spans } = this.#index.tables;
    const rows = this.#index.spansOf(span);
    for (let at = this.#index.placeAt(span, span.startNs) - 1; at >= 0; at--) {
      const row = rows[at]!;
      if (spans.endAt(row) <= fromNs) break;
      if (spans.stateAt(row) !== State.waiting) continue;
      count++;
      ns += spans.endAt(row) - Math.max(spans.startAt(row), fromNs);
    }
    return { count, ns };
  }

  /** The span before one in its lane. */
  before(span: WhySpan): WhySpan | null {
    const row =
      this.#index.spansOf(span)[this.#index.placeAt(span, span.startNs) - (span.row === NONE ? 0 : 1)];
    return row === undefined ? null : this.span(row);
  }

  /** When a task that waited ran again; if it never did, when it was over; infinity: it is not. */
  goesOnNs(wait: WhySpan): Ns {
    const { spans, tasks } = this.#index.tables;
    const rows = this.#index.spansOf(wait);
    for (let at = this.#index.placeAt(wait, wait.startNs) + 1; wait.row !== NONE && at < rows.length; at++) {
      const state = spans.stateAt(rows[at]!);
      // An operation has what arrives for it within its run.
      if (state !== State.ready)
        return this.isFunction(wait) ? spans.startAt(rows[at]!) : spans.endAt(rows[at]!);
    }
    const open = wait.row === NONE ? null : this.openOf(wait);
    if (open) return open.state === State.ready ? Number.POSITIVE_INFINITY : open.startNs;
    const endNs = wait.task === NONE ? Number.NaN : tasks.columns.endNs[wait.task]!;
    return Number.isNaN(endNs) ? Number.POSITIVE_INFINITY : endNs;
  }

  /** What a lane does at last. */
  lastOf(lane: LaneId): WhySpan | null {
    const open = this.openOf(lane);
    if (open) return open;
    const row = this.#index.spansOf(lane).at(-1);
    return row === undefined ? null : this.span(row);
  }

  openOf({ thread, task }: LaneId): WhySpan | null {
    const { tables } = this.#index;
    for (const open of tables.openSpans()) {
      if (open.task === task && open.thread === thread) return openSpanOf(tables, open);
    }
    return null;
  }

  /** A thread is blocked by a task, if any ran. */
  taskOf(blocked: WhySpan): WhySpan {
    if (blocked.task !== NONE) return blocked;
    const { spans } = this.#index.tables;
    const row = this.#index
      .codeOn(blocked.thread)
      .find((code) => spans.startAt(code) === blocked.startNs && spans.stateAt(code) === State.blocked);
    return row === undefined ? blocked : this.span(row);
  }

  isFunction({ task }: LaneId): boolean {
    if (task === NONE) return false;
    return functions.has(taskKindNames[this.#index.tables.tasks.columns.kind[task]!]!);
  }

  span(row: number): WhySpan {
    return spanOf(this.#index, row);
  }
}

export function spanOf({ tables: { spans } }: WhyIndex, row: number): WhySpan {
  return {
    row,
    thread: spans.threadAt(row),
    task: spans.taskAt(row),
    state: spans.stateAt(row),
    startNs: spans.startAt(row),
    endNs: spans.endAt(row),
    reason: spans.reasonAt(row),
    site: spans.siteAt(row),
  };
}

/** A span that goes on: to now, or to its thread's end. */
export function openSpanOf(tables: TimelineTables, open: OpenSpan): WhySpan {
  const untilNs = Math.min(tables.threads[open.thread]?.endNs ?? tables.nowNs, tables.nowNs);
  return { ...open, row: NONE, state: open.state as State, endNs: Math.max(open.startNs, untilNs) };
}
