import type { RunComparison } from '../compare.ts';
import { formatNs } from '../summary.ts';
import { fill, phrases } from '../words.ts';
import type { Candidate } from './candidate.ts';
import { placeName, type Say } from './names.ts';
import type { OverlapChange } from './overlapChanges.ts';

const phraseOf = {
  began: phrases.overlapBegan,
  ended: phrases.overlapEnded,
  more: phrases.overlapMore,
  fewer: phrases.overlapFewer,
} as const;

/** What is said of calls that overlap otherwise: also when that saved no time, as on one thread that calculates. */
export const overlapCandidates = (comparison: RunComparison, say: Say): Candidate[] =>
  comparison.overlaps.map((change) => ({
    rank: change.of,
    weightNs: Math.max(1, Math.abs(change.after.coveredNs - change.before.coveredNs)),
    depth: 0,
    text: () => overlapText(comparison, change, say),
  }));

function overlapText(comparison: RunComparison, change: OverlapChange, say: Say): string {
  const { kind, before, after } = change;
  return fill(
    say(phraseOf[kind]),
    overlapSubject(comparison, change, say),
    formatNs(before.coveredNs),
    formatNs(after.coveredNs),
    before.most,
    after.most,
  );
}

/** Whose calls they are; to begin a sentence with. */
export function overlapSubject(comparison: RunComparison, change: OverlapChange, say: Say): string {
  const { of, place, members, before, after } = change;
  const [first, second, third, ...more] = members.map((pair) => placeName(comparison, pair, say));
  if (of === 'calls') {
    return before.calls === after.calls
      ? fill(say(phrases.callsOf), after.calls, first!)
      : fill(say(phrases.allCallsOf), first!);
  }
  const isAnybodys = place === comparison.places.pairs.length;
  if (more.length > 0 && isAnybodys) return fill(say(phrases.callsOfSome), members.length);
  if (more.length > 0) return fill(say(phrases.callsIn), placeName(comparison, place, say));
  return third === undefined
    ? fill(say(phrases.callsOfTwo), first!, second!)
    : fill(say(phrases.callsOfThree), first!, second!, third);
}
