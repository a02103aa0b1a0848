import { NONE } from '../../shared/timeline.ts';

/** Something that has a place in the source: a function, a line. */
export interface Spot {
  /** What sort of thing it is: only spots of the same kind mean the same. */
  readonly kind: number;
  readonly file: string;
  /** The function's name, or that of the function around it. */
  readonly name: string;
  /** From 1; 0: its place is not known. */
  readonly line: number;
  readonly column: number;
}

/** What means the same in both runs, by its index; NONE: only in the other one. */
export interface Pair {
  readonly a: number;
  readonly b: number;
}

/** How far a line may lie from where it is expected, when its function's name is the same, and when it is not. */
const MOST_LINES = 10;
const MOST_LINES_RENAMED = 2;

const nameKey = ({ kind, file, name }: Spot): string => `${kind}\n${file}\n${name}`;
const fileKey = ({ kind, file }: Spot): string => `${kind}\n${file}`;

/** Where the lines of run A are in run B, told by what is known to be in both. */
export class LineShift {
  readonly #anchors = new Map<string, { readonly line: number; readonly by: number }[]>();

  constructor(a: readonly Spot[], b: readonly Spot[], pairs: readonly Pair[]) {
    for (const pair of pairs) {
      if (pair.a === NONE || pair.b === NONE) continue;
      const { file, line } = a[pair.a]!;
      const anchors = this.#anchors.get(file) ?? [];
      anchors.push({ line, by: b[pair.b]!.line - line });
      this.#anchors.set(file, anchors);
    }
    for (const anchors of this.#anchors.values()) anchors.sort((left, right) => left.line - right.line);
  }

  /** A line has moved as the last anchor before it has. */
  expected({ file, line }: Spot): number {
    const anchors = this.#anchors.get(file) ?? [];
    let [low, high] = [0, anchors.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (anchors[middle]!.line <= line) low = middle + 1;
      else high = middle;
    }
    return line + (anchors[low - 1]?.by ?? 0);
  }
}

/** Pairs of those that are the only ones of their name, in either run. */
export function uniquePairs(a: readonly Spot[], b: readonly Spot[]): Pair[] {
  const [groupsA, groupsB] = [groupsOf(a, all(a), nameKey), groupsOf(b, all(b), nameKey)];
  return [...groupsA].flatMap(([key, [first, ...more]]) => {
    const other = groupsB.get(key);
    return more.length === 0 && other?.length === 1 ? [{ a: first!, b: other[0]! }] : [];
  });
}

/**
 * Pairs the spots of two runs of a file that may have been edited in between: by kind, file and name; several of one name by their order
 * when they are as many, else by their lines. What is left has perhaps been renamed: it is paired when it stands where the other one
 * did. Every spot is in one pair. Takes n log n steps.
 */
export function pairSpots(a: readonly Spot[], b: readonly Spot[], shift: LineShift): Pair[] {
  const named = pairGroups(groupsOf(a, all(a), nameKey), groupsOf(b, all(b), nameKey), (inA, inB) =>
    inA.length === inB.length
      ? inA.map((row, i) => ({ a: row, b: inB[i]! }))
      : pairNear(a, b, inA, inB, shift, MOST_LINES),
  );
  const [restA, restB] = [rest(a, named, 'a'), rest(b, named, 'b')];
  const renamed = pairGroups(groupsOf(a, restA, fileKey), groupsOf(b, restB, fileKey), (inA, inB) =>
    pairNear(a, b, inA, inB, shift, MOST_LINES_RENAMED),
  );
  const pairs = [...named, ...renamed];
  const gone = rest(a, pairs, 'a', true).map((row) => ({ a: row, b: NONE }));
  const added = rest(b, pairs, 'b', true).map((row) => ({ a: NONE, b: row }));
  return [...pairs, ...gone, ...added];
}

type Groups = ReadonlyMap<string, readonly number[]>;

const all = (spots: readonly Spot[]): number[] => spots.map((_, row) => row);

/** Rows by their key, in each group in the order of their places. */
function groupsOf(spots: readonly Spot[], rows: readonly number[], keyOf: (spot: Spot) => string): Groups {
  const groups = new Map<string, number[]>();
  for (const row of rows) {
    const key = keyOf(spots[row]!);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  const byPlace = (x: number, y: number): number =>
    spots[x]!.line - spots[y]!.line || spots[x]!.column - spots[y]!.column;
  for (const group of groups.values()) group.sort(byPlace);
  return groups;
}

function pairGroups(
  a: Groups,
  b: Groups,
  pair: (inA: readonly number[], inB: readonly number[]) => readonly Pair[],
): Pair[] {
  return [...a].flatMap(([key, inA]) => pair(inA, b.get(key) ?? []));
}

/** Goes down both groups at once, and pairs what is as near as anything around it. */
function pairNear(
  a: readonly Spot[],
  b: readonly Spot[],
  inA: readonly number[],
  inB: readonly number[],
  shift: LineShift,
  mostLines: number,
): Pair[] {
  const expected = inA.map((row) => shift.expected(a[row]!));
  const distance = (i: number, j: number): number =>
    Math.abs((b[inB[j]!]?.line ?? Number.POSITIVE_INFINITY) - (expected[i] ?? Number.POSITIVE_INFINITY));
  const pairs: Pair[] = [];
  for (let i = 0, j = 0; i < inA.length && j < inB.length; ) {
    const apart = distance(i, j);
    if (i + 1 < inA.length && distance(i + 1, j) < apart) i++;
    else if (j + 1 < inB.length && distance(i, j + 1) < apart) j++;
    else if (apart <= mostLines) pairs.push({ a: inA[i++]!, b: inB[j++]! });
    else if (expected[i]! < b[inB[j]!]!.line) i++;
    else j++;
  }
  return pairs;
}

/** Rows that are in no pair; without those that have no place, unless they are asked for. */
function rest(spots: readonly Spot[], pairs: readonly Pair[], side: 'a' | 'b', withoutPlace = false) {
  const paired = new Set(pairs.map((pair) => pair[side]));
  return all(spots).filter((row) => !paired.has(row) && (withoutPlace || spots[row]!.line > 0));
}
