import { type Ns, State } from '../../src/shared/timeline.ts';
import { sortSteps } from './sortSteps.ts';
import type { TimeWindow } from './view.ts';

/** What the query reads of a timeline's spans. */
export interface QueriedSpans {
  readonly length: number;
  startAt(row: number): Ns;
  endAt(row: number): Ns;
  stateAt(row: number): State;
}

export type SpanSort = 'start' | 'duration';

/** Which spans, in which order. */
export interface SpanWish {
  readonly stretch: TimeWindow;
  /** The stretch was chosen; else it is the one in view. */
  readonly isChosen?: boolean;
  /** States that are asked for. */
  readonly states: ReadonlySet<State>;
  readonly sort: SpanSort;
}

/** With more spans than this they are sorted by their start, whatever was asked for. */
export const MAX_BY_DURATION = 200_000;

/**
 * Finds the spans of a stretch and sorts them, a part at a time, so that the page is never held up: 4 bytes per span found. The spans
 * that there were when it was made are looked at, and no later ones.
 */
export class SpanQuery {
  readonly wish: SpanWish;
  /** Rows of the spans found, sorted once the query is `done`. */
  rows = new Int32Array(1024);
  count = 0;
  done = false;
  private readonly spans: QueriedSpans;
  private readonly length: number;
  private next = 0;
  private sorting: ReturnType<typeof sortSteps> | null = null;

  constructor(spans: QueriedSpans, wish: SpanWish) {
    this.spans = spans;
    this.wish = wish;
    this.length = spans.length;
  }

  /** By what the spans are sorted. */
  get sort(): SpanSort {
    return this.count > MAX_BY_DURATION ? 'start' : this.wish.sort;
  }

  /** Looks at the next spans, at most `most`, or does the next part of sorting those that were found. */
  step(most: number): void {
    if (this.next < this.length) this.look(Math.min(this.length, this.next + most));
    else if (this.count > MAX_BY_DURATION) this.sortPart(most);
    else this.sortFew();
  }

  private look(end: number): void {
    for (; this.next < end; this.next++) if (this.isWanted(this.next)) this.add(this.next);
  }

  /** What lasts at a moment of the stretch; what takes no time must lie in it. */
  private isWanted(row: number): boolean {
    const { spans, wish } = this;
    const { startNs, endNs } = wish.stretch;
    const start = spans.startAt(row);
    const end = spans.endAt(row);
    return start < endNs && (end > startNs || start >= startNs) && wish.states.has(spans.stateAt(row));
  }

  private add(row: number): void {
    if (this.count === this.rows.length) {
      const bigger = new Int32Array(this.rows.length * 2);
      bigger.set(this.rows);
      this.rows = bigger;
    }
    this.rows[this.count++] = row;
  }

  private sortFew(): void {
    const { spans } = this;
    const rows = this.rows.slice(0, this.count);
    const numberOf =
      this.sort === 'start'
        ? (row: number) => spans.startAt(row)
        : (row: number) => spans.endAt(row) - spans.startAt(row);
    this.rows = rows.sort((a, b) => numberOf(a) - numberOf(b) || a - b);
    this.done = true;
  }

  private sortPart(most: number): void {
    this.sorting ??= sortSteps(this.rows.slice(0, this.count), (row) => this.spans.startAt(row), most);
    const { done, value } = this.sorting.next();
    if (!done) return;
    this.rows = value;
    this.done = true;
  }
}

/** All states that a span can be in. */
export const everyState: readonly State[] = [State.running, State.ready, State.waiting, State.blocked];
