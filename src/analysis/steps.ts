/** A computation that can be interrupted: it yields now and then, and returns its result in the end. */
export type Steps<T> = Generator<void, T, void>;

/** Rows between two interruptions: about a millisecond. */
export const ROWS_PER_STEP = 16_384;

/** The result of a computation, without an interruption. */
export function finish<T>(steps: Steps<T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** Sorts numbers, ascending. */
export function* sorted(values: Float64Array): Steps<Float64Array> {
  for (let from = 0; from < values.length; from += ROWS_PER_STEP) {
    values.subarray(from, from + ROWS_PER_STEP).sort();
    yield;
  }
  let from = values;
  let to: Float64Array = new Float64Array(values.length > ROWS_PER_STEP ? values.length : 0);
  for (let width = ROWS_PER_STEP; width < values.length; width *= 2) {
    for (let low = 0; low < values.length; low += 2 * width) yield* merged(from, to, low, width);
    [from, to] = [to, from];
  }
  return from;
}

/** Merges two neighbours of `from`, each sorted and at most `width` long, into `to`. */
function* merged(from: Float64Array, to: Float64Array, low: number, width: number): Steps<void> {
  const middle = Math.min(low + width, from.length);
  const end = Math.min(low + 2 * width, from.length);
  let [left, right] = [low, middle];
  for (let at = low; at < end; at++) {
    const isLeft = left < middle && (right >= end || from[left]! <= from[right]!);
    to[at] = isLeft ? from[left++]! : from[right++]!;
    if ((at & (ROWS_PER_STEP - 1)) === 0) yield;
  }
}
