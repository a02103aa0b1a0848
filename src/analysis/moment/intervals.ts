import type { Ns } from '../../shared/timeline.ts';

/** Intervals (and blocks of them) per block. */
const FANOUT = 32;

/** The bounds of every block of one level, four numbers each. */
class Bounds {
  length = 0;
  #numbers = new Float64Array(16);

  minStart = (block: number): Ns => this.#numbers[block * 4]!;
  maxStart = (block: number): Ns => this.#numbers[block * 4 + 1]!;
  minEnd = (block: number): Ns => this.#numbers[block * 4 + 2]!;
  maxEnd = (block: number): Ns => this.#numbers[block * 4 + 3]!;

  /** Widens a block, the last one or a new one behind it. */
  include(block: number, minStart: Ns, maxStart: Ns, minEnd: Ns, maxEnd: Ns): void {
    if (block === this.length) this.#add();
    const numbers = this.#numbers;
    const at = block * 4;
    if (minStart < numbers[at]!) numbers[at] = minStart;
    if (maxStart > numbers[at + 1]!) numbers[at + 1] = maxStart;
    if (minEnd < numbers[at + 2]!) numbers[at + 2] = minEnd;
    if (maxEnd > numbers[at + 3]!) numbers[at + 3] = maxEnd;
  }

  #add(): void {
    const at = this.length * 4;
    if (at === this.#numbers.length) {
      const larger = new Float64Array(this.#numbers.length * 2);
      larger.set(this.#numbers);
      this.#numbers = larger;
    }
    this.#numbers.set([Infinity, -Infinity, Infinity, -Infinity], at);
    this.length++;
  }
}

/**
 * Intervals of time that may overlap, in the order in which they were known. Above every 32 of them stands between which times they
 * begin and end, above every 32 such blocks again, so that what holds a moment, and what begins or ends next, is found without looking
 * at the others. No order is needed; the closer to one of time, the fewer blocks are opened.
 */
export abstract class Intervals {
  #length = 0;
  readonly #levels: Bounds[] = [];

  abstract startAt(index: number): Ns;
  abstract endAt(index: number): Ns;

  get length(): number {
    return this.#length;
  }

  /** The interval with the next number is there. */
  protected added(startNs: Ns, endNs: Ns): void {
    let block = this.#length++;
    for (let level = 0; ; level++) {
      block = Math.floor(block / FANOUT);
      const bounds = this.#level(level);
      bounds.include(block, startNs, startNs, endNs, endNs);
      if (bounds.length === 1) return;
    }
  }

  /** Calls back with the number of each interval that holds a moment (`start <= ns < end`), in their order, as long as it returns true. */
  eachAt(ns: Ns, visit: (index: number) => boolean): void {
    if (this.#length > 0) this.#eachAt(this.#levels.length - 1, 0, ns, visit);
  }

  /** How many intervals hold a moment. */
  countAt(ns: Ns): number {
    return this.#length > 0 ? this.#countAt(this.#levels.length - 1, 0, ns) : 0;
  }

  /** The first time after `ns` and before `best` at which an interval begins or ends; `best` when there is none. */
  after(ns: Ns, best: Ns): Ns {
    return this.#length > 0 ? this.#after(this.#levels.length - 1, 0, ns, best) : best;
  }

  /** The last time before `ns` and after `best` at which an interval begins or ends; `best` when there is none. */
  before(ns: Ns, best: Ns): Ns {
    return this.#length > 0 ? this.#before(this.#levels.length - 1, 0, ns, best) : best;
  }

  /** A level is made when the one below it has a second block. */
  #level(level: number): Bounds {
    const known = this.#levels[level];
    if (known !== undefined) return known;
    const made = new Bounds();
    const below = this.#levels[level - 1];
    for (let i = 0; below !== undefined && i < below.length; i++) {
      made.include(0, below.minStart(i), below.maxStart(i), below.minEnd(i), below.maxEnd(i));
    }
    this.#levels[level] = made;
    return made;
  }

  /** How many parts there are on the level below: blocks, or (level 0) intervals. */
  #endOf(level: number, block: number): number {
    const parts = level === 0 ? this.#length : this.#levels[level - 1]!.length;
    return Math.min((block + 1) * FANOUT, parts);
  }

