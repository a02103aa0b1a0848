import type { MarkRow, Ns } from '../../src/shared/timeline.ts';
import { IntList } from './intList.ts';

/** Marks per block, of which the last end is known. */
const BLOCK = 64;
/** A mark that belongs further to the front than this many places is put there with the next sorting of all. */
const NEAR = 64;

/**
 * Marks of one kind of a thread, in order of time, although they are told in another: garbage collection when the event loop turns,
 * a measure when it is over. 4 bytes per mark, and 8 per 64.
 */
export class MarkList {
  private readonly rows: readonly MarkRow[];
  private readonly sorted = new IntList();
  /** The last end of each block. */
  private ends: Ns[] = [];
  private isSorted = true;
  /** How long they are, added up. */
  lengthNs: Ns = 0;

  /** `rows`: the timeline's marks. */
  constructor(rows: readonly MarkRow[]) {
    this.rows = rows;
  }

  get length(): number {
    return this.sorted.length;
  }

  /** Adds the timeline's mark with this number. */
  add(index: number): void {
    const { sorted } = this;
    const { ns } = this.rows[index]!;
    this.lengthNs += endOf(this.rows[index]!) - ns;
    let at = sorted.length;
    const nearest = Math.max(0, at - NEAR);
    while (at > nearest && this.rows[sorted.at(at - 1)]!.ns > ns) at--;
    if (at === nearest && at > 0 && this.rows[sorted.at(at - 1)]!.ns > ns) this.isSorted = false;
    sorted.push(index);
    sorted.items.copyWithin(at + 1, at, sorted.length - 1);
    sorted.items[at] = index;
    this.ends.length = Math.min(this.ends.length, Math.floor(at / BLOCK));
  }

  /** The `i`-th mark in order of time, which must exist. */
  at(i: number): MarkRow {
    this.bringInOrder();
    return this.rows[this.sorted.at(i)]!;
  }

  endAt(i: number): Ns {
    return endOf(this.at(i));
  }

  /** Index of the first mark that begins at or after a moment. */
  firstFrom(ns: Ns): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.at(middle).ns < ns) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Index of the first mark from `from` on that reaches to a moment or beyond; the length when there is none. */
  nextReaching(ns: Ns, from: number): number {
    this.bringInOrder();
    const { length } = this;
    let i = from;
    while (i < length) {
      if (i % BLOCK === 0 && this.blockEnd(i / BLOCK) < ns) i += BLOCK;
      else if (this.endAt(i) >= ns) return i;
      else i++;
    }
    return length;
  }

  private blockEnd(block: number): Ns {
    while (this.ends.length <= block) {
      const from = this.ends.length * BLOCK;
      let end = Number.NEGATIVE_INFINITY;
      for (let i = from; i < Math.min(from + BLOCK, this.length); i++) end = Math.max(end, this.endAt(i));
      this.ends.push(end);
    }
    return this.ends[block]!;
  }

  private bringInOrder(): void {
    if (this.isSorted) return;
    const { items, length } = this.sorted;
    this.isSorted = true;
    items.subarray(0, length).sort((a, b) => this.rows[a]!.ns - this.rows[b]!.ns);
    this.ends = [];
  }
}

/** When a mark is over: at once, if it has no length. */
export const endOf = ({ ns, endNs }: MarkRow): Ns => endNs ?? ns;
