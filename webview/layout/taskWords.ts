import type { TimelineTables, WhySpan } from '../../src/analysis/index.ts';
import { NONE, type SiteRow, type TaskId, type ThreadId, taskKindNames } from '../../src/shared/timeline.ts';
import { displayText } from '../model/display.ts';
import type { Lanes } from '../model/lanes.ts';
import { processLabel, threadLabel } from '../model/tree.ts';
import { t } from '../texts.ts';
import { reasonWords } from './reasonWords.ts';
import { placeName } from './words.ts';

/** Of what tables and lanes words are made. */
export interface WordsContext {
  readonly tables: TimelineTables;
  readonly lanes: Lanes;
}

const functions: ReadonlySet<string> = new Set(['async function', 'async generator', 'module']);

/** Whether a task is a function of the program, or else an operation: a timer, I/O, a callback. */
export const isFunction = (task: TaskId, { tasks }: TimelineTables): boolean =>
  task !== NONE && functions.has(taskKindNames[tasks.columns.kind[task]!]!);

/** Who did something, within a sentence: `fetchPart (call 3)`, `a timer of 30 ms`, `the thread squares`. */
export function whoWords(thread: ThreadId, task: TaskId, { tables, lanes }: WordsContext): string {
  if (task === NONE) return threadWords(thread, tables);
  const name = tables.strings[tables.tasks.columns.name[task]!] ?? '';
  if (!isFunction(task, tables)) return reasonWords(name);
  const shown = displayText(name, 60) || t('(anonymous)');
  const group = lanes.groupOf(task);
  if (!group || group.tasks.length < 2) return shown;
  return t('{0} (call {1})', shown, group.tasks.lowerBound(task) + 1);
}

/** A worker by its name; a main thread by its process. */
export function threadWords(thread: ThreadId, { threads, processes }: TimelineTables): string {
  const row = threads[thread];
  if (!row) return t('a thread');
  if (row.kind === 'worker') return t('the thread {0}', threadLabel(row));
  const process = processes[row.process];
  return process ? t('the process {0}', processLabel(process)) : threadLabel(row);
}

/** `line 5`; with the file where the program has more than one. */
export function lineWords(site: SiteRow, { sites }: TimelineTables): string {
  return sites.every(({ file }) => file === site.file) ? t('line {0}', site.line) : placeName(site);
}

/** Where a bar is in the code: where it happened, else where its task is. */
export function siteOf({ site, task }: WhySpan, { tables }: WordsContext): SiteRow | null {
  const own = tables.sites[site];
  return own ?? (task === NONE ? null : (tables.sites[tables.tasks.columns.site[task]!] ?? null));
}

/** A sentence begins with a capital letter. */
export const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
