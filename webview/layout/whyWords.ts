import type { WhyAnswer, WhySpan, WhyStep } from '../../src/analysis/index.ts';
import { NONE, type SiteRow, State } from '../../src/shared/timeline.ts';
import { displayText } from '../model/display.ts';
import type { Selection } from '../model/selection.ts';
import type { SpanAt } from '../model/track.ts';
import { threadLabel } from '../model/tree.ts';
import type { WhyChain } from '../model/whyState.ts';
import { t } from '../texts.ts';
import { isFunction, lineWords, threadWords, type WordsContext, whoWords } from './taskWords.ts';
import { formatDuration, formatMoment } from './time.ts';
import { isOperationWait, reasonOf, startNs, stepSentence } from './whyStepWords.ts';

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

/** Where a bar is in the code: where it happened, else where its task is. */
export function siteOf({ site, task }: WhySpan, { tables }: WordsContext): SiteRow | null {
  const own = tables.sites[site];
  return own ?? (task === NONE ? null : (tables.sites[tables.tasks.columns.site[task]!] ?? null));
}

/** What the chain comes to. */
function answerSentence(answer: WhyAnswer, context: WordsContext): string {
  const { steps, end } = answer;
  const last = steps.at(-1)!;
  const { span } = last;
  const { tables } = context;
  switch (end) {
    case 'outside':
      return outsideSentence(span, context);
    case 'code':
      return codeSentence(answer, context);
    case 'busy':
      return t('Its thread was busy: {0}', busyList(answer, context));
    case 'idle':
      return t(
        'It was ready, but for most of that time no task ran on its thread: the thread had no core, or the runtime itself was busy',
      );
    case 'ended':
      return t('It waited for the end of {0}', threadWords(span.thread, tables));
    case 'started':
      return startedSentence(last, context);
    case 'open':
      return t('Nothing has ended it yet: {0} waits for {1}', who(span, context), reasonOf(span, context));
    case 'never':
      return t('Nothing ever ended it: {0} waited for {1}', who(span, context), reasonOf(span, context));
    case 'lost':
      return t('What ended it is not known: records are missing here');
    case 'unknown':
      return tables.facts.mode === 'light'
        ? t('What ended it is not recorded: the mode “light” leaves that out')
        : t('What ended it is not recorded');
    case 'cut':
      return t('It goes back further than is shown here');
  }
}

function startedSentence(step: WhyStep, context: WordsContext): string {
  const ns = startNs(step, context);
  const thread = threadWords(step.span.thread, context.tables);
  if (ns === null) return t('It waited for {0} to start', thread);
  return t('It waited for {0} to start, which took {1}', thread, formatDuration(ns));
}

function outsideSentence(span: WhySpan, context: WordsContext): string {
  const { tables } = context;
  if (!isOperationWait(span, context)) return t('It waited for {0}', reasonOf(span, context));
  const site = siteOf(span, context);
  const what = who(span, context);
  const starter = tables.tasks.columns.parent[span.task]!;
  if (!site || starter === NONE) return t('It waited for {0}', what);
  const by = whoWords(tables.tasks.columns.thread[starter]!, starter, context);
  const line = lineWords(site, tables);
  const isTimer = tables.strings[span.reason]?.startsWith('timer ') ?? false;
  return isTimer
    ? t('It waited for {0}, set at {1} by {2}', what, line, by)
    : t('It waited for {0}, begun at {1} by {2}', what, line, by);
}

function codeSentence({ steps }: WhyAnswer, context: WordsContext): string {
  const { span, via } = steps.at(-1)!;
  if (!via) return t('Nothing held it up: it ran as soon as it was called');
  const site = siteOf(span, context);
  const duration = formatDuration(Math.max(0, Math.min(span.endNs, via.fromNs) - span.startNs));
  return site
    ? t(
        'It waited for code: {0} ran for {1}, from {2} on',
        who(span, context),
        duration,
        lineWords(site, context.tables),
      )
    : t('It waited for code: {0} ran for {1}', who(span, context), duration);
}

/** Of many tasks on a busy thread the three longest have names. */
const NAMED = 3;

/** What took less than this share of the time is not worth a word. */
const WORTH = 0.01;

function busyList({ busy: all }: WhyAnswer, context: WordsContext): string {
  const { spans } = context.tables;
  const sum = all.reduce((ns, share) => ns + share.ns, 0);
  const busy = all.filter(({ ns }) => ns >= sum * WORTH);
  const named = busy.slice(0, NAMED).map(({ row, ns, count }) => {
    const name = whoOf(spans.threadAt(row), spans.taskAt(row), count, context);
    return t('{0} for {1}', name, formatDuration(ns));
  });
  if (busy.length > NAMED) named.push(t('{0} more', busy.length - NAMED));
  return named.join(', ');
}

/** Several runs of one function go by its name alone. */
function whoOf(thread: number, task: number, count: number, context: WordsContext): string {
  if (count === 1 || !isFunction(task, context.tables)) return whoWords(thread, task, context);
  const { tasks, strings } = context.tables;
  return displayText(strings[tasks.columns.name[task]!] ?? '', 60) || t('(anonymous)');
}

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

const who = ({ thread, task }: WhySpan, context: WordsContext): string => whoWords(thread, task, context);

/** A sentence begins with a capital letter, unless with a name of the program. */
function sentenceOf(step: WhyStep, i: number, answer: WhyAnswer, context: WordsContext): string {
  const text = stepSentence(step, answer.steps[i + 1], answer.busy[0]?.ns ?? 0, context);
  const isName = isFunction(step.span.task, context.tables) && step.via?.kind !== 'resumed';
  return isName ? text : text.slice(0, 1).toUpperCase() + text.slice(1);
}
