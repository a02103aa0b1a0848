import { NONE, type Ns, State, type TaskKindName, taskKindNames } from '../shared/timeline.ts';
import type { TimelineTables } from './tables.ts';
import { CauseIndex, type CauseStrength, LossIndex } from './waitCauses.ts';

/** How much of the time that a program's tasks waited has a known cause. */
export interface ExplainedWaits {
  /** All waiting that counts. */
  readonly waitingNs: Ns;
  /** Of it: what has an exact cause, and what has an inferred one only. */
  readonly exactNs: Ns;
  readonly inferredNs: Ns;
  /** Rows of the waiting spans that have an inferred cause only, and of those that have none. */
  readonly inferred: readonly number[];
  readonly unexplained: readonly number[];
}

/** Kinds whose waits need a cause. Timers and I/O explain themselves: what they wait for is outside of the program. */
const kindsToExplain: ReadonlySet<TaskKindName> = new Set<TaskKindName>([
  'async function',
  'async generator',
  'module',
]);

/**
 * Explains the waits of async functions, async generators and modules. A wait is a waiting span; its task resumes at the end of
 * that, or at the end of the ready span behind it. It is explained by a link (any but a `spawn`) that leads to the task
 * between these two moments, exactly if one of them is exact.
 *
 * A wait whose task never went on does not count: it may have been for what the program never did. Nor does one that a loss
 * of records in its thread touches. Takes one pass over the links and one over the spans.
 */
export function explainWaits(tables: TimelineTables): ExplainedWaits {
  const waits = new Waits(tables);
  const { spans } = tables;
  const needsCause = taskKindNames.map((name) => kindsToExplain.has(name));
  for (let row = 0; row < spans.length; row++) {
    const of = spans.taskAt(row);
    if (of === NONE || needsCause[tables.tasks.columns.kind[of]!] !== true) continue;
    if (spans.stateAt(row) === State.ready) waits.becameReady(of, row);
    else waits.ended(of);
    if (spans.stateAt(row) === State.waiting) waits.began(of, row);
  }
  return waits.finish();
}

/** The share of the waiting time that has an exact cause, from 0 to 1; 1 when nothing waited. */
export function exactShare({ exactNs, waitingNs }: ExplainedWaits): number {
  return waitingNs === 0 ? 1 : exactNs / waitingNs;
}

/** The last wait of every task, as long as it is not known how it ended, and the sums of the others. */
class Waits {
  readonly #tables: TimelineTables;
  readonly #causes: CauseIndex;
  readonly #losses: LossIndex;
  /** By task: row of the span in which it waits, and when it went on. */
  readonly #row: Int32Array;
  readonly #resumeNs: Float64Array;
  readonly #ns: Record<CauseStrength, Ns> = { exact: 0, inferred: 0, none: 0 };
  readonly #rows: Record<CauseStrength, number[]> = { exact: [], inferred: [], none: [] };

  constructor(tables: TimelineTables) {
    this.#tables = tables;
    this.#causes = new CauseIndex(tables);
    this.#losses = new LossIndex(tables.losses);
    this.#row = new Int32Array(tables.tasks.length).fill(NONE);
    this.#resumeNs = new Float64Array(tables.tasks.length);
  }

  began(task: number, row: number): void {
    this.#row[task] = row;
    this.#resumeNs[task] = this.#tables.spans.endAt(row);
  }

  /** What it waited for is there, but it does not run yet. */
  becameReady(task: number, row: number): void {
    this.#resumeNs[task] = this.#tables.spans.endAt(row);
  }

  /** The task went on, if it waited. */
  ended(task: number): void {
    const row = this.#row[task]!;
    if (row === NONE) return;
    this.#row[task] = NONE;
    const { spans } = this.#tables;
    const startNs = spans.startAt(row);
    const endNs = spans.endAt(row);
    const resumeNs = this.#resumeNs[task]!;
    if (this.#losses.touch(spans.threadAt(row), startNs, resumeNs)) return;
    const strength = this.#causes.strongest(task, endNs, resumeNs);
    this.#ns[strength] += endNs - startNs;
    if (strength !== 'exact') this.#rows[strength].push(row);
  }

  /** What a task did after its last wait may have been too short for a span: if it is over, it went on. */
  finish(): ExplainedWaits {
    const { endNs } = this.#tables.tasks.columns;
    for (let task = 0; task < this.#row.length; task++) if (!Number.isNaN(endNs[task]!)) this.ended(task);
    const { exact, inferred, none } = this.#ns;
    return {
      waitingNs: exact + inferred + none,
      exactNs: exact,
      inferredNs: inferred,
      inferred: this.#rows.inferred,
      unexplained: this.#rows.none,
    };
  }
}
