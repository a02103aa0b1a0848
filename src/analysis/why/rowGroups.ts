import { NONE } from '../../shared/timeline.ts';

/**
 * The rows of a table by the group that they belong to, in 4 bytes per row and per group. Made in two passes over the table;
 * within a group rows keep the table's order, or come in order of `timeOf`.
 */
export class RowGroups {
  /** By group: where its rows begin in `#rows`; the entry behind the last is their number. */
  readonly #start: Int32Array;
  readonly #rows: Int32Array;

  /** `groupOf` gives a row's group from 0 to `groups` - 1, or NONE: the row is left out. */
  constructor(
    groups: number,
    length: number,
    groupOf: (row: number) => number,
    timeOf?: (row: number) => number,
  ) {
    this.#start = new Int32Array(groups + 1);
    for (let row = 0; row < length; row++) {
      const group = groupOf(row);
      if (group !== NONE) this.#start[group + 1]!++;
    }
    for (let group = 0; group < groups; group++) this.#start[group + 1]! += this.#start[group]!;
    this.#rows = new Int32Array(this.#start[groups]!);
    this.#place(length, groupOf);
    if (timeOf) this.#order(groups, timeOf);
  }

  /** Rows of a group; none for a group that there is not. */
  of(group: number): Int32Array {
    return this.#rows.subarray(this.#start[group] ?? 0, this.#start[group + 1] ?? 0);
  }

  #place(length: number, groupOf: (row: number) => number): void {
    const free = this.#start.slice();
    for (let row = 0; row < length; row++) {
      const group = groupOf(row);
      if (group !== NONE) this.#rows[free[group]!++] = row;
    }
  }

  /** Most groups are in order of time already. */
  #order(groups: number, timeOf: (row: number) => number): void {
    for (let group = 0; group < groups; group++) {
      const end = this.#start[group + 1]!;
      for (let at = this.#start[group]! + 1; at < end; at++) {
        if (timeOf(this.#rows[at - 1]!) <= timeOf(this.#rows[at]!)) continue;
        this.of(group).sort((a, b) => timeOf(a) - timeOf(b));
        break;
      }
    }
  }
}

/** How many of `rows`, which are in order of `timeOf`, are at or before a time. */
export function countUntil(rows: Int32Array, ns: number, timeOf: (row: number) => number): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (timeOf(rows[middle]!) <= ns) low = middle + 1;
    else high = middle;
  }
  return low;
}
