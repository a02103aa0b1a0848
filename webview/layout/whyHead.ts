import type { SiteRow } from '../../src/shared/timeline.ts';
import { State, stateNames } from '../../src/shared/timeline.ts';
import { findSelected } from '../model/selection.ts';
import type { WhyChain } from '../model/whyState.ts';
import { t } from '../texts.ts';
import { lineWords, siteOf, type WordsContext, whoWords } from './taskWords.ts';
import { selectionOf, type WhyStepWords } from './whyWords.ts';
import { spanWords, taskTotals, totalsText } from './words.ts';

/** What the bar that was asked about is. */
export interface WhyHead {
  /** `fetchAll · call 2 of 3 · main.ts:6`. */
  readonly title: string;
  readonly sentence: string;
  /** How long the whole task was in each state, in words, and each state's share of it, 0 to 1. */
  readonly totals: string;
  readonly shares: readonly { readonly state: (typeof stateNames)[number]; readonly share: number }[];
  readonly site: SiteRow | null;
  readonly starter: WhyStepWords | null;
}

export function whyHead({ asked, answer, starter }: WhyChain, context: WordsContext): WhyHead | null {
  const { tables, lanes } = context;
  const span = findSelected(asked, tables, lanes);
  if (!span) return null;
  const words = spanWords(span, tables, lanes);
  const totals = asked.task < 0 ? null : taskTotals(asked.task, span.track, tables);
  return {
    title: words.title,
    sentence: words.sentence,
    totals: totals ? t('in all: {0}', totalsText(totals)) : words.totals,
    shares: totals ? sharesOf(totals) : [],
    site: siteOf(answer.steps[0]!.span, context),
    starter: starter && starterWords(starter, context),
  };
}

/** In the order of the legend. */
function sharesOf(totals: Float64Array): WhyHead['shares'] {
  const states = [State.running, State.ready, State.waiting, State.blocked];
  const sum = states.reduce((ns, state) => ns + totals[state]!, 0);
  const shares = states.map((state) => ({
    state: stateNames[state],
    share: sum > 0 ? totals[state]! / sum : 0,
  }));
  return shares.filter(({ share }) => share > 0);
}

function starterWords(span: NonNullable<WhyChain['starter']>, context: WordsContext): WhyStepWords {
  const site = siteOf(span, context);
  return {
    sentence: whoWords(span.thread, span.task, context),
    place: site ? lineWords(site, context.tables) : '',
    site,
    selection: selectionOf(span),
  };
}
