import { type Ns, State } from '../../src/shared/timeline.ts';
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
/** Digits of a pass of sorting, in bits, and how many passes there are. */
const DIGIT = 11;
const PASSES = 3;
const BUCKETS = 1 << DIGIT;
const KEYS = 2 ** (DIGIT * PASSES);

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

  constructor(spans: QueriedSpans, wish: SpanWish) {
    this.spans = spans;
    this.wish = wish;
    this.length = spans.length;
  }

  /** By what the spans are sorted. */
  get sort(): SpanSort {
    return this.count > MAX_BY_DURATION ? 'start' : this.wish.sort;
  }

  /** Looks at the next spans, at most `most`; with the last ones it sorts. */
  step(most: number): void {
    const end = Math.min(this.length, this.next + most);
    for (; this.next < end; this.next++) if (this.isWanted(this.next)) this.add(this.next);
    if (this.done || this.next < this.length) return;
    this.rows = this.sorted();
    this.done = true;
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

  private sorted(): Int32Array<ArrayBuffer> {
    const { spans } = this;
    const rows = this.rows.slice(0, this.count);
    if (this.sort === 'start') return sortBy(rows, (row) => spans.startAt(row));
    const lengthOf = (row: number): Ns => spans.endAt(row) - spans.startAt(row);
    return rows.sort((a, b) => lengthOf(a) - lengthOf(b));
  }
}

/**
 * Sorts very many rows by a number, the smallest first; rows with equal numbers stay in their order. Quick where not many numbers lie
 * within 2^-33 of the whole range.
 */
export function sortBy(
  rows: Int32Array<ArrayBuffer>,
  numberOf: (row: number) => number,
): Int32Array<ArrayBuffer> {
  let [from, to] = [rows, new Int32Array(rows.length)];
  let [keys, nextKeys] = [keysOf(rows, numberOf), new Float64Array(rows.length)];
  for (let pass = 0; pass < PASSES; pass++) {
    distribute(from, to, keys, nextKeys, 2 ** (pass * DIGIT));
    [from, to] = [to, from];
    [keys, nextKeys] = [nextKeys, keys];
  }
  straighten(from, numberOf);
  return from;
}

/** The numbers as whole ones from 0 to `KEYS`: near ones may become equal. */
function keysOf(rows: Int32Array, numberOf: (row: number) => number): Float64Array<ArrayBuffer> {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const row of rows) {
    const value = numberOf(row);
    if (value < least) least = value;
    if (value > most) most = value;
  }
  const scale = Math.min(1, (KEYS - 1) / Math.max(most - least, 1));
  return Float64Array.from(rows, (row) => Math.floor((numberOf(row) - least) * scale));
}

/** One pass: puts the rows in order of one digit of their keys. */
function distribute(
  from: Int32Array,
  to: Int32Array,
  keys: Float64Array,
  toKeys: Float64Array,
  unit: number,
): void {
  const digitOf = (i: number): number => Math.floor(keys[i]! / unit) % BUCKETS;
  const places = new Int32Array(BUCKETS + 1);
  for (let i = 0; i < from.length; i++) places[digitOf(i) + 1]!++;
  for (let bucket = 1; bucket <= BUCKETS; bucket++) places[bucket]! += places[bucket - 1]!;
  for (let i = 0; i < from.length; i++) {
    const at = places[digitOf(i)]!++;
    to[at] = from[i]!;
    toKeys[at] = keys[i]!;
  }
}

/** Puts those in order whose keys were equal although their numbers are not: they are neighbours. */
function straighten(rows: Int32Array, numberOf: (row: number) => number): void {
  for (let i = 1; i < rows.length; i++) {
    const row = rows[i]!;
    const value = numberOf(row);
    let at = i;
    while (at > 0 && numberOf(rows[at - 1]!) > value) {
      rows[at] = rows[at - 1]!;
      at--;
    }
    rows[at] = row;
  }
}

/** All states that a span can be in. */
export const everyState: readonly State[] = [State.running, State.ready, State.waiting, State.blocked];
