/**
 * A recording as a text that is the same for every run of the program: processes, their threads, the tasks of each as a tree
 * (a task stands under the one that began it), and under each what it did (`storyStates.ts`). The order is that of the source,
 * never that of time; what is there several times is told once, with a count. Times, ids and folders do not occur.
 */
import type { TimelineJson } from '../../src/shared/timelineJson.ts';
import { type Block, counted, render, siteKey } from './storyBlocks.ts';
import {
  type Link,
  type Mark,
  type Process,
  type Span,
  StoryIndex,
  type Task,
  type Thread,
} from './storyIndex.ts';
import { stateLines } from './storyStates.ts';
import { commandText, outcomeText, placeText, taskText, threadText } from './storyWords.ts';

const KB = 1000;

/** `mainFile` = the program's file, relative to its working directory: places in it are told by their line alone. */
export function storyText(timeline: TimelineJson, mainFile: string): string {
  const story = new Story(new StoryIndex(timeline, mainFile));
  return `${story.lines().join('\n')}\n`;
}

class Story {
  readonly #index: StoryIndex;
  readonly #childrenOf: ReadonlyMap<string, readonly Task[]>;
  readonly #messagesOf: ReadonlyMap<string, readonly Link[]>;
  readonly #marksOf: ReadonlyMap<string, readonly Mark[]>;

