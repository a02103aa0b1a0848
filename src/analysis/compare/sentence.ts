import type { RunComparison } from '../compare.ts';
import { formatNs, formatShare } from '../summary.ts';
import { fill, phrases } from '../words.ts';
import { type Candidate, ranks } from './candidate.ts';
import { functionCandidates } from './functionCandidates.ts';
import type { Say } from './names.ts';
import { isNoise, NOISE_SHARE } from './noise.ts';
import { overlapCandidates } from './overlapCandidates.ts';

/** Of what has changed about as much, the cause is said rather than what follows from it. */
const ABOUT_AS_MUCH = 0.5;
/** Of waits that have changed as much, the deepest is said. */
const AS_MUCH = 0.8;

/** One sentence that says what changed most, and by how much. `say` gives a phrase in the person's language. */
export function comparisonSentence(comparison: RunComparison, say: Say = (text) => text): string {
  const candidates = [
    ...overlapCandidates(comparison, say),
    ...functionCandidates(comparison, say),
    ...programCandidates(comparison, say),
  ];
  const first = chosen(candidates);
  return first?.text() ?? fill(say(phrases.nothingChanged), formatShare(NOISE_SHARE));
}

function chosen(candidates: readonly Candidate[]): Candidate | undefined {
  const large = atLeast(candidates, ABOUT_AS_MUCH);
  const rank = ranks.find((rank) => large.some((candidate) => candidate.rank === rank));
  const alike = atLeast(
    large.filter((candidate) => candidate.rank === rank),
    AS_MUCH,
  );
  return alike.sort((x, y) => y.depth - x.depth || y.weightNs - x.weightNs)[0];
}

/** Those that have at least this share of the largest one's weight. */
function atLeast(candidates: readonly Candidate[], share: number): Candidate[] {
  const mostNs = candidates.reduce((most, { weightNs }) => Math.max(most, weightNs), 0);
  return candidates.filter(({ weightNs }) => weightNs >= mostNs * share);
}

/** What is said of the run as a whole. */
function programCandidates({ before, after }: RunComparison, say: Say): Candidate[] {
  const [fromNs, toNs] = [before.programNs, after.programNs];
  if (isNoise(fromNs, toNs)) return [];
  const weightNs = Math.abs(toNs - fromNs);
  const [few, many] = [before.verdict.running.most, after.verdict.running.most];
  const phrase = toNs > fromNs ? phrases.takesLonger : phrases.takesShorter;
  const whole: Candidate = {
    rank: 'program',
    weightNs,
    depth: 0,
    text: () => fill(say(phrase), formatNs(weightNs), formatNs(fromNs), formatNs(toNs)),
  };
  const text = () => fill(say(phrases.threadsRun), few, many, formatNs(fromNs), formatNs(toNs));
  return few === many ? [whole] : [whole, { rank: 'threads', weightNs, depth: 0, text }];
}
