/** A timeline's rows by what they belong to, for `storyText.ts`. */
import type { TimelineJson } from '../../src/shared/timelineJson.ts';

export type Process = TimelineJson['processes'][number];
export type Thread = TimelineJson['threads'][number];
export type Task = TimelineJson['tasks'][number];
export type Span = TimelineJson['spans'][number];
export type Link = TimelineJson['links'][number];
export type Mark = TimelineJson['marks'][number];

/** Kinds of link that can end a wait. */
const ENDS_A_WAIT: ReadonlySet<string> = new Set(['resolve', 'notify', 'message', 'join', 'exit']);

export class StoryIndex {
  readonly timeline: TimelineJson;
  /** The program's own file, as sites name it. */
  readonly mainFile: string;
  readonly #spans: ReadonlyMap<string, readonly Span[]>;
  readonly #linksTo: ReadonlyMap<string, readonly Link[]>;

  constructor(timeline: TimelineJson, mainFile: string) {
    this.timeline = timeline;
    this.mainFile = mainFile;
    this.#spans = Map.groupBy(timeline.spans, (span) => laneKey(span.thread, span.task));
    this.#linksTo = Map.groupBy(timeline.links, ({ to }) => laneKey(to.thread, to.task));
  }

  spansOf(thread: number, task: number | null): readonly Span[] {
    return this.#spans.get(laneKey(thread, task)) ?? [];
  }

  linksTo(thread: number, task: number | null): readonly Link[] {
    return this.#linksTo.get(laneKey(thread, task)) ?? [];
  }

  /** The link that ended a wait: it arrives when the lane goes on, at `resumedNs`, or before, but not before the wait's end. */
  causeOf(wait: Span, resumedNs: number): Link | undefined {
    return this.linksTo(wait.thread, wait.task).find(
      ({ kind, to }) => ENDS_A_WAIT.has(kind) && to.ns >= wait.endNs && to.ns <= resumedNs,
    );
  }

  /** The message that a callback had got when it did something at `ns`, while it ran without a stop. */
  messageBefore(task: Task, ns: number): Link | undefined {
    const running = this.spansOf(task.thread, task.id).findLast(
      ({ state, startNs }) => state === 'running' && startNs <= ns,
    );
    return this.linksTo(task.thread, task.id).findLast(
      ({ kind, to }) => kind === 'message' && to.ns <= ns && to.ns >= (running?.startNs ?? 0),
    );
  }

  /**
   * Node's own operations are left out: those that no line of the program began, ticks that other calls than these queue,
   * and the ports of workers and children, whose messages are told as such.
   */
  isShown({ kind, name, site }: Task): boolean {
    if (kind === 'async function' || kind === 'async generator' || kind === 'module') return true;
    if (kind === 'tick') return site?.name === 'nextTick' || site?.name === 'queueMicrotask';
    return site !== null && name !== 'message port';
  }

  /** The nearest task that is shown: itself, who began it, … Null: none of them is. */
  shownFrom(id: number | null): Task | null {
    let task = id === null ? undefined : this.timeline.tasks[id];
    while (task !== undefined && !this.isShown(task))
      task = task.parent === null ? undefined : this.timeline.tasks[task.parent];
    return task ?? null;
  }
}

const laneKey = (thread: number, task: number | null): string => `${thread} ${task ?? '-'}`;