  constructor(index: StoryIndex) {
    const { tasks, links, marks } = index.timeline;
    this.#index = index;
    const ownerKey = (thread: number, task: number | null): string =>
      `${thread} ${index.shownFrom(task)?.id ?? '-'}`;
    this.#childrenOf = Map.groupBy(
      tasks.filter((task) => index.isShown(task)),
      ({ thread, parent }) => ownerKey(thread, parent),
    );
    this.#messagesOf = Map.groupBy(
      links.filter(({ kind }) => kind === 'message'),
      ({ from }) => ownerKey(from.thread, from.task),
    );
    this.#marksOf = Map.groupBy(marks.filter(isTold), ({ thread, task }) => ownerKey(thread, task));
  }

  lines(): string[] {
    const { processes, losses } = this.#index.timeline;
    const lost = losses.map(({ count }) => `lost ${count} records`);
    return [
      ...render(processes.filter(({ parent }) => parent === null).map((row) => this.#process(row))),
      ...lost,
    ];
  }

  #process(process: Process): Block {
    const { threads, processes } = this.#index.timeline;
    const children = processes.filter(({ parent }) => parent === process.id);
    const parts = [
      ...threads.filter((thread) => thread.process === process.id).map((thread) => this.#thread(thread)),
      ...children.map((child) => this.#process(child)),
    ];
    const command = commandText(process);
    const main = threads.find((row) => row.process === process.id && row.kind === 'main')?.id;
    const starter = this.#starter(main);
    const head = `process ${command}${starter}, ${outcomeText(process)}${this.#noticed(main)}`;
    return { key: `2 ${head}`, head, lines: render(parts) };
  }

  #thread(thread: Thread): Block {
    const isMain = thread.kind === 'main';
    const outcome = isMain ? '' : `, ${outcomeText(thread)}${this.#noticed(thread.id)}`;
    const starter = isMain ? '' : this.#starter(thread.id);
    const head = `thread ${isMain ? 'main' : `"${thread.name}"`}${starter}${outcome}`;
    const lines = [...this.#held(thread), ...this.#under(thread.id, null)];
    return { key: `${isMain ? 0 : 1} ${head}`, head, lines };
  }

  /** What holds a thread while none of its tasks runs. */
  #held({ id }: Thread): string[] {
    const { spans } = this.#index.timeline;
    const isOfTask = (ns: number): boolean =>
      spans.some(
        ({ thread, task, state, startNs }) =>
          thread === id && task !== null && state === 'blocked' && startNs === ns,
      );
    const held = this.#index
      .spansOf(id, null)
      .filter(({ state, startNs }) => state === 'blocked' && !isOfTask(startNs));
    return stateLines(this.#index, held, null).map((line) => `- ${line}`);
  }

  #task(task: Task): Block {
    const { kind, name, outcome, site, thread, id } = task;
    const isFunction = kind === 'async function' || kind === 'async generator' || kind === 'module';
    const prefix = kind === 'module' || name.startsWith(kind) ? '' : `${kind} `;
    const end = isFunction || outcome !== 'returned' ? ` ${outcome}` : '';
    const head = `${prefix}${taskText(this.#index, task)}${end}${this.#within(task)}`;
    const spans = this.#index.spansOf(thread, id);
    const told = outcome === 'pending' ? withoutLastRun(spans) : spans;
    const all = stateLines(this.#index, told, isFunction ? null : name);
    const states = kind === 'io' ? all.map(withoutCount) : all;
    return {
      key: `${siteKey(site)} ${head}`,
      head,
      lines: [...states.map((line) => `- ${line}`), ...this.#under(thread, id)],
    };
  }

  /** What began the task, when that is an operation that is left out. */
  #within({ parent, thread, startNs }: Task): string {
    const task = parent === null ? undefined : this.#index.timeline.tasks[parent];
    if (task === undefined || this.#index.isShown(task)) return '';
    const message = this.#index.messageBefore(task, startNs);
    if (message === undefined) return `, in ${task.name}`;
    return `, on a message from ${threadText(this.#index, message.from.thread, thread)}`;
  }

  /** Console lines and errors in order of time; messages by receiver; tasks. */
  #under(thread: number, task: number | null): string[] {
    const key = `${thread} ${task ?? '-'}`;
    const marks = (this.#marksOf.get(key) ?? []).map((mark) => this.#mark(mark));
    const messages = (this.#messagesOf.get(key) ?? []).map((link) => this.#message(link)).toSorted();
    const tasks = (this.#childrenOf.get(key) ?? []).map((child) => this.#task(child));
    return [...counted(marks), ...counted(messages), ...render(tasks)];
  }

  #mark({ kind, level, text, site }: Mark): string {
    const what = kind === 'console' ? `console.${level}` : kind;
    return `- ${what} "${text.split('\n')[0]}"${placeText(this.#index, site)}`;
  }

  /** Large messages tell what they carry, in whole kB. */
  #message({ exact, from, to, message }: Link): string {
    const { copiedBytes, transferredBytes } = message ?? { copiedBytes: 0, transferredBytes: 0 };
    const copied = copiedBytes < KB ? '' : `, ${Math.floor(copiedBytes / KB)} kB copied`;
    const transferred = transferredBytes < KB ? '' : `, ${Math.floor(transferredBytes / KB)} kB transferred`;
    const receiver = threadText(this.#index, to.thread, from.thread);
    return `- message → ${receiver}${copied}${transferred}${exact ? '' : ' (inferred)'}`;
  }

  /** Who started a thread. */
  #starter(thread: number | undefined): string {
    const { links, tasks } = this.#index.timeline;
    const spawn = links.find(({ kind, to }) => kind === 'spawn' && to.thread === thread && to.task === null);
    if (spawn === undefined) return '';
    const task = spawn.from.task === null ? undefined : tasks[spawn.from.task];
    return ` started by ${task === undefined ? 'its parent' : taskText(this.#index, task)}`;
  }

  /** Who was told that a thread has ended. */
  #noticed(thread: number | undefined): string {
    const { links, tasks } = this.#index.timeline;
    const end = links.find(
      ({ kind, from }) => (kind === 'join' || kind === 'exit') && from.thread === thread,
    );
    if (thread === undefined || end === undefined) return '';
    const task = end.to.task === null ? undefined : tasks[end.to.task];
    const isTold = task !== undefined && this.#index.isShown(task);
    return `, noticed by ${isTold ? taskText(this.#index, task) : threadText(this.#index, end.to.thread, thread)}`;
  }
}

/** A program's own measurements are no part of its story, and when garbage is collected is not up to it. */
const isTold = ({ kind, text }: Mark): boolean => kind !== 'gc' && !text.startsWith('{"name":');

/** How long a task ran that was ended in the middle is not up to the program. */
const withoutLastRun = (spans: readonly Span[]): readonly Span[] =>
  spans.at(-1)?.state === 'running' ? spans.slice(0, -1) : spans;

/** How often the system calls a socket or a stream back is not up to the program. */
const withoutCount = (line: string): string => line.replace(/ ×\d+$/, '');
