import type { WhySpan, WhyStep } from '../../src/analysis/index.ts';
import { linkKindNames, NONE, type Ns, outcomeNames, State } from '../../src/shared/timeline.ts';
import { t } from '../texts.ts';
import { reasonWords } from './reasonWords.ts';
import { isFunction, type WordsContext, whoWords } from './taskWords.ts';
import { formatDuration } from './time.ts';

/**
 * One step of a chain, as a sentence without its place. `next` is what led to it; `busyNs` says how long it held the thread, if it
 * did.
 */
export function stepSentence(
  step: WhyStep,
  next: WhyStep | undefined,
  busyNs: Ns,
  context: WordsContext,
): string {
  const { span, via } = step;
  if (!via) return askedSentence(span, context);
  if (via.kind === 'starting') return startSentence(step, context);
  if (via.kind === 'busy')
    return t('{0} held the thread meanwhile, for {1}', who(span, context), formatDuration(busyNs));
  if (via.kind === 'resumed') return before(span, context);
  if (isOperationWait(span, context)) return operationSentence(span, context);
  const isHandler = next?.via?.kind === 'message' && !isFunction(span.task, context.tables);
  const name = isHandler ? t('the handler of a message') : who(span, context);
  return t('{0}, {1}', act(step, name), after(step, context));
}

/** A timer or an operation that nobody of the program brings to its end. */
export const isOperationWait = ({ state, task }: WhySpan, { tables }: WordsContext): boolean =>
  state === State.waiting && task !== NONE && !isFunction(task, tables);

function askedSentence(span: WhySpan, context: WordsContext): string {
  const duration = formatDuration(span.endNs - span.startNs);
  const name = who(span, context);
  switch (span.state) {
    case State.waiting:
      if (isOperationWait(span, context)) return t('{0} waited {1}', name, duration);
      return t('{0} waited {1} for {2}', name, duration, reasonOf(span, context));
    case State.ready:
      return t('{0} was ready for {1}, but did not get its turn', name, duration);
    case State.running:
      return t('{0} ran for {1}', name, duration);
    default:
      return t('{0} held its thread for {1}: {2}', name, duration, reasonOf(span, context));
  }
}

/** What the same task did before it ran. */
function before(span: WhySpan, context: WordsContext): string {
  const duration = formatDuration(span.endNs - span.startNs);
  const name = who(span, context);
  if (isOperationWait(span, context)) return operationSentence(span, context);
  if (span.state === State.ready)
    return t('before that, {0} was ready for {1}, but did not get its turn', name, duration);
  if (span.state === State.blocked)
    return t('before that, {0} held its thread for {1}: {2}', name, duration, reasonOf(span, context));
  return t('before that, {0} waited {1} for {2}', name, duration, reasonOf(span, context));
}

/** What the step did that ended the one before it. */
function act({ span, via }: WhyStep, name: string): string {
  switch (via?.kind) {
    case 'message':
      return t('{0} sent the message', name);
    case 'notify':
      return t('{0} woke it with Atomics.notify', name);
    case 'spawn':
      return t('{0} started the thread', name);
    case 'join':
    case 'exit':
      return span.task === NONE ? t('{0} was over', name) : t('{0} was the last to run there', name);
    case 'called':
      return t('{0} called it', name);
    case 'awaited':
      return t('{0} is not over', name);
    default:
      return t('{0} settled the promise', name);
  }
}

/** What the step had done before that, in the second half of a sentence. */
function after({ span, via }: WhyStep, context: WordsContext): string {
  const reason = reasonOf(span, context);
  const isAwaited = via?.kind === 'awaited';
  const endNs = isAwaited ? span.endNs : Math.min(span.endNs, Math.max(via!.fromNs, span.startNs));
  const duration = formatDuration(endNs - span.startNs);
  switch (span.state) {
    case State.waiting:
      return isAwaited
        ? t('it has waited {0} for {1}', duration, reason)
        : t('after it had waited {0} for {1}', duration, reason);
    case State.ready:
      return t('after it had been ready for {0} before it got its turn', duration);
    case State.running:
      return t('after it had run for {0}', duration);
    default:
      return t('after its thread had been held for {0}: {1}', duration, reason);
  }
}

/** How long it took from the start of a thread, or from the message that was sent to it, until that began; null: not known. */
export function startNs({ span, via }: WhyStep, { tables }: WordsContext): Ns | null {
  return via && via.row !== NONE ? span.startNs - tables.links.columns.fromNs[via.row]! : null;
}

function startSentence(step: WhyStep, context: WordsContext): string {
  const ns = startNs(step, context);
  const name = who(step.span, context);
  if (ns === null) return t('{0} had to start first', name);
  const isMessage = linkKindNames[context.tables.links.columns.kind[step.via!.row]!] === 'message';
  return isMessage
    ? t('{0} had to start first: it began {1} after the message was sent', name, formatDuration(ns))
    : t('{0} had to start first, which took {1}', name, formatDuration(ns));
}

function operationSentence(span: WhySpan, context: WordsContext): string {
  const { tasks } = context.tables;
  const what = who(span, context);
  const starter = tasks.columns.parent[span.task]!;
  const isTimer = isTimerWait(span, context);
  if (isCancelled(span, context)) return t('{0} was cancelled', what);
  if (starter === NONE) return isTimer ? t('{0} was due', what) : t('{0} was done', what);
  const by = whoWords(tasks.columns.thread[starter]!, starter, context);
  if (isTimer) return t('{0}, set by {1}, was due', what, by);
  const ns = span.endNs - tasks.columns.startNs[span.task]!;
  return t('{0}, begun by {1}, was done after {2}', what, by, formatDuration(ns));
}

/** Whether a wait is a timer's own, or for one. */
export const isTimerWait = ({ reason }: WhySpan, { tables }: WordsContext): boolean =>
  tables.strings[reason]?.startsWith('timer ') ?? false;

/** An operation that ended without ever having been called back. */
export function isCancelled({ task }: WhySpan, { tables: { tasks } }: WordsContext): boolean {
  const { endNs, outcome } = tasks.columns;
  return !Number.isNaN(endNs[task]!) && outcomeNames[outcome[task]!] === 'pending';
}

const who = ({ thread, task }: WhySpan, context: WordsContext): string => whoWords(thread, task, context);

/** What a span was for; an operation waits for itself. */
export function reasonOf({ reason }: WhySpan, { tables }: WordsContext): string {
  return reason === NONE ? t('something that is not recorded') : reasonWords(tables.strings[reason] ?? '');
}
