/** Entries that a list of `size` gets room for when it is full. There are thousands of lists, and most are never full. */
export const sizeAfter = (size: number): number => Math.ceil(size * 1.125) + 4;

/** A list of 32-bit integers that grows: 4 bytes per entry, and none of them an object. */
export class IntList {
  items: Int32Array;
  length = 0;

  constructor(capacity = 4) {
    this.items = new Int32Array(capacity);
  }

  push(value: number): void {
    if (this.length === this.items.length) this.grow(this.length + 1);
    this.items[this.length++] = value;
  }

  /** The entry at `index`, which must exist. */
  at(index: number): number {
    return this.items[index] as number;
  }

  /** Sets an entry at any index; the entries in between are `fill`. */
  put(index: number, value: number, fill: number): void {
    if (index >= this.items.length) this.grow(index + 1);
    while (this.length <= index) this.items[this.length++] = fill;
    this.items[index] = value;
  }

  /** Index of the first entry that is not less than `value`, in an ascending list. */
  lowerBound(value: number): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.at(middle) < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private grow(needed: number): void {
    const bigger = new Int32Array(Math.max(needed, sizeAfter(this.items.length)));
    bigger.set(this.items);
    this.items = bigger;
  }
}
