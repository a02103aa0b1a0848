import type { Some, TaskMoment, ThreadMoment, TimelineTables } from '../../src/analysis/index.ts';
import type { Ns, SiteRow, ThreadRow } from '../../src/shared/timeline.ts';
import { linkKindNames, NONE, State } from '../../src/shared/timeline.ts';
import { displayText } from '../model/display.ts';
import { isOperation, type Lanes } from '../model/lanes.ts';
import type { Selection } from '../model/selection.ts';
import { processLabel, threadLabel } from '../model/tree.ts';
import { t } from '../texts.ts';
import { formatDuration, formatMoment } from './time.ts';
import { placeName } from './words.ts';

/** What words on a moment are made from. */
export interface MomentSource {
  readonly tables: TimelineTables;
  readonly lanes: Lanes;
  readonly ns: Ns;
}

/** One entry of a list, and where it leads: to a bar, or to another moment. */
export interface MomentRow {
  readonly name: string;
  /** `main.ts:14`, or empty. */
  readonly place: string;
  readonly note: string;
  readonly state: number;
  /** It is so since this very moment. */
  readonly isNew: boolean;
  readonly selection: Selection | null;
  readonly site: SiteRow | null;
  readonly goToNs: Ns | null;
}

/** The stack or a queue. */
export interface MomentList {
  readonly kind: 'stack' | 'microtasks' | 'macrotasks' | 'suspended' | 'underWay';
  readonly title: string;
  /** What the word means. */
  readonly hint: string;
  readonly rows: readonly MomentRow[];
  /** What it says below, or in place of, its rows. */
  readonly rest: string;
}

/** What one thread does at a moment. */
export interface MomentCard {
  readonly title: string;
  readonly state: ThreadMoment['state'];
  readonly says: string;
  readonly lists: readonly MomentList[];
}

/** Entries of a list that are shown. */
const SHOWN = 8;

export function momentCard(thread: ThreadMoment, source: MomentSource): MomentCard {
  const row = source.tables.threads[thread.thread]!;
  const lost = thread.isLost ? t('records of this moment are lost') : '';
  return {
    title: threadTitle(row, source.tables),
    state: thread.state,
    says: [stateWords(thread), lost].filter((text) => text !== '').join(' · '),
    lists: [stack(thread, source), microtasks(thread, source), macrotasks(thread, source)].concat(
      suspended(thread, source),
      underWay(thread, source),
    ),
  };
}

/** The thread's name, with its process where there are several. */
export function threadTitle(row: ThreadRow, { processes }: TimelineTables): string {
  const process = processes[row.process];
  return processes.length > 1 && process
    ? `${processLabel(process)} · ${threadLabel(row)}`
    : threadLabel(row);
}

function stateWords({ state, core }: ThreadMoment): string {
  switch (state) {
    case 'running':
      return core === null ? t('running') : t('running on core {0}', core);
    case 'blocked':
      return t('blocked');
    case 'noCore':
      return t('ready, but without a core');
    case 'other':
      return t('on core {0}, in code that is not recorded', core ?? '?');
    case 'idle':
      return t('idle');
  }
}

function stack({ stack: { items, count }, state }: ThreadMoment, source: MomentSource): MomentList {
  const rows = items.slice(0, SHOWN).map((task, i) => {
    const isFirst = i === items.length - 1 && items.length === count;
    return taskRow(task, stackNote(task, isFirst, source), source);
  });
  const empty =
    state === 'idle' ? t('empty: the thread waits for what comes next') : t('nothing that is recorded');
  return {
    kind: 'stack',
    title: t('Call stack'),
    hint: t('What runs now is on top; each was called by the one below'),
    rows,
    rest: restOf(rows.length, count, empty),
  };
}

function stackNote(task: TaskMoment, isFirst: boolean, source: MomentSource): string {
  const { tables } = source;
  const why = reasonOf(task, tables);
  const held = task.state === State.blocked ? (why === '' ? t('held') : t('held by {0}', why)) : '';
  const wentOn = held === '' && task.startNs > tables.tasks.columns.startNs[task.task]!;
  const begins = isTaskOperation(task, source) ? t('callback') : wentOn ? t('goes on') : '';
  return [held, isFirst ? begins : '', lasting(task, source)].filter((text) => text !== '').join(' · ');
}

function microtasks({ microtasks: some }: ThreadMoment, source: MomentSource): MomentList {
  return queue('microtasks', some, [], source, {
    title: t('Microtasks'),
    hint: t('Ready before the next macrotask, in the order in which they run: their promise is settled'),
  });
}

function macrotasks({ macrotasks: some, messages }: ThreadMoment, source: MomentSource): MomentList {
  const rows = messages.items.map((link) => messageRow(link, source));
  const all = { items: some.items, count: some.count + messages.count };
  return queue('macrotasks', all, rows, source, {
    title: t('Macrotasks'),
    hint: t('Ready for a turn of their own: timers that are due, immediates, messages'),
  });
}

