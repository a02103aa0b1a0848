import { phrases, type WhyAnswer, type WhySpan, type WhyStep } from '../../src/analysis/index.ts';
import { NONE, type Ns, State } from '../../src/shared/timeline.ts';
import { displayText } from '../model/display.ts';
import { t } from '../texts.ts';
import {
  capital,
  isFunction,
  lineWords,
  siteOf,
  threadWords,
  type WordsContext,
  whoWords,
} from './taskWords.ts';
import { formatDuration } from './time.ts';
import { isCancelled, isOperationWait, isTimerWait, reasonOf, startNs } from './whyStepWords.ts';

/** What the chain comes to. */
export function answerSentence(answer: WhyAnswer, context: WordsContext): string {
  const { steps, end } = answer;
  const last = steps.at(-1)!;
  const { span } = last;
  const { tables } = context;
  switch (end) {
    case 'outside':
      return steps.length === 1 && isOperationWait(span, context)
        ? ownSentence(span, context)
        : outsideSentence(span, context);
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
      if (isOperationWait(span, context)) return t('{0} is not over yet', capital(who(span, context)));
      return t('Nothing has ended it yet: {0} waits for {1}', who(span, context), reasonOf(span, context));
    case 'never':
      if (isOperationWait(span, context)) return t('{0} was never over', capital(who(span, context)));
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

/** Of a timer or an operation that was asked about itself. */
function ownSentence(span: WhySpan, context: WordsContext): string {
  if (isCancelled(span, context)) return t('It was cancelled');
  if (isMessageWait(span, context)) return t('Who sent the message is not recorded');
  const lateNs = lateBy(span, context);
  if (lateNs > 0)
    return t('It was set for a shorter time: the system woke the thread {0} late', formatDuration(lateNs));
  if (isTimerWait(span, context)) return t('That is how long it was set for');
  return t('That is how long the system took for it');
}

const isMessageWait = ({ reason }: WhySpan, { tables }: WordsContext): boolean =>
  tables.strings[reason] === phrases.message;

/** A timer may be this much late, as a share of its time, before it is worth a word. */
const PUNCTUAL = 0.1;
const MS = 1e6;

/** How late a timer was, though nothing kept its thread busy; 0: not worth a word, or no timer. */
function lateBy(span: WhySpan, context: WordsContext): Ns {
  const setNs =
    Number(/^timer (\d+) ms$/.exec(context.tables.strings[span.reason] ?? '')?.[1] ?? Number.NaN) * MS;
  const lateNs = span.endNs - span.startNs - setNs;
  return lateNs > Math.max(setNs * PUNCTUAL, MS) ? lateNs : 0;
}

function outsideSentence(span: WhySpan, context: WordsContext): string {
  const { tables } = context;
  if (!isOperationWait(span, context)) return t('It waited for {0}', reasonOf(span, context));
  if (isMessageWait(span, context)) return t('Who sent the message is not recorded');
  const site = siteOf(span, context);
  const what = who(span, context);
  const starter = tables.tasks.columns.parent[span.task]!;
  if (!site || starter === NONE) return t('It waited for {0}', what);
  const by = whoWords(tables.tasks.columns.thread[starter]!, starter, context);
  const line = lineWords(site, tables);
  return isTimerWait(span, context)
    ? t('It waited for {0}, set at {1} by {2}', what, line, by)
    : t('It waited for {0}, begun at {1} by {2}', what, line, by);
}

function codeSentence({ steps }: WhyAnswer, context: WordsContext): string {
  const { span, via } = steps.at(-1)!;
  if (!via) return t('Nothing held it up: it ran as soon as it was called');
  const site = siteOf(span, context);
  if (steps[0]!.span.state === State.running && steps.length === 2)
    return t('It was set going by {0}', who(span, context));
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

const who = ({ thread, task }: WhySpan, context: WordsContext): string => whoWords(thread, task, context);
