import type { WhyAnswer, WhySpan, WhyStep } from '../../src/analysis/index.ts';
import { NONE, type SiteRow, State } from '../../src/shared/timeline.ts';
import type { Selection } from '../model/selection.ts';
import type { SpanAt } from '../model/track.ts';
import { threadLabel } from '../model/tree.ts';
import type { WhyChain } from '../model/whyState.ts';
import { t } from '../texts.ts';
import { capital, isFunction, lineWords, siteOf, type WordsContext, whoWords } from './taskWords.ts';
import { formatDuration, formatMoment } from './time.ts';
import { answerSentence } from './whyAnswerWords.ts';
import { stepSentence } from './whyStepWords.ts';

/** One entry of the list. */
export interface WhyStepWords {
  readonly sentence: string;
  /** `line 6 · main thread · from 47.6 ms on`, and what is not sure about it. */
  readonly place: string;
  readonly site: SiteRow | null;
  readonly selection: Selection;
}

export interface WhyWords {
  /** The answer in one sentence. */
  readonly answer: string;
  readonly steps: readonly WhyStepWords[];
  /** What the end of the bar set going; empty: nothing that is known. */
  readonly released: string;
}

/** Whether there is something to ask about a bar: it is no code that ran. */
export const isWait = (span: SpanAt | null): boolean =>
  span !== null &&
  (span.state === State.waiting || span.state === State.ready || span.state === State.blocked);

export function whyWords({ answer }: WhyChain, context: WordsContext): WhyWords {
  return {
    answer: answerSentence(answer, context),
    steps: answer.steps.map((step, i) => ({
      sentence: sentenceOf(step, i, answer, context),
      place: placeOf(step, context),
      site: siteOf(step.span, context),
      selection: selectionOf(step.span),
    })),
    released: releasedWords(answer, context),
  };
}

export const selectionOf = ({ thread, task, startNs }: WhySpan): Selection => ({ thread, task, startNs });

function placeOf({ span, via, earlier }: WhyStep, context: WordsContext): string {
  const { tables } = context;
  const site = siteOf(span, context);
  const thread = tables.threads[span.thread];
  return [
    site ? lineWords(site, tables) : '',
    thread ? threadLabel(thread) : '',
    t('from {0} on', formatMoment(span.startNs, Math.max(span.endNs - span.startNs, 1e6))),
    span.row === NONE ? t('goes on') : '',
    via && !via.exact ? t('deduced, not seen') : '',
    earlier.count === 1 ? t('had waited once before, {0}', formatDuration(earlier.ns)) : '',
    earlier.count > 1 ? t('had waited {0} times before, {1}', earlier.count, formatDuration(earlier.ns)) : '',
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

function releasedWords({ released, releasedCount }: WhyAnswer, context: WordsContext): string {
  const { toThread, toTask } = context.tables.links.columns;
  const names = released.map((row) => whoWords(toThread[row]!, toTask[row]!, context));
  if (names.length === 0) return '';
  if (releasedCount > names.length) names.push(t('{0} more', releasedCount - names.length));
  return t('Then set going: {0}', [...new Set(names)].join(', '));
}

/** A sentence begins with a capital letter, unless with a name of the program. */
function sentenceOf(step: WhyStep, i: number, answer: WhyAnswer, context: WordsContext): string {
  const text = stepSentence(step, answer.steps[i + 1], answer.busy[0]?.ns ?? 0, context);
  const isName = isFunction(step.span.task, context.tables) && step.via?.kind !== 'resumed';
  return isName ? text : capital(text);
}
