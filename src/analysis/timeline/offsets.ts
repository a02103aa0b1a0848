import { addBytes, type Bytes, bytesOf, GrowingList, growable, MOST_ROWS, resize } from './growable.ts';

/** Numbers from here on are none themselves: they say where the value stands. There are never more values than rows. */
const FIRST_INDEX = 2 ** 32 - MOST_ROWS;

/**
 * A column of numbers, each near another one that is known whenever it is asked for. One that lies above that by a whole
 * number of less than 4.2 · 10⁹ takes 4 bytes, any other 12. Every number comes out as it went in, to the last bit.
 */
export class Offsets {
  readonly #offsets = growable(Uint32Array);
  readonly #exact = new GrowingList(Float64Array);

  /** The value of a row; `near` is what it was put with. */
  at(row: number, near: number): number {
    const offset = this.#offsets[row]!;
    return offset < FIRST_INDEX ? near + offset : this.#exact.values[offset - FIRST_INDEX]!;
  }

  /** How far a row's value lies above what it was put with, or -1: that takes a look at both. */
  offsetAt(row: number): number {
    const offset = this.#offsets[row]!;
    return offset < FIRST_INDEX ? offset : -1;
  }

  /** Sets the value of a row for which there is room. Each row is set once. */
  put(row: number, value: number, near: number): void {
    const offset = value - near;
    if (offset >>> 0 === offset && offset < FIRST_INDEX && Object.is(near + offset, value)) {
      this.#offsets[row] = offset;
      return;
    }
    this.#offsets[row] = FIRST_INDEX + this.#exact.length;
    this.#exact.push(value);
  }

  /** Makes room. */
  resize(rows: number): void {
    resize(this.#offsets, rows);
  }

  bytes(rows: number): Bytes {
    return addBytes([bytesOf([this.#offsets], rows), bytesOf([this.#exact.values], this.#exact.length)]);
  }
}
