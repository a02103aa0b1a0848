import type { State } from '../../src/shared/timeline.ts';
import { everyState, type SpanSort } from './spanQuery.ts';

/** What the table of spans shows, and how; survives that another view is open. */
export class SpanTableState {
  readonly states = new Set<State>(everyState);
  sort: SpanSort = 'start';
  /** The largest first. */
  descending = false;
  /** Counts changes. */
  changed = 0;

  toggleState(state: State): void {
    if (!this.states.delete(state)) this.states.add(state);
    this.changed++;
  }

  /** Sorts by a column; the one that it is sorted by already turns round. What is long is looked for, so that it comes first. */
  sortBy(sort: SpanSort): void {
    this.descending = this.sort === sort ? !this.descending : sort === 'duration';
    this.sort = sort;
    this.changed++;
  }
}
