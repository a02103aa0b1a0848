import { NONE, taskKindNames } from '../../shared/timeline.ts';
import { isNoise } from './noise.ts';
import { LEAST_TOGETHER_NS, type Overlap, overlapOfCalls } from './overlaps.ts';
import type { PlacePairs, RunPlaces } from './places.ts';
import { overlapOfSiblings, siblingPairs } from './siblings.ts';
import type { Side } from './tasks.ts';

/** Calls that overlap otherwise than before. */
export interface OverlapChange {
  /** `calls` of one function, or `siblings`: calls of several functions by one call of `place`. */
  readonly of: 'calls' | 'siblings';
  /** The pair of the function's places; as many as there are pairs: no task has made these calls. */
  readonly place: number;
  /** The pairs of the called functions' places. */
  readonly members: readonly number[];
  readonly kind: 'began' | 'ended' | 'more' | 'fewer';
  readonly before: Overlap;
  readonly after: Overlap;
}

/** How the calls of each function lie in time, before and after, by pair of places. */
export interface CallOverlaps {
  readonly before: readonly (Overlap | undefined)[];
  readonly after: readonly (Overlap | undefined)[];
}

export const overlapsOfCalls = (a: Side, b: Side, { pairs }: PlacePairs): CallOverlaps => ({
  before: overlapOfCalls(a, pairs.length),
  after: overlapOfCalls(b, pairs.length),
});

/** Calls of what is in both runs that began or stopped to overlap, or of which more or fewer do; the largest change first. */
export function overlapChanges(
  a: Side,
  b: Side,
  places: PlacePairs,
  inB: RunPlaces,
  calls: CallOverlaps,
): OverlapChange[] {
  const isKnown = places.pairs.map((pair) => pair.a !== NONE && pair.b !== NONE);
  const isModule = places.pairs.map((pair) => taskKindNames[inB.places[pair.b]?.kind ?? NONE] === 'module');
  const changes = siblingChanges(a, b, isKnown);
  for (const [place, known] of isKnown.entries()) {
    if (!known || isModule[place]) continue;
    const own = changeOf(calls.before[place], calls.after[place]);
    if (own !== undefined) changes.push({ of: 'calls', place, members: [place], ...own });
  }
  return changes.sort((x, y) => sizeOf(y) - sizeOf(x));
}

function siblingChanges(a: Side, b: Side, isKnown: readonly boolean[]): OverlapChange[] {
  const [inA, inB] = [siblingPairs(a, isKnown), siblingPairs(b, isKnown)];
  const members = [...isKnown, true].map((_, place) => union(inA.members[place], inB.members[place]));
  const [before, after] = [overlapOfSiblings(a, members), overlapOfSiblings(b, members)];
  return members.flatMap((own, place) => {
    const [was, is] = [before[place], after[place]];
    if (own === undefined || was === undefined || is === undefined) return [];
    const change = changeOf(
      { ...was, togetherNs: inA.togetherNs[place]! },
      { ...is, togetherNs: inB.togetherNs[place]! },
    );
    return change === undefined
      ? []
      : [{ of: 'siblings' as const, place, members: [...own].sort((x, y) => x - y), ...change }];
  });
}

function union(one: ReadonlySet<number> | undefined, other: ReadonlySet<number> | undefined) {
  return one === undefined && other === undefined ? undefined : new Set([...(one ?? []), ...(other ?? [])]);
}

const sizeOf = ({ before, after }: OverlapChange): number => Math.abs(after.togetherNs - before.togetherNs);

/** Undefined: they overlap as before. */
function changeOf(
  before: Overlap | undefined,
  after: Overlap | undefined,
): Pick<OverlapChange, 'kind' | 'before' | 'after'> | undefined {
  if (before === undefined || after === undefined || before.calls < 2 || after.calls < 2) return undefined;
  const kind = kindOf(before, after);
  return kind === undefined ? undefined : { kind, before, after };
}

function kindOf(before: Overlap, after: Overlap): OverlapChange['kind'] | undefined {
  const [did, does] = [isTogether(before), isTogether(after)];
  const isSame = isNoise(before.togetherNs, after.togetherNs);
  if (did !== does) return isSame ? undefined : does ? 'began' : 'ended';
  // How many overlap at most is a matter of luck where many are short: it counts when time changes with it.
  if (!did || before.most === after.most || isNoise(before.coveredNs, after.coveredNs)) return undefined;
  return before.most < after.most ? 'more' : 'fewer';
}

const isTogether = ({ most, togetherNs }: Overlap): boolean => most > 1 && togetherNs > LEAST_TOGETHER_NS;
