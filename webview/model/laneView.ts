import type { Ns } from '../../src/shared/timeline.ts';
import { State } from '../../src/shared/timeline.ts';

export const laneSorts = ['start', 'duration', 'waiting'] as const;
/** By which the functions of a thread and the calls of a function are put in order. */
export type LaneSort = (typeof laneSorts)[number];

/** What lanes are searched for; all of it must hold. */
export interface LaneQuery {
  /** A part of a name, a file or a console line, in any case of letters; empty: any. */
  readonly text: string;
  /** `State.none`: any. */
  readonly state: State;
  /** How long a lane was in that state at least, all in all; 0: it ever was. */
  readonly stateNs: Ns;
  /** How long the longest call took at least; 0: any. */
  readonly longestNs: Ns;
}

export const anyLane: LaneQuery = { text: '', state: State.none, stateNs: 0, longestNs: 0 };

/** What is remembered of it while the page is hidden or rebuilt. */
export interface SavedLanes {
  readonly sort: LaneSort;
  readonly query: LaneQuery;
  readonly onlyMine: boolean;
  /** Keys of lanes. */
  readonly hidden: readonly string[];
  readonly pinned: readonly string[];
}

export const allLanes: SavedLanes = {
  sort: 'start',
  query: anyLane,
  onlyMine: false,
  hidden: [],
  pinned: [],
};

/** Which lanes the person wants to see, and in which order. */
export class LaneView {
  sort: LaneSort;
  query: LaneQuery;
  /** Only what is the user's own code. */
  onlyMine: boolean;
  /** The field to search in is open. */
  isOpen: boolean;
  /** Keys of lanes that are not shown, with all that is below them. */
  readonly hidden: Set<string>;
  /** Keys of lanes that stay at the top, in the order in which they came there. */
  readonly pinned: Set<string>;
  /** Keys of lanes that are shown although the query does not find them: somebody went there. */
  readonly lifted = new Set<string>();
  /** Folds while there is a query: what it finds is open, whatever was folded before. */
  readonly folds = new Map<string, boolean>();
  /** Counts every change. */
  changed = 0;

  constructor(saved: SavedLanes = allLanes) {
    this.sort = laneSorts.includes(saved.sort) ? saved.sort : 'start';
    this.query = { ...anyLane, ...saved.query };
    this.onlyMine = saved.onlyMine;
    this.hidden = new Set(saved.hidden);
    this.pinned = new Set(saved.pinned);
    this.isOpen = this.hasQuery;
  }

  save(): SavedLanes {
    const { sort, query, onlyMine, hidden, pinned } = this;
    return { sort, query, onlyMine, hidden: [...hidden], pinned: [...pinned] };
  }

  /** Something is searched for. */
  get hasQuery(): boolean {
    const { text, state, longestNs } = this.query;
    return text !== '' || state !== State.none || longestNs > 0;
  }

  /** There may be lanes that are not shown. */
  get leavesOut(): boolean {
    return this.hasQuery || this.onlyMine || this.hidden.size > 0;
  }

  search(query: Partial<LaneQuery>): void {
    this.query = { ...this.query, ...query };
    this.forgetWishes();
  }

  clearQuery(): void {
    this.search(anyLane);
  }

  setSort(sort: LaneSort): void {
    this.sort = sort;
    this.changed++;
  }

  setOnlyMine(onlyMine: boolean): void {
    this.onlyMine = onlyMine;
    this.forgetWishes();
  }

  hide(key: string): void {
    this.hidden.add(key);
    this.pinned.delete(key);
    this.changed++;
  }

  /** True: it was hidden. */
  unhide(key: string): boolean {
    if (!this.hidden.delete(key)) return false;
    this.changed++;
    return true;
  }

  /** True: the lane is pinned now. */
  togglePin(key: string): boolean {
    this.changed++;
    if (!this.pinned.delete(key)) this.pinned.add(key);
    return this.pinned.has(key);
  }

  lift(keys: Iterable<string>): void {
    for (const key of keys) this.lifted.add(key);
    this.changed++;
  }

  /** Shows every lane again. What is pinned stays so. */
  showAll(): void {
    this.query = anyLane;
    this.onlyMine = false;
    this.hidden.clear();
    this.forgetWishes();
  }

  /** A new timeline begins: what was asked of the lanes of the one before does not hold any more. */
  forgetWishes(): void {
    this.lifted.clear();
    this.folds.clear();
    this.changed++;
  }
}
