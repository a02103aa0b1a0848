import { type Ns, State } from '../../shared/timeline.ts';
import type { RunComparison } from '../compare.ts';
import { formatNs } from '../summary.ts';
import { isFunctionKind } from '../totals/keys.ts';
import type { FunctionTotals } from '../totals/report.ts';
import { fill, phrases } from '../words.ts';
import type { Candidate } from './candidate.ts';
import type { FunctionChange } from './changes.ts';
import { depthsOf } from './depths.ts';
import { placeName, type Say } from './names.ts';
import { isNoise } from './noise.ts';

type Told = Pick<Candidate, 'rank' | 'weightNs'> & { readonly state: State };

const ranked = [
  { state: State.running, rank: 'running' },
  { state: State.blocked, rank: 'blocked' },
  { state: State.waiting, rank: 'waiting' },
  { state: State.ready, rank: 'ready' },
] as const;

const phraseOf = {
  running: { longer: phrases.runsLonger, shorter: phrases.runsShorter },
  blocked: { longer: phrases.blockedLonger, shorter: phrases.blockedShorter },
  waiting: { longer: phrases.waitsLonger, shorter: phrases.waitsShorter },
  ready: { longer: phrases.readyLonger, shorter: phrases.readyShorter },
} as const;

/** What is said of single functions: of each the states that have changed by more than noise. */
export function functionCandidates(comparison: RunComparison, say: Say): Candidate[] {
  const depths = depthsOf(comparison);
  return comparison.functions.flatMap((change) =>
    ranked.flatMap(({ state, rank }) => {
      const weightNs = weightOf(comparison, change, state);
      if (weightNs === 0) return [];
      const text = () => textOf(comparison, change, { state, rank, weightNs }, say);
      const isOwn = state === State.running || state === State.blocked;
      return [{ rank, weightNs, depth: isOwn ? 0 : depths[change.place]!, text }];
    }),
  );
}

/**
 * How much the run changes by it; 0: by noise. Calls that wait at the same time wait longer in all than the run does, and operations
 * wait while their function does.
 */
function weightOf({ calls }: RunComparison, change: FunctionChange, state: State): Ns {
  const [beforeNs, afterNs] = timesOf(change, state);
  const changeNs = isNoise(beforeNs, afterNs) ? 0 : Math.abs(afterNs - beforeNs);
  if (state === State.running || state === State.blocked) return changeNs;
  const { kind } = (change.after ?? change.before)!;
  if (!isFunctionKind[kind]) return 0;
  const [from, to] = [calls.before[change.place]?.coveredNs ?? 0, calls.after[change.place]?.coveredNs ?? 0];
  return isNoise(from, to) ? 0 : Math.min(changeNs, Math.abs(to - from));
}

const timesOf = ({ before, after }: FunctionChange, state: State): readonly [Ns, Ns] => [
  before?.ns[state] ?? 0,
  after?.ns[state] ?? 0,
];

function textOf(comparison: RunComparison, change: FunctionChange, told: Told, say: Say): string {
  const { before, after, place } = change;
  const name = placeName(comparison, place, say);
  if (before === null || after === null) return oneSided(name, before, after, told, say);
  const [beforeNs, afterNs] = timesOf(change, told.state);
  const isPlain = told.rank === 'running' || told.rank === 'waiting';
  if (before.calls !== after.calls && isPlain) {
    const phrase = told.rank === 'running' ? phrases.calledRan : phrases.calledWaits;
    return fill(say(phrase), name, before.calls, after.calls, formatNs(beforeNs), formatNs(afterNs));
  }
  if (told.rank === 'waiting' && after.calls > 1) {
    const phrase = afterNs > beforeNs ? phrases.eachWaitsLonger : phrases.eachWaitsShorter;
    return differenceText(phrase, name, beforeNs / after.calls, afterNs / after.calls, after.calls, say);
  }
  const { longer, shorter } = phraseOf[told.rank as keyof typeof phraseOf];
  return differenceText(afterNs > beforeNs ? longer : shorter, name, beforeNs, afterNs, after.calls, say);
}

const differenceText = (phrase: string, name: string, from: Ns, to: Ns, calls: number, say: Say): string =>
  fill(say(phrase), name, formatNs(Math.abs(to - from)), formatNs(from), formatNs(to), calls);

function oneSided(
  name: string,
  before: FunctionTotals | null,
  after: FunctionTotals | null,
  { rank, state }: Told,
  say: Say,
): string {
  const isRunning = rank === 'running';
  const phrase =
    before === null
      ? isRunning
        ? phrases.newRuns
        : phrases.newWaits
      : isRunning
        ? phrases.goneRan
        : phrases.goneWaited;
  return fill(say(phrase), name, formatNs((before ?? after)!.ns[state]!));
}
