import type { Ns, SiteId, StringId, TaskId } from '../../src/shared/timeline.ts';
import { NONE, State } from '../../src/shared/timeline.ts';
import { IntList } from './intList.ts';

/** What drawing reads of a table of spans; a row's number is its id. */
export interface SpanTable {
  /** What kind of span it is: a state, or, on a core, a colour. */
  stateAt(row: number): number;
  startAt(row: number): Ns;
  endAt(row: number): Ns;
}

/** A span that goes on. */
export interface OpenSpan {
  readonly task: TaskId;
  readonly state: State;
  readonly startNs: Ns;
  readonly reason: StringId;
  readonly site: SiteId;
}

/** Until when open spans of a thread can go on: infinity as long as the thread lives. */
export interface Limit {
  endNs: Ns;
}

/** Spans per entry of the prefix sums. */
const STRIDE = 16;
export const STATES = 5;

/**
 * One row of bars: spans that follow one another and never overlap, of a thread, a task, or several tasks one after
 * the other. Beside every 16th span stands how long each state lasted before it, so that the shares of any stretch
 * cost two searches, however many spans it holds. 4 bytes per span, and 2.5 for the sums.
 */
export class Track {
  readonly spans = new IntList();
  open: OpenSpan | null = null;
  /** States that its spans can be in, "none" included. */
  readonly states: number;
  /** Time per state before span 16 · k, at `k * states + state`. */
  private sums: Float64Array;
  private sumsLength = 0;
  private readonly soFar: Float64Array;
  private readonly limit: Limit;

  constructor(limit: Limit, states = STATES) {
    this.limit = limit;
    this.states = states;
    this.sums = new Float64Array(states);
    this.soFar = new Float64Array(states);
  }

  /** End of the open span when the recording is known up to `nowNs`. */
  openEndNs(nowNs: Ns): Ns {
    return Math.max(this.open?.startNs ?? 0, Math.min(nowNs, this.limit.endNs));
  }

  /** Adds a span that is over; it starts where the one before it ends, or later. */
  append(id: number, table: SpanTable): void {
    if (this.spans.length % STRIDE === 0) this.pushSums();
    this.spans.push(id);
    this.soFar[table.stateAt(id)]! += table.endAt(id) - table.startAt(id);
  }

  /** Takes the spans from `length` on away again. */
  cut(length: number, table: SpanTable): void {
    if (length >= this.spans.length) return;
    const group = Math.floor(length / STRIDE);
    this.soFar.set(this.sums.subarray(group * this.states, (group + 1) * this.states));
    for (let i = group * STRIDE; i < length; i++)
      this.addSpan(i, Number.POSITIVE_INFINITY, table, this.soFar, 1);
    this.spans.length = length;
    this.sumsLength = Math.ceil(length / STRIDE);
  }

  /** Adds all spans of a track whose spans come later than those here. */
  takeOver(later: Track, table: SpanTable): void {
    for (let i = 0; i < later.spans.length; i++) this.append(later.spans.at(i), table);
    this.open = later.open ?? this.open;
  }

  /**
   * Index of the last span that starts at or before `ns`, or -1. `hint`: an index (or -1) that is known to be at or
   * before it; near hints make the search short.
   */
  findStart(ns: Ns, table: SpanTable, hint = -1): number {
    let low = hint;
    let step = 1;
    while (low + step < this.spans.length && this.startAt(low + step, table) <= ns) {
      low += step;
      step *= 2;
    }
    return this.bisect(ns, table, low, low + step);
  }

  /**
   * Adds to `into`, by state, how long each state lasted in `[0, ns)` as far as it is over (`sign` -1: subtracts);
   * `index` is `findStart(ns)`.
   */
  sumClosed(ns: Ns, index: number, table: SpanTable, into: Float64Array, sign: number): void {
    if (index < 0) return;
    const group = Math.floor(index / STRIDE);
    const { states } = this;
    for (let s = 0; s < states; s++) into[s]! += sign * this.sums[group * states + s]!;
    for (let i = group * STRIDE; i < index; i++) this.addSpan(i, Number.POSITIVE_INFINITY, table, into, sign);
    this.addSpan(index, ns, table, into, sign);
  }

  /** How long each state lasted in a stretch, in ns, by state; an open span lasts until `nowNs`. */
  totals(startNs: Ns, endNs: Ns, table: SpanTable, nowNs: Ns): Float64Array {
    const sums = new Float64Array(this.states);
    this.sumClosed(endNs, this.findStart(endNs, table), table, sums, 1);
    this.sumClosed(startNs, this.findStart(startNs, table), table, sums, -1);
    const { open } = this;
    if (open) {
      const openEnd = Math.min(endNs, this.openEndNs(nowNs));
      sums[open.state]! += Math.max(0, openEnd - Math.max(startNs, open.startNs));
    }
    return sums;
  }

  startAt(index: number, table: SpanTable): Ns {
    return table.startAt(this.spans.at(index));
  }

  endAt(index: number, table: SpanTable): Ns {
    return table.endAt(this.spans.at(index));
  }

  /** Last index in `(low, high)` that starts at or before `ns`; `low` when there is none. */
  private bisect(ns: Ns, table: SpanTable, low: number, high: number): number {
    let below = low;
    let above = Math.min(high, this.spans.length);
    while (above - below > 1) {
      const middle = (below + above) >>> 1;
      if (this.startAt(middle, table) <= ns) below = middle;
      else above = middle;
    }
    return below;
  }

  private addSpan(index: number, untilNs: Ns, table: SpanTable, into: Float64Array, sign: number): void {
    const id = this.spans.at(index);
    const end = Math.min(table.endAt(id), untilNs);
    into[table.stateAt(id)]! += sign * (end - table.startAt(id));
  }

  private pushSums(): void {
    const at = this.sumsLength * this.states;
    if (at + this.states > this.sums.length) {
      const bigger = new Float64Array(Math.ceil(this.sums.length * 1.5) + this.states);
      bigger.set(this.sums);
      this.sums = bigger;
    }
    this.sums.set(this.soFar, at);
    this.sumsLength++;
  }
}

/** What a row shows at a moment: a span that is over, or the one that goes on. */
export interface SpanAt {
  readonly track: Track;
  /** Index in the track, or `track.spans.length` for the open span. */
  readonly index: number;
  readonly id: number;
  readonly state: State;
  readonly startNs: Ns;
  readonly endNs: Ns;
}

/** The span with an index in its track; the index behind the last is the open one. Null: there is none. */
export function spanAt(track: Track, index: number, table: SpanTable, nowNs: Ns): SpanAt | null {
  if (index < 0 || index > track.spans.length) return null;
  if (index === track.spans.length) {
    const { open } = track;
    if (!open || open.state === State.none) return null;
    return {
      track,
      index,
      id: NONE,
      state: open.state,
      startNs: open.startNs,
      endNs: track.openEndNs(nowNs),
    };
  }
  const id = track.spans.at(index);
  return {
    track,
    index,
    id,
    state: table.stateAt(id) as State,
    startNs: table.startAt(id),
    endNs: table.endAt(id),
  };
}
