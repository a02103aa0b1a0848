/** Keys are numbers of 32 bits, which are sorted by in digits of this many. */
const DIGIT = 11;
const BUCKETS = 1 << DIGIT;
const MASK = BUCKETS - 1;
const SHIFTS = [0, DIGIT, 2 * DIGIT];
const LARGEST_KEY = 2 ** 32 - 1;

type Rows = Int32Array<ArrayBuffer>;
type NumberOf = (row: number) => number;

/**
 * Sorts very many rows by a number, the smallest first, `part` of them at a time; rows with equal numbers stay in their order. Quick
 * where not many numbers lie within 2^-32 of the whole range. Takes 16 bytes per row while it sorts.
 */
export function* sortSteps(rows: Rows, numberOf: NumberOf, part: number): Generator<undefined, Rows> {
  let keys: Uint32Array = new Uint32Array(rows.length);
  yield* makeKeys(rows, keys, numberOf, part);
  let [from, to, otherKeys]: [Rows, Rows, Uint32Array] = [
    rows,
    new Int32Array(rows.length),
    new Uint32Array(rows.length),
  ];
  for (const shift of SHIFTS) {
    const places = new Int32Array(BUCKETS + 1);
    yield* inParts(rows.length, part, (start, end) => countDigits(keys, shift, places, start, end));
    for (let bucket = 1; bucket <= BUCKETS; bucket++) places[bucket]! += places[bucket - 1]!;
    const table = { from, to, keys, toKeys: otherKeys };
    yield* inParts(rows.length, part, (start, end) => distribute(table, shift, places, start, end));
    [from, to] = [to, from];
    [keys, otherKeys] = [otherKeys, keys];
  }
  yield* inParts(rows.length, part, (start, end) => straighten(from, numberOf, start, end));
  return from;
}

function* inParts(
  length: number,
  part: number,
  work: (start: number, end: number) => void,
): Generator<undefined> {
  for (let start = 0; start < length; start += part) {
    work(start, Math.min(length, start + part));
    yield;
  }
}

/** The numbers as whole ones from 0 on: near ones may become equal. */
function* makeKeys(rows: Rows, keys: Uint32Array, numberOf: NumberOf, part: number): Generator<undefined> {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  yield* inParts(rows.length, part, (start, end) => {
    for (let i = start; i < end; i++) {
      const number = numberOf(rows[i]!);
      if (number < least) least = number;
      if (number > most) most = number;
    }
  });
  const scale = Math.min(1, LARGEST_KEY / Math.max(most - least, 1));
  yield* inParts(rows.length, part, (start, end) => {
    for (let i = start; i < end; i++) keys[i] = (numberOf(rows[i]!) - least) * scale;
  });
}

function countDigits(keys: Uint32Array, shift: number, places: Int32Array, start: number, end: number): void {
  for (let i = start; i < end; i++) places[((keys[i]! >>> shift) & MASK) + 1]!++;
}

interface Table {
  readonly from: Rows;
  readonly to: Rows;
  readonly keys: Uint32Array;
  readonly toKeys: Uint32Array;
}

/** Puts rows in order of one digit of their keys. */
function distribute(
  { from, to, keys, toKeys }: Table,
  shift: number,
  places: Int32Array,
  start: number,
  end: number,
): void {
  for (let i = start; i < end; i++) {
    const at = places[(keys[i]! >>> shift) & MASK]!++;
    to[at] = from[i]!;
    toKeys[at] = keys[i]!;
  }
}

/** Puts those in order whose keys are equal although their numbers are not: they are neighbours. */
function straighten(rows: Rows, numberOf: NumberOf, start: number, end: number): void {
  for (let i = Math.max(start, 1); i < end; i++) {
    const row = rows[i]!;
    const number = numberOf(row);
    let at = i;
    while (at > 0 && numberOf(rows[at - 1]!) > number) {
      rows[at] = rows[at - 1]!;
      at--;
    }
    rows[at] = row;
  }
}