  #eachAt(level: number, block: number, ns: Ns, visit: (index: number) => boolean): boolean {
    const bounds = this.#levels[level]!;
    if (bounds.minStart(block) > ns || bounds.maxEnd(block) <= ns) return true;
    const end = this.#endOf(level, block);
    for (let i = block * FANOUT; i < end; i++) {
      if (level > 0) {
        if (!this.#eachAt(level - 1, i, ns, visit)) return false;
      } else if (this.#holds(i, ns) && !visit(i)) return false;
    }
    return true;
  }

  #countAt(level: number, block: number, ns: Ns): number {
    const bounds = this.#levels[level]!;
    if (bounds.minStart(block) > ns || bounds.maxEnd(block) <= ns) return 0;
    const end = this.#endOf(level, block);
    if (bounds.maxStart(block) <= ns && bounds.minEnd(block) > ns) {
      return Math.min((block + 1) * FANOUT ** (level + 1), this.#length) - block * FANOUT ** (level + 1);
    }
    let count = 0;
    for (let i = block * FANOUT; i < end; i++) {
      if (level > 0) count += this.#countAt(level - 1, i, ns);
      else if (this.#holds(i, ns)) count++;
    }
    return count;
  }

  #after(level: number, block: number, ns: Ns, best: Ns): Ns {
    const bounds = this.#levels[level]!;
    const starts = bounds.maxStart(block) > ns && bounds.minStart(block) < best;
    const ends = bounds.maxEnd(block) > ns && bounds.minEnd(block) < best;
    if (!starts && !ends) return best;
    let found = best;
    const end = this.#endOf(level, block);
    for (let i = block * FANOUT; i < end; i++) {
      if (level > 0) found = this.#after(level - 1, i, ns, found);
      else {
        const [from, to] = [this.startAt(i), this.endAt(i)];
        if (from > ns && from < found) found = from;
        if (to > ns && to < found) found = to;
      }
    }
    return found;
  }

  #before(level: number, block: number, ns: Ns, best: Ns): Ns {
    const bounds = this.#levels[level]!;
    const starts = bounds.minStart(block) < ns && bounds.maxStart(block) > best;
    const ends = bounds.minEnd(block) < ns && bounds.maxEnd(block) > best;
    if (!starts && !ends) return best;
    let found = best;
    for (let i = this.#endOf(level, block) - 1; i >= block * FANOUT; i--) {
      if (level > 0) found = this.#before(level - 1, i, ns, found);
      else {
        const [from, to] = [this.startAt(i), this.endAt(i)];
        if (from < ns && from > found) found = from;
        if (to < ns && to > found) found = to;
      }
    }
    return found;
  }

  #holds(index: number, ns: Ns): boolean {
    return this.startAt(index) <= ns && this.endAt(index) > ns;
  }
}

/** A table whose rows are intervals. */
export interface IntervalRows {
  startAt(row: number): Ns;
  endAt(row: number): Ns;
}

/** Some rows of a table, 5 bytes each. */
export class RowIntervals extends Intervals {
  readonly #table: IntervalRows;
  #rows = new Int32Array(8);

  constructor(table: IntervalRows) {
    super();
    this.#table = table;
  }

  push(row: number): void {
    if (this.length === this.#rows.length) {
      const larger = new Int32Array(Math.ceil(this.length * 1.5));
      larger.set(this.#rows);
      this.#rows = larger;
    }
    this.#rows[this.length] = row;
    this.added(this.#table.startAt(row), this.#table.endAt(row));
  }

  rowAt(index: number): number {
    return this.#rows[index]!;
  }

  /** Numbers of the rows that hold a moment, at most `limit`. */
  rowsAt(ns: Ns, limit: number): number[] {
    const rows: number[] = [];
    if (limit <= 0) return rows;
    this.eachAt(ns, (index) => rows.push(this.rowAt(index)) < limit);
    return rows;
  }

  override startAt(index: number): Ns {
    return this.#table.startAt(this.#rows[index]!);
  }

  override endAt(index: number): Ns {
    return this.#table.endAt(this.#rows[index]!);
  }
}

/** Moments. */
export class Points extends Intervals {
  readonly #times: Ns[] = [];

  push(ns: Ns): void {
    this.#times.push(ns);
    this.added(ns, ns);
  }

  override startAt(index: number): Ns {
    return this.#times[index]!;
  }

  override endAt(index: number): Ns {
    return this.#times[index]!;
  }
}
