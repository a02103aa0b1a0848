import type { MarkLook, ThreadLane } from '../model/lanes.ts';
import type { MarkList } from '../model/markList.ts';
import type { Pile, Sign } from '../model/sign.ts';
import type { TimeScale } from './scale.ts';

/** Marks that begin closer to one another than this are drawn as one, unless both are long enough to be told apart. */
const MERGE_PX = 4;
/** More marks in view than this are looked at in steps of `MERGE_PX`, not one by one. */
const MANY = 2000;

/** Marks that are drawn as one: `count` of them, from the `first` one on. */
export interface PlacedPile {
  readonly first: number;
  count: number;
  readonly x0: number;
  /** Where the last of them is over. */
  x1: number;
}

/** The marks of a list that are to be seen, each where it lies; what lies too close together is one. */
export function layoutPiles(marks: MarkList, scale: TimeScale): readonly PlacedPile[] {
  const { startNs, endNs } = scale.window;
  const reachNs = 2 * MERGE_PX * scale.nsPerPx;
  const end = marks.firstFrom(endNs + reachNs);
  const start = marks.nextReaching(startNs - reachNs, 0);
  return end - start > MANY ? bySteps(marks, scale, start, end) : oneByOne(marks, scale, start, end);
}

function oneByOne(marks: MarkList, scale: TimeScale, start: number, end: number): PlacedPile[] {
  const piles: PlacedPile[] = [];
  const fromNs = scale.window.startNs - 2 * MERGE_PX * scale.nsPerPx;
  for (let i = start; i < end; i = marks.nextReaching(fromNs, i + 1)) {
    const x0 = scale.toPx(marks.at(i).ns);
    const x1 = scale.toPx(marks.endAt(i));
    const last = piles.at(-1);
    // Only neighbours make a pile, so that its marks are those from its first one on.
    const isNext = last !== undefined && last.first + last.count === i;
    if (isNext && x0 - last.x0 < MERGE_PX && (isShort(x0, x1) || isShort(last.x0, last.x1))) {
      last.count++;
      last.x1 = Math.max(last.x1, x1);
    } else piles.push({ first: i, count: 1, x0, x1 });
  }
  return piles;
}

const isShort = (x0: number, x1: number): boolean => x1 - x0 < MERGE_PX;

function bySteps(marks: MarkList, scale: TimeScale, start: number, end: number): PlacedPile[] {
  const piles: PlacedPile[] = [];
  for (let i = start; i < end; ) {
    const x0 = scale.toPx(marks.at(i).ns);
    const next = Math.max(i + 1, marks.firstFrom(scale.toNs(x0 + MERGE_PX)));
    const x1 = Math.max(scale.toPx(marks.endAt(i)), scale.toPx(marks.endAt(next - 1)));
    piles.push({ first: i, count: next - i, x0, x1 });
    i = next;
  }
  return piles;
}

/** What a pile is, to be pointed at: a single mark, or all of them together. */
export function signOf(marks: MarkList, look: MarkLook, { first, count }: PlacedPile): Sign {
  const mark = marks.at(first);
  return count === 1 ? { kind: 'mark', mark } : { kind: 'pile', pile: addUp(marks, look, first, count) };
}

function addUp(marks: MarkList, look: MarkLook, first: number, count: number): Pile {
  const startNs = marks.at(first).ns;
  let [endNs, lengthNs, longest] = [startNs, 0, first];
  for (let i = first; i < first + count; i++) {
    const ownNs = marks.endAt(i) - marks.at(i).ns;
    endNs = Math.max(endNs, marks.endAt(i));
    lengthNs += ownNs;
    if (ownNs > marks.endAt(longest) - marks.at(longest).ns) longest = i;
  }
  return { look, count, startNs, endNs, lengthNs, longest: marks.at(longest) };
}

/** How far from a mark the pointer may be, in pixels. */
const REACH_PX = 2;
/** The share of a row's height that marks of a look lie in, from the top: bars stay within reach. */
const rowShares: Readonly<Record<MarkLook, readonly [number, number]>> = {
  line: [0, 0.6],
  mark: [0, 1],
  measure: [0, 0.3],
  gc: [0.3, 0.75],
};
/** What lies on top comes first. */
const onTop = ['line', 'mark', 'measure', 'gc'] as const;

/** The marks of a thread under a point of its row, or null; `share` is how far down the row it is, 0 to 1. */
export function marksUnder(thread: ThreadLane, x: number, share: number, scale: TimeScale): Sign | null {
  for (const look of onTop) {
    const [top, bottom] = rowShares[look];
    const marks = thread.marks[look];
    if (marks.length === 0 || share < top || share > bottom) continue;
    const pile = nearest(layoutPiles(marks, scale), x);
    if (pile) return signOf(marks, look, pile);
  }
  return null;
}

/** The shortest of those within reach: what is longer can be pointed at elsewhere. */
function nearest(piles: readonly PlacedPile[], x: number): PlacedPile | null {
  let best: PlacedPile | null = null;
  for (const pile of piles) {
    if (x < pile.x0 - REACH_PX || x > pile.x1 + REACH_PX) continue;
    if (!best || pile.x1 - pile.x0 <= best.x1 - best.x0) best = pile;
  }
  return best;
}
