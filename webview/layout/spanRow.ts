import type { TimelineTables } from '../../src/analysis/tables.ts';
import { NONE, type SiteRow, State } from '../../src/shared/timeline.ts';
import { displayText } from '../model/display.ts';
import type { Lanes } from '../model/lanes.ts';
import type { Selection } from '../model/selection.ts';
import { threadLabel } from '../model/tree.ts';
import { t } from '../texts.ts';
import { placeName } from './place.ts';
import { formatDuration, formatMoment } from './time.ts';

/** What a row of the table of spans says. */
export interface SpanRow {
  readonly lane: string;
  readonly state: string;
  readonly start: string;
  readonly duration: string;
  readonly reason: string;
  readonly place: string;
}

export const stateName = (state: State): string => {
  switch (state) {
    case State.running:
      return t('running');
    case State.ready:
      return t('ready');
    case State.waiting:
      return t('waiting');
    case State.blocked:
      return t('blocked');
    default:
      return '';
  }
};

/** The row of a span; starts are told so that moments of a stretch of `windowNs` can be told apart. */
export function spanRow(row: number, tables: TimelineTables, lanes: Lanes, windowNs: number): SpanRow {
  const { spans, strings } = tables;
  const reason = spans.reasonAt(row);
  const site = siteOfRow(row, tables);
  return {
    lane: laneName(row, tables, lanes),
    state: stateName(spans.stateAt(row)),
    start: formatMoment(spans.startAt(row), windowNs),
    duration: formatDuration(spans.endAt(row) - spans.startAt(row)),
    reason: reason === NONE ? '' : displayText(t(strings[reason] ?? ''), 120),
    place: site ? placeName(site) : '',
  };
}

/** Where it happened, or where its task begins; null: not known. */
export function siteOfRow(row: number, { spans, sites, tasks }: TimelineTables): SiteRow | null {
  const task = spans.taskAt(row);
  return sites[spans.siteAt(row)] ?? (task === NONE ? null : (sites[tasks.columns.site[task]!] ?? null));
}

export function selectionOfRow(row: number, { spans }: TimelineTables): Selection {
  return { thread: spans.threadAt(row), task: spans.taskAt(row), startNs: spans.startAt(row) };
}

/** `fetchUser · call 2 of 3`; with several threads also which: `resize · crop`. */
function laneName(row: number, tables: TimelineTables, lanes: Lanes): string {
  const { spans, threads, tasks, strings } = tables;
  const [thread, task] = [threads[spans.threadAt(row)], spans.taskAt(row)];
  const name = thread ? threadLabel(thread) : '';
  if (task === NONE) return name;
  const group = lanes.groupOf(task);
  const calls = group?.tasks.length ?? 1;
  return [
    ...(threads.length > 1 ? [name] : []),
    displayText(strings[tasks.columns.name[task]!] ?? '') || t('(anonymous)'),
    ...(group && calls > 1 ? [t('call {0} of {1}', group.tasks.lowerBound(task) + 1, calls)] : []),
  ].join(' · ');
}
