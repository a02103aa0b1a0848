import { addBytes, type Bytes, bytesOf } from '../../src/analysis/timeline/growable.ts';
import type { Ns, SiteId, StringId, TaskId } from '../../src/shared/timeline.ts';
import { NONE, State } from '../../src/shared/timeline.ts';
import { IntList, sizeAfter } from './intList.ts';

/** What drawing reads of a table of spans; a row's number is its id. */
export interface SpanTable {
  /** What kind of span it is: a state, or, on a core, a colour. */
  stateAt(row: number): number;
  startAt(row: number): Ns;
  endAt(row: number): Ns;
  lengthAt(row: number): Ns;
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

/** Spans of a group, as a power of two. */
const GROUP_BITS = 4;
const GROUP = 1 << GROUP_BITS;
export const STATES = 5;

/**
 * One row of bars: spans that follow one another and never overlap, of a thread, a task, or several tasks one after
 * the other. Beside every 16th span stand its start and how long each state lasted before it, so that the shares of any stretch
 * cost two searches, however many spans it holds. 4 bytes per span, and 2.5 for the sums.
 */
export class Track {
  readonly spans = new IntList();
  open: OpenSpan | null = null;
  /** States that its spans can be in, "none" included. */
  readonly states: number;
  /** Of group k: time per state before it, at `k * states + state`, and in place of "none" its start. Behind the last group: so far. */
  private sums: Float64Array;
  private readonly limit: Limit;

  constructor(limit: Limit, states = STATES) {
    this.limit = limit;
    this.states = states;
    this.sums = new Float64Array(states);
  }

  /** Memory of its spans, in bytes. */
  get bytes(): Bytes {
    const spans = bytesOf([this.spans.items], this.spans.length);
    return addBytes([spans, bytesOf([this.sums], (this.groups + 1) * this.states)]);
  }

  /** End of the open span when the recording is known up to `nowNs`. */
  openEndNs(nowNs: Ns): Ns {
    return Math.max(this.open?.startNs ?? 0, Math.min(nowNs, this.limit.endNs));
  }

  /** Adds a span that is over; it starts where the one before it ends, or later. */
  append(id: number, table: SpanTable): void {
    if (this.spans.length % GROUP === 0) this.beginGroup(table.startAt(id));
    this.spans.push(id);
    this.sums[this.groups * this.states + table.stateAt(id)]! += table.lengthAt(id);
  }

  /** Takes the spans from `length` on away again. */
  cut(length: number, table: SpanTable): void {
    if (length >= this.spans.length) return;
    const kept = length - (length % GROUP);
    const again = this.spans.items.slice(kept, length);
    this.spans.length = kept;
    for (const id of again) this.append(id, table);
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
    const group = this.findGroup(ns, hint < 0 ? -1 : hint >>> GROUP_BITS);
    let below = Math.max(hint, group * GROUP);
    let above = group < 0 ? 0 : Math.min((group + 1) * GROUP, this.spans.length);
    while (above - below > 1) {
      const middle = (below + above) >>> 1;
      if (this.startAt(middle, table) <= ns) below = middle;
      else above = middle;
    }
    return group < 0 ? -1 : below;
  }

  /** Adds to `into`, by state, how long each state lasted before `ns` (`sign` -1: subtracts); `index` is `findStart(ns)`. */
  sumClosed(ns: Ns, index: number, table: SpanTable, into: Float64Array, sign: number): void {
    if (index < 0) return;
    const group = index >>> GROUP_BITS;
    for (let s = 1; s < this.states; s++) into[s]! += sign * this.sums[group * this.states + s]!;
    for (let i = group * GROUP; i < index; i++) {
      const id = this.spans.at(i);
      into[table.stateAt(id)]! += sign * table.lengthAt(id);
    }
    const last = this.spans.at(index);
    const lastNs = Math.min(table.lengthAt(last), ns - table.startAt(last));
    into[table.stateAt(last)]! += sign * lastNs;
  }

  /** Adds to `into`, by state, how long each state lasted in a stretch as far as it is over; `first` and `last` are `findStart` of its ends. */
  sumStretch(
    startNs: Ns,
    first: number,
    endNs: Ns,
    last: number,
    table: SpanTable,
    into: Float64Array,
  ): void {
    if (last - first > GROUP) {
      this.sumClosed(endNs, last, table, into, 1);
      this.sumClosed(startNs, first, table, into, -1);
      return;
    }
    for (let i = Math.max(0, first); i <= last; i++) {
      const id = this.spans.at(i);
      let ns = table.lengthAt(id);
      if (i === first || i === last) {
        const spanNs = table.startAt(id);
        ns = Math.max(0, Math.min(spanNs + ns, endNs) - Math.max(spanNs, startNs));
      }
      into[table.stateAt(id)]! += ns;
    }
  }

  /** How long each state lasted in a stretch, in ns, by state; an open span lasts until `nowNs`. */
  totals(startNs: Ns, endNs: Ns, table: SpanTable, nowNs: Ns): Float64Array {
    const sums = new Float64Array(this.states);
    const first = this.findStart(startNs, table);
    this.sumStretch(startNs, first, endNs, this.findStart(endNs, table), table, sums);
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

  private get groups(): number {
    return (this.spans.length + GROUP - 1) >>> GROUP_BITS;
  }

  /** The last group that starts at or before `ns`, or -1; `known`: one (or -1) that is known to be at or before it. */
  private findGroup(ns: Ns, known: number): number {
    const { sums, states, groups } = this;
    let below = known;
    let above = groups;
    for (let step = 1; known >= 0 && below + step < above; step *= 2) {
      if (sums[(below + step) * states]! <= ns) below += step;
      else above = below + step;
    }
    while (above - below > 1) {
      const middle = (below + above) >>> 1;
      if (sums[middle * states]! <= ns) below = middle;
      else above = middle;
    }
    return below;
  }

  /** A group begins: what lasted so far stands before it, and goes on behind it. */
  private beginGroup(startNs: Ns): void {
    const { states } = this;
    const at = this.groups * states;
    const end = at + 2 * states;
    if (end > this.sums.length) {
      const bigger = new Float64Array(Math.max(end, sizeAfter(this.sums.length)));
      bigger.set(this.sums);
      this.sums = bigger;
    }
    this.sums.copyWithin(at + states, at, at + states);
    this.sums[at] = startNs;
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
