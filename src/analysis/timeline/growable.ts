export type Numbers = Int32Array | Uint32Array | Float64Array | Uint8Array;

/** Rows of a table's first allocation. */
export const FIRST_ROWS = 64;
/** Rows that a column can grow to in place. This much address space is set aside, memory only for what is used. */
export const MOST_ROWS = 1 << 26;
/** From here on a table grows by as much each time: a long recording must hold hardly more than it needs. */
const STEP_ROWS = 1 << 16;

interface NumbersConstructor<T extends Numbers> {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBuffer): T;
}

/** A column that grows in place: where it is copied instead, a table needs up to twice its memory while it grows. */
export function growable<T extends Numbers>(
  type: NumbersConstructor<T>,
  rows = FIRST_ROWS,
  mostRows = MOST_ROWS,
): T {
  const { BYTES_PER_ELEMENT: bytes } = type;
  return new type(new ArrayBuffer(rows * bytes, { maxByteLength: mostRows * bytes }));
}

/** For how many rows to make room when there is room for `reserved` and `needed` are more. */
export const roomFor = (needed: number, reserved: number): number =>
  Math.max(needed, reserved + Math.min(Math.max(reserved, FIRST_ROWS), STEP_ROWS));

export function resize(column: Numbers, rows: number): void {
  (column.buffer as ArrayBuffer).resize(rows * column.BYTES_PER_ELEMENT);
}

/** A list of numbers that grows in place. */
export class GrowingList<T extends Numbers> {
  readonly values: T;
  length = 0;

  constructor(type: NumbersConstructor<T>, mostRows = MOST_ROWS) {
    this.values = growable(type, 0, mostRows);
  }

  push(value: number): void {
    if (this.length === this.values.length) resize(this.values, roomFor(this.length + 1, this.values.length));
    this.values[this.length++] = value;
  }
}

/** Memory of columns: what their rows take, and what is set aside with the room for more. */
export interface Bytes {
  readonly used: number;
  readonly reserved: number;
}

/** Of columns of which the first `rows` rows are in use. */
export function bytesOf(columns: readonly Numbers[], rows: number): Bytes {
  const used = columns.reduce((sum, column) => sum + rows * column.BYTES_PER_ELEMENT, 0);
  return { used, reserved: columns.reduce((sum, { byteLength }) => sum + byteLength, 0) };
}

export const addBytes = (all: readonly Bytes[]): Bytes => ({
  used: all.reduce((sum, { used }) => sum + used, 0),
  reserved: all.reduce((sum, { reserved }) => sum + reserved, 0),
});