function queue(
  kind: 'microtasks' | 'macrotasks',
  { items, count }: Some<TaskMoment>,
  more: readonly MomentRow[],
  source: MomentSource,
  words: { readonly title: string; readonly hint: string },
): MomentList {
  const tasks = items.map((task) => taskRow(task, readyNote(task, source), source));
  const rows = [...tasks, ...more].slice(0, SHOWN);
  const isLight = source.tables.facts.mode === 'light';
  const empty = isLight ? t('not recorded in the mode “light”') : t('empty');
  return { kind, ...words, rows, rest: restOf(rows.length, count, empty) };
}

function suspended({ suspended: { items, count } }: ThreadMoment, source: MomentSource): MomentList {
  const rows = items.slice(0, SHOWN).map((task) => taskRow(task, waitNote(task, source), source));
  return {
    kind: 'suspended',
    title: t('Suspended'),
    hint: t('Async functions that wait'),
    rows,
    rest: restOf(rows.length, count, t('none')),
  };
}

function underWay(thread: ThreadMoment, source: MomentSource): MomentList {
  const { items, count } = thread.underWay;
  const rows = items.slice(0, SHOWN).map((task) => taskRow(task, since(task), source));
  const own = thread.ownCount > 0 ? t('{0} of the runtime’s own', thread.ownCount) : '';
  const isLight = source.tables.facts.mode === 'light';
  const empty = isLight ? t('not recorded in the mode “light”') : own === '' ? t('none') : '';
  const rest = [restOf(rows.length, count, empty), own].filter((text) => text !== '').join(' · ');
  return {
    kind: 'underWay',
    title: t('Timers and I/O under way'),
    hint: t('What the program has begun, and the system has not finished'),
    rows,
    rest,
  };
}

const restOf = (shown: number, count: number, empty: string): string =>
  count === 0 ? empty : count > shown ? t('{0} more', (count - shown).toLocaleString('en')) : '';

function waitNote(task: TaskMoment, { tables }: MomentSource): string {
  const why = reasonOf(task, tables);
  return [why === '' ? t('waits') : t('waits for {0}', why), since(task)].join(' · ');
}

const since = ({ startNs }: TaskMoment): string => t('since {0}', formatMoment(startNs, 1e6));
const duration = ({ startNs }: TaskMoment, { ns }: MomentSource): string => formatDuration(ns - startNs);
const readyNote = (task: TaskMoment, source: MomentSource): string =>
  source.ns > task.startNs ? t('ready for {0}', duration(task, source)) : t('ready from now on');
const lasting = (task: TaskMoment, source: MomentSource): string =>
  source.ns > task.startNs ? t('for {0}', duration(task, source)) : t('from now on');

function taskRow(task: TaskMoment, note: string, source: MomentSource): MomentRow {
  const site = siteOf(task, source.tables);
  return {
    name: callName(task, source),
    place: site ? placeName(site) : '',
    note,
    state: task.state,
    isNew: task.startNs === source.ns,
    selection: { thread: task.thread, task: task.task, startNs: task.startNs },
    site,
    goToNs: null,
  };
}

function messageRow(link: number, { tables, ns }: MomentSource): MomentRow {
  const { fromThread, fromNs, kind } = tables.links.columns;
  const sender = tables.threads[fromThread[link]!];
  const name = linkKindNames[kind[link]!] === 'message' ? t('message') : '';
  return {
    name: sender ? t('message from {0}', threadLabel(sender)) : name,
    place: '',
    note: t('for {0}', formatDuration(ns - fromNs[link]!)),
    state: State.ready,
    isNew: fromNs[link] === ns,
    selection: null,
    site: null,
    goToNs: fromNs[link]!,
  };
}

/** `fetchUser`, or `fetchUser 2/3` when it was called several times. */
function callName(task: TaskMoment, { tables, lanes }: MomentSource): string {
  const calls = lanes.groupOf(task.task)?.tasks;
  const name = taskName(task, tables);
  return calls && calls.length > 1 ? `${name} ${calls.lowerBound(task.task) + 1}/${calls.length}` : name;
}

/** A task's name, fit to be shown. */
export const taskName = ({ task }: TaskMoment, tables: TimelineTables): string =>
  displayText(t(tables.strings[tables.tasks.columns.name[task]!] ?? ''), 80) || t('(anonymous)');

/** What a task waits for, or what holds it; empty: that is not known. */
export const reasonOf = ({ reason }: TaskMoment, tables: TimelineTables): string =>
  reason === NONE ? '' : displayText(t(tables.strings[reason] ?? ''), 120);

/** Where it began or went on last, or where it waits. */
export function siteOf({ task, site }: TaskMoment, tables: TimelineTables): SiteRow | null {
  return tables.sites[site] ?? tables.sites[tables.tasks.columns.site[task]!] ?? null;
}

function isTaskOperation({ task }: TaskMoment, { lanes }: MomentSource): boolean {
  const group = lanes.groupOf(task);
  return group !== undefined && isOperation(group);
}
