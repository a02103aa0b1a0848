import type { TimelineTables } from '../../src/analysis/tables.ts';
import type { SiteRow, TaskId, ThreadRow } from '../../src/shared/timeline.ts';
import { NONE, outcomeNames, State } from '../../src/shared/timeline.ts';
import { CoreTrack } from '../model/cores.ts';
import { displayText } from '../model/display.ts';
import type { Lanes } from '../model/lanes.ts';
import { type SpanAt, STATES, type Track } from '../model/track.ts';
import { threadLabel } from '../model/tree.ts';
import { t } from '../texts.ts';
import { sliceWords } from './coreWords.ts';
import { countWords } from './lifeWords.ts';
import { placeName } from './place.ts';
import { reasonWords } from './reasonWords.ts';
import { formatDuration, formatMoment } from './time.ts';

export { placeName } from './place.ts';

/** What can be said about a span, in words. */
export interface SpanWords {
  /** `fetchUser · call 2 of 3 · main.ts:14`. */
  readonly title: string;
  /** `ran 0.4 ms · ready 0.1 ms · waited 152 ms`: of the whole task, or of the thread. */
  readonly totals: string;
  /** `waited 152 ms for a timer of 100 ms, from 1.24 s on`. */
  readonly sentence: string;
  /** Where to look in the code; null when that is not known. */
  readonly site: SiteRow | null;
}

/** Task, reason and site of a span, whether it is over or goes on. */
export function factsOf(
  span: SpanAt,
  tables: TimelineTables,
): { task: TaskId; reason: number; site: number } {
  const { open } = span.track;
  if (span.id === NONE && open) return { task: open.task, reason: open.reason, site: open.site };
  const { spans } = tables;
  return { task: spans.taskAt(span.id), reason: spans.reasonAt(span.id), site: spans.siteAt(span.id) };
}

export function spanWords(span: SpanAt, tables: TimelineTables, lanes: Lanes): SpanWords {
  if (span.track instanceof CoreTrack) return sliceWords(span, span.track.core, lanes, tables);
  const { task, reason, site } = factsOf(span, tables);
  const place =
    tables.sites[site] ?? (task === NONE ? undefined : tables.sites[tables.tasks.columns.site[task]!]);
  const why = reason === NONE ? '' : reasonWords(tables.strings[reason] ?? '');
  return {
    title: [
      ...(task === NONE ? [threadName(span, tables, lanes)] : taskTitle(task, tables, lanes)),
      ...(place ? [placeName(place)] : []),
    ].join(' · '),
    totals:
      task === NONE ? threadTotals(span, tables, lanes) : totalsText(taskTotals(task, span.track, tables)),
    sentence: sentence(span, why, outcome(task, tables), tables.nowNs),
    site: place ?? null,
  };
}

const threadOf = ({ track }: SpanAt, tables: TimelineTables, lanes: Lanes): ThreadRow | undefined =>
  tables.threads[lanes.threads.findIndex((lane) => lane?.track === track)];

function threadName(span: SpanAt, tables: TimelineTables, lanes: Lanes): string {
  const thread = threadOf(span, tables, lanes);
  return thread ? threadLabel(thread) : '';
}

function threadTotals(span: SpanAt, tables: TimelineTables, lanes: Lanes): string {
  const thread = threadOf(span, tables, lanes);
  const counts = thread ? countWords(thread.process, thread.id, lanes.counters) : '';
  return [totalsText(wholeTrack(span.track, tables)), counts].filter((text) => text !== '').join(' · ');
}

function taskTitle(task: TaskId, tables: TimelineTables, lanes: Lanes): string[] {
  const group = lanes.groupOf(task);
  if (!group) return [];
  const calls = group.tasks.length;
  const name = displayText(tables.strings[tables.tasks.columns.name[task]!] ?? '') || t('(anonymous)');
  return calls === 1 ? [name] : [name, t('call {0} of {1}', group.tasks.lowerBound(task) + 1, calls)];
}

function wholeTrack(track: Track, tables: TimelineTables): Float64Array {
  return track.totals(0, tables.nowNs, tables.spans, tables.nowNs);
}

/** How long a task was in each state, in ns, by state; `track` is the one that shows it. */
export function taskTotals(task: TaskId, track: Track, tables: TimelineTables): Float64Array {
  const { startNs, endNs } = tables.tasks.columns;
  const end = Number.isNaN(endNs[task]!) ? tables.nowNs : endNs[task]!;
  return track.totals(startNs[task]!, end, tables.spans, tables.nowNs);
}

/** `ran 0.4 ms · ready 0.1 ms · waited 152 ms`; states that never were are left out. */
export function totalsText(totals: Float64Array): string {
  const parts: string[] = [];
  for (let state = 1; state < STATES; state++) {
    const ns = totals[state]!;
    if (ns >= 0.5) parts.push(stateWords(state as State, formatDuration(ns)));
  }
  return parts.join(' · ');
}

/** `ran 0.4 ms`. */
export function stateWords(state: State, duration: string): string {
  if (state === State.running) return t('ran {0}', duration);
  if (state === State.ready) return t('ready {0}', duration);
  if (state === State.waiting) return t('waited {0}', duration);
  return t('blocked {0}', duration);
}

function outcome(task: TaskId, tables: TimelineTables): string {
  if (task === NONE) return '';
  return outcomeNames[tables.tasks.columns.outcome[task]!] === 'threw' ? t('It ended with an error.') : '';
}

function sentence(span: SpanAt, why: string, end: string, nowNs: number): string {
  const duration = formatDuration(span.endNs - span.startNs);
  const from = t('from {0} on', formatMoment(span.startNs, Math.max(span.endNs - span.startNs, 1e6)));
  const goesOn = span.id === NONE && span.endNs >= nowNs ? t('goes on') : '';
  return [spanSentence(span.state, duration, why), from, goesOn, end]
    .filter((part) => part !== '')
    .join(' · ');
}

function spanSentence(state: State, duration: string, why: string): string {
  switch (state) {
    case State.running:
      return t('ran {0}', duration);
    case State.ready:
      return t('was ready for {0}, but its thread was busy', duration);
    case State.waiting:
      return why === '' ? t('waited {0}', duration) : t('waited {0} for {1}', duration, why);
    default:
      return why === ''
        ? t('held its thread for {0}', duration)
        : t('held its thread for {0}: {1}', duration, why);
  }
}
