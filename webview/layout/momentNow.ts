import type { TaskMoment, ThreadMoment, TimelineTables } from '../../src/analysis/index.ts';
import type { NowLine } from '../../src/shared/protocol.ts';
import { assertNever } from '../../src/shared/text.ts';
import { State } from '../../src/shared/timeline.ts';
import { t } from '../texts.ts';
import { type MomentSource, reasonOf, siteOf, taskName, threadTitle } from './momentWords.ts';
import { formatMoment } from './time.ts';

/** Phrases on what begins, at most. */
const PHRASES = 4;
/** Lines that are told to the editor, at most, and words on one line. */
const LINES = 100;
const WORDS = 3;

/** What begins at a moment, in words: `12.3 ms: boil waits for timer 60 ms, toast runs`. */
export function momentSentence(threads: readonly ThreadMoment[], { tables, ns }: MomentSource): string {
  const fresh = threads.flatMap((thread) => tasksOf(thread).filter(({ startNs }) => startNs === ns));
  const phrases = fresh.slice(0, PHRASES).map((task) => taskPhrase(task, tables));
  const said =
    phrases.length > 0 ? phrases : threads.slice(0, PHRASES).map((thread) => threadPhrase(thread, tables));
  return `${formatMoment(ns, 1e6)}: ${said.join(', ')}`;
}

/** The line that each thread is on, and those that wait, for the editor. */
export function nowLines(threads: readonly ThreadMoment[], tables: TimelineTables): NowLine[] {
  const lines = new Map<string, NowLine & { words: string[] }>();
  const add = (task: TaskMoment, state: NowLine['state'], label: string) => {
    const site = siteOf(task, tables);
    if (!site) return;
    const key = `${site.line} ${site.file}`;
    const known = lines.get(key);
    if (known) known.words.push(label);
    else if (lines.size < LINES)
      lines.set(key, { file: site.file, line: site.line, label: '', state, words: [label] });
  };
  for (const { stack, state, thread } of threads) {
    const top = stack.items[0];
    if (top)
      add(
        top,
        topState(top, state),
        topLabel(top, state, threadTitle(tables.threads[thread]!, tables), tables),
      );
  }
  for (const { microtasks, suspended } of threads) {
    for (const task of microtasks.items) add(task, 'ready', taskPhrase(task, tables));
    for (const task of suspended.items) add(task, 'waiting', taskPhrase(task, tables));
  }
  return [...lines.values()].map(({ words, ...line }) => ({ ...line, label: joined(words) }));
}

function joined(words: readonly string[]): string {
  const said = words.slice(0, WORDS).join(' · ');
  return words.length > WORDS ? `${said} · ${t('{0} more', words.length - WORDS)}` : said;
}

const tasksOf = (thread: ThreadMoment): readonly TaskMoment[] => [
  ...thread.stack.items,
  ...thread.microtasks.items,
  ...thread.macrotasks.items,
  ...thread.suspended.items,
  ...thread.underWay.items,
];

function topState(top: TaskMoment, thread: ThreadMoment['state']): NowLine['state'] {
  if (top.state === State.blocked) return 'blocked';
  return thread === 'noCore' ? 'ready' : 'running';
}

function topLabel(
  top: TaskMoment,
  state: ThreadMoment['state'],
  thread: string,
  tables: TimelineTables,
): string {
  const name = taskName(top, tables);
  if (top.state === State.blocked) return `${thread}: ${taskPhrase(top, tables)}`;
  if (state === 'noCore') return t('{0}: {1} is ready, without a core', thread, name);
  return t('{0}: running {1}', thread, name);
}

function taskPhrase(task: TaskMoment, tables: TimelineTables): string {
  const name = taskName(task, tables);
  const why = reasonOf(task, tables);
  if (task.state === State.running) return t('{0} runs', name);
  if (task.state === State.ready) return t('{0} is ready', name);
  if (task.state === State.blocked)
    return why === '' ? t('{0} is held', name) : t('{0} is held by {1}', name, why);
  // An operation waits for nothing but its own end.
  return why === '' || why === name ? t('{0} waits', name) : t('{0} waits for {1}', name, why);
}

function threadPhrase(thread: ThreadMoment, tables: TimelineTables): string {
  const name = threadTitle(tables.threads[thread.thread]!, tables);
  const top = thread.stack.items[0];
  switch (thread.state) {
    case 'running':
      return top ? t('{0}: running {1}', name, taskName(top, tables)) : t('{0} runs', name);
    case 'blocked':
      return t('{0} is held', name);
    case 'noCore':
      return t('{0} is ready', name);
    case 'other':
    case 'idle':
      return t('{0} is idle', name);
    default:
      return assertNever(thread.state);
  }
}
