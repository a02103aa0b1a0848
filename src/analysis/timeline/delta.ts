import {
  type LinkColumns,
  NONE,
  type OpenColumns,
  State,
  type TaskColumns,
  type TaskEndColumns,
} from '../../shared/timeline.ts';
import type { TimelineCursor, TimelineStep } from '../tables.ts';
import type { Lane } from './lane.ts';
import type { Timeline } from './timeline.ts';

/** The cursor of a consumer that has read nothing. */
export const startCursor: TimelineCursor = {
  strings: 0,
  sites: 0,
  rows: 0,
  tasks: 0,
  taskEnds: 0,
  spans: 0,
  links: 0,
  messages: 0,
  cores: 0,
  counters: 0,
  marks: 0,
  losses: 0,
  open: 0,
  openTasks: 0,
};

/**
 * What was added since `cursor`. At most `limit` rows of each table with columns, and marks; a row never comes before a task
 * that it names. What goes on is told only with the last part (`more` false).
 */
export function deltaSince(timeline: Timeline, cursor: TimelineCursor, limit: number): TimelineStep {
  const next = advance(timeline, cursor, limit);
  const more =
    next.tasks < timeline.tasks.length ||
    next.taskEnds < timeline.taskEnds.length ||
    next.spans < timeline.spans.length ||
    next.links < timeline.links.length ||
    next.messages < timeline.messages.length ||
    next.cores < timeline.cores.length ||
    next.marks < timeline.marks.length;
  const delta = {
    nowNs: timeline.nowNs,
    facts: timeline.facts,
    strings: timeline.strings.slice(cursor.strings),
    sites: timeline.sites.slice(cursor.sites),
    processes: timeline.processTable.since(cursor.rows),
    threads: timeline.threadTable.since(cursor.rows),
    osThreads: timeline.osThreadIndex.table.since(cursor.rows),
    tasks: newTasks(timeline, cursor.tasks, next.tasks),
    taskEnds: newEnds(timeline, cursor.taskEnds, next.taskEnds),
    spans: timeline.spans.slice(cursor.spans, next.spans),
    open: newOpen(timeline, cursor, next, more),
    links: timeline.links.slice(cursor.links, next.links),
    messages: timeline.messages.slice(cursor.messages, next.messages),
    cores: timeline.cores.slice(cursor.cores, next.cores),
    counters: timeline.counters.slice(cursor.counters),
    marks: timeline.marks.slice(cursor.marks, next.marks),
    losses: timeline.losses.slice(cursor.losses),
  };
  if (more) return { delta, cursor: next, more };
  return { delta, cursor: { ...next, open: timeline.changes, openTasks: next.tasks }, more };
}

/** How far one delta goes. */
function advance(timeline: Timeline, cursor: TimelineCursor, limit: number): TimelineCursor {
  const { tasks, taskEnds, spans, links, messages, cores, marks } = timeline;
  const until = (from: number, length: number): number => Math.min(length, from + Math.max(1, limit));
  const knownTasks = until(cursor.tasks, tasks.length);
  const isKnown = (task: number | undefined): boolean => task === undefined || task < knownTasks;
  const { fromTask, toTask }: LinkColumns = links.columns;
  const knownLinks = advanceWhile(
    cursor.links,
    until(cursor.links, links.length),
    (i) => isKnown(fromTask[i]) && isKnown(toTask[i]),
  );
  return {
    ...cursor,
    strings: timeline.strings.length,
    sites: timeline.sites.length,
    rows: timeline.changes,
    tasks: knownTasks,
    taskEnds: advanceWhile(cursor.taskEnds, until(cursor.taskEnds, taskEnds.length), (i) =>
      isKnown(taskEnds[i]),
    ),
    spans: advanceWhile(cursor.spans, until(cursor.spans, spans.length), (i) => isKnown(spans.taskAt(i))),
    links: knownLinks,
    messages: advanceWhile(
      cursor.messages,
      until(cursor.messages, messages.length),
      (i) => messages.columns.link[i]! < knownLinks,
    ),
    cores: until(cursor.cores, cores.length),
    counters: timeline.counters.length,
    marks: advanceWhile(cursor.marks, until(cursor.marks, marks.length), (i) => isKnown(marks[i]?.task)),
    losses: timeline.losses.length,
  };
}

function advanceWhile(from: number, to: number, holds: (row: number) => boolean): number {
  let row = from;
  while (row < to && holds(row)) row++;
  return row;
}

function newTasks({ tasks }: Timeline, from: number, to: number): TaskColumns {
  const { endNs: _endNs, outcome: _outcome, ...columns } = tasks.slice(from, to);
  return { first: from, ...columns };
}

function newEnds({ tasks, taskEnds }: Timeline, from: number, to: number): TaskEndColumns {
  const count = to - from;
  const task = new Int32Array(count);
  const endNs = new Float64Array(count);
  const outcome = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    const id = taskEnds[from + i]!;
    task[i] = id;
    endNs[i] = tasks.columns.endNs[id]!;
    outcome[i] = tasks.columns.outcome[id]!;
  }
  return { task, endNs, outcome };
}

/** Lanes whose open span changed, and those that the consumer may believe open although their task is over. */
function newOpen(
  timeline: Timeline,
  cursor: TimelineCursor,
  next: TimelineCursor,
  more: boolean,
): OpenColumns {
  const lanes: OpenLane[] = [];
  for (let i = cursor.taskEnds; i < next.taskEnds; i++) {
    const task = timeline.taskEnds[i]!;
    if (task < cursor.openTasks) lanes.push(overLane(timeline, task));
  }
  if (!more) {
    for (const lane of timeline.live) {
      if (lane.change > cursor.open) lanes.push(lane);
    }
  }
  return {
    thread: Int32Array.from(lanes, (lane) => lane.thread),
    task: Int32Array.from(lanes, (lane) => lane.task),
    state: Uint8Array.from(lanes, (lane) => lane.state),
    startNs: Float64Array.from(lanes, (lane) => lane.startNs),
    reason: Int32Array.from(lanes, (lane) => lane.reason),
    site: Int32Array.from(lanes, (lane) => lane.site),
  };
}

type OpenLane = Pick<Lane, 'thread' | 'task' | 'state' | 'startNs' | 'reason' | 'site'>;

function overLane({ tasks }: Timeline, task: number): OpenLane {
  const { thread, endNs } = tasks.columns;
  return { thread: thread[task]!, task, state: State.none, startNs: endNs[task]!, reason: NONE, site: NONE };
}
