import { NONE, type Ns, State, type TaskId, type ThreadId } from '../shared/timeline.ts';
import type { TimelineTables } from './tables.ts';
import { countUntil } from './why/rowGroups.ts';
import type { WhyAnswer, WhySpan } from './why/types.ts';
import { Walk } from './why/walk.ts';
import { type LaneId, WhyIndex } from './why/whyIndex.ts';
import { openSpanOf, spanOf } from './why/whyLanes.ts';

export type { BusyShare } from './why/busy.ts';
export type { WhyAnswer, WhyEnd, WhyLink, WhySpan, WhyStep, WhyVia } from './why/types.ts';

/** Of what a bar set going, so much is named. */
const MAX_RELEASED = 5;

/**
 * Answers why a bar lasted as long as it did: from the bar backwards over the links to what ended it, which may itself have
 * waited, until a cause outside of the program or code that ran is reached.
 *
 * The chain says what ended the wait, not all that took time before that: a step that took at least half of the asked time ends it;
 * runs and delays of less than a tenth are no steps of their own. The first question after the timeline has grown takes a pass
 * over spans and links; every other one costs about as many searches as the chain has steps.
 */
export class Whys {
  readonly #index: WhyIndex;

  constructor(tables: TimelineTables) {
    this.#index = new WhyIndex(tables);
  }

  /** The span of a lane (`task` NONE: the thread's own) that starts at `startNs`; null: there is none. */
  spanAt(thread: ThreadId, task: TaskId, startNs: Ns): WhySpan | null {
    const { tables } = this.#index;
    this.#index.refresh();
    for (const open of tables.openSpans()) {
      if (open.thread === thread && open.task === task && open.startNs === startNs)
        return openSpanOf(tables, open);
    }
    const lane = { thread, task };
    const row = this.#index.spansOf(lane)[this.#index.placeAt(lane, startNs)];
    return row !== undefined && tables.spans.startAt(row) === startNs ? spanOf(this.#index, row) : null;
  }

  /** Why a bar was as long as it was; of one that ran, why it ran only then. */
  ask(asked: WhySpan): WhyAnswer {
    this.#index.refresh();
    const walk = new Walk(this.#index, asked);
    const end = walk.run();
    const released = this.#released(asked);
    return {
      steps: walk.steps,
      end,
      busy: walk.busy,
      released: released.slice(0, MAX_RELEASED),
      releasedCount: released.length,
    };
  }

  /** What a lane's task, or its thread, was started by: the caller's run at that moment. Null: not known, or nobody. */
  starterOf({ thread, task }: LaneId): WhySpan | null {
    const { tables } = this.#index;
    const { parent, thread: threadOf, startNs } = tables.tasks.columns;
    this.#index.refresh();
    const starter = task === NONE ? tables.threads[thread]?.startedBy : { task: parent[task]!, thread: NONE };
    if (!starter || starter.task === NONE) return null;
    const lane = { thread: threadOf[starter.task]!, task: starter.task };
    const code = this.#index.codeAt(lane, task === NONE ? tables.threads[thread]!.startNs : startNs[task]!);
    return code === NONE ? null : spanOf(this.#index, code);
  }

  /** Links that begin in the bar, or, if it did not run, in what its task did next. What a call settles may come after its last run. */
  #released(asked: WhySpan): readonly number[] {
    const { spans, links } = this.#index.tables;
    const rows = this.#index.spansOf(asked).subarray(this.#index.placeAt(asked, asked.startNs));
    const run = asked.row === NONE ? -1 : rows.findIndex((row) => spans.stateAt(row) === State.running);
    if (run < 0) return [];
    const next = rows[run + 1];
    const untilNs = next === undefined ? Number.POSITIVE_INFINITY : spans.startAt(next);
    const from = this.#index.linksFrom(asked);
    const timeOf = (row: number): Ns => links.columns.fromNs[row]!;
    const first = countUntil(from, spans.startAt(rows[run]!) - 1, timeOf);
    return [...from.subarray(first, countUntil(from, untilNs, timeOf))];
  }
}
