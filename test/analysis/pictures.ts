import { Recording, type TimelineTables } from '../../src/analysis/index.ts';
import { BlockKind, siteNumber, TaskKind, TaskOutcome, WaitKind } from '../../src/shared/records.ts';
import { NONE } from '../../src/shared/timeline.ts';
import { CWD, collectorHeader, joinBytes, ProcessWriter, type ThreadWriter } from './recordWriter.ts';

/**
 * Traces as pictures. A line is a lane, `name |states|`, a character is a millisecond: `R` running, `r` ready, `_` waiting,
 * `B` blocked, a space nothing. Lanes of threads begin at the margin, their tasks are indented below them. To encode a
 * picture, only the tasks' lanes are read: the threads' lanes are what the timeline has to find out.
 *
 * A task named `timer N ms`, `interval N ms`, `immediate` or `file operation` is an operation, any other one an async function.
 * The sites are made up: the task in the picture's n-th line begins in line n of `main.ts`.
 */
const letters = [' ', 'R', 'r', '_', 'B'] as const;
const MS = 1e6;

interface PictureLane {
  readonly name: string;
  readonly states: string;
  readonly line: number;
}

interface PictureThread extends PictureLane {
  readonly tasks: PictureLane[];
}

function parsePicture(picture: string): readonly PictureThread[] {
  const threads: PictureThread[] = [];
  for (const [i, text] of picture.split('\n').entries()) {
    const match = /^( *)(\S.*?) *\|(.*)\|$/.exec(text);
    if (match === null) continue;
    const lane = { name: match[2]!, states: match[3]!, line: i + 1 };
    if (match[1] === '') threads.push({ ...lane, tasks: [] });
    else threads.at(-1)!.tasks.push(lane);
  }
  return threads;
}

/** The bytes of a recording of one process with the picture's threads. */
export function encodePicture(picture: string): Uint8Array {
  const process = new ProcessWriter(7).header(100, 0);
  const threads = parsePicture(picture);
  const lengthMs = lengthOf(threads);
  for (const [ordinal, thread] of threads.entries()) encodeThread(process.thread(ordinal), thread, lengthMs);
  process.end(lengthMs);
  return joinBytes([collectorHeader(), process.bytes()]);
}

function lengthOf(threads: readonly PictureThread[]): number {
  return Math.max(
    ...threads
      .flatMap(({ states, tasks }) => [states, ...tasks.map((task) => task.states)])
      .map(({ length }) => length),
  );
}

function encodeThread(writer: ThreadWriter, thread: PictureThread, lengthMs: number): void {
  writer.fact(0, { name: thread.name }).opType(0, 1, 'Immediate').opType(0, 2, 'FSREQCALLBACK');
  writer.sites(
    0,
    fileOf(writer),
    `${CWD}/main.ts`,
    thread.tasks.map((task) => [task.line, 1, task.name]),
  );
  const tasks = thread.tasks.map((task, i) => new TaskEncoder(writer, task, i));
  for (let ms = 0; ms <= lengthMs; ms++) {
    for (const task of tasks) task.stop(ms);
    for (const task of tasks) task.start(ms, tasks);
  }
  writer.event(lengthMs, { e: 'threadExit', code: 0 });
}

/** The number of `main.ts` in this thread: each thread has a table of its own. */
const fileOf = (writer: ThreadWriter): number => writer.ordinal + 1;

/** Turns the changes of a lane's state into the records that the recorder would have written. */
class TaskEncoder {
  readonly #writer: ThreadWriter;
  readonly #lane: PictureLane;
  readonly id: number;
  readonly #site: number;
  readonly #isOperation: boolean;
  isRunning = false;

  constructor(writer: ThreadWriter, lane: PictureLane, index: number) {
    this.#writer = writer;
    this.#lane = lane;
    this.#isOperation = /^(timer|interval|immediate|file operation)/.test(lane.name);
    this.id = (index + 1) * 2 + (this.#isOperation ? 1 : 0);
    this.#site = siteNumber(fileOf(writer), index);
  }

  /** What ends at this moment. */
  stop(ms: number): void {
    const [before, now] = this.#states(ms);
    if (before === now || before === ' ') return;
    if (before === 'B') this.#writer.put(ms, 'unblock', BlockKind.atomicsWait, 0);
    if ((before !== 'R' && before !== 'B') || now === 'B' || now === 'R') return;
    this.isRunning = false;
    if (this.#isOperation) this.#writer.put(ms, 'opAfter', 0, this.id);
    else if (now === ' ') this.#writer.put(ms, 'taskEnd', TaskOutcome.returned, this.id);
    else {
      const wait = now === 'r' ? WaitKind.value : WaitKind.promise;
      this.#writer.put(ms, 'taskSuspend', wait, this.id, this.#site);
    }
  }

  /** What begins at this moment. */
  start(ms: number, all: readonly TaskEncoder[]): void {
    const [before, now] = this.#states(ms);
    if (before === now || now === ' ') return;
    const parent = all.findLast((task) => task.isRunning)?.id ?? 0;
    if (before === ' ') this.#begin(ms, now!, parent);
    else if (before === '_' && !this.#isOperation) this.#writer.put(ms, 'taskSettled', 0, this.id, parent);
    if (now === 'B') this.#writer.put(ms, 'block', BlockKind.atomicsWait, this.id, this.#site);
    if (now !== 'R' || before === 'B') return;
    if (!this.#isOperation && before !== ' ') this.#writer.put(ms, 'taskResume', 0, this.id);
    if (this.#isOperation) this.#writer.put(ms, 'opBefore', 0, this.id);
    this.isRunning = true;
  }

  #begin(ms: number, now: string, parent: number): void {
    const delay = Number(/\d+/.exec(this.#lane.name)?.[0] ?? 0);
    if (!this.#isOperation)
      this.#writer.put(ms, 'taskStart', TaskKind.asyncFunction, this.id, this.#site, parent);
    else if (delay === 0) this.#writer.put(ms, 'opStart', now === 'r' ? 1 : 2, this.id, this.#site, parent);
    else this.#writer.put(ms, 'timerStart', delay, this.id, this.#site, parent);
    if (this.#lane.name.startsWith('interval')) this.#writer.put(ms, 'timerRepeats', 0, this.id);
  }

  /** The states before and after a moment. */
  #states(ms: number): readonly [string, string] {
    const { states } = this.#lane;
    return [states[ms - 1] ?? ' ', states[ms] ?? ' '];
  }
}

/** A timeline as a picture, `lengthMs` long: every thread, below it its tasks in the order of their start. */
export function drawPicture(tables: TimelineTables, lengthMs: number): string {
  const lanes = tables.threads.flatMap((thread) => {
    const tasks = Array.from({ length: tables.tasks.length }, (_, i) => i);
    const own = tasks.filter((task) => tables.tasks.columns.thread[task] === thread.id);
    return [
      { name: thread.name, states: drawLane(tables, thread.id, NONE, lengthMs) },
      ...own.map((task) => ({
        name: `  ${tables.strings[tables.tasks.columns.name[task]!]}`,
        states: drawLane(tables, thread.id, task, lengthMs),
      })),
    ];
  });
  const width = Math.max(...lanes.map(({ name }) => name.length));
  return lanes.map(({ name, states }) => `${name.padEnd(width)} |${states}|`).join('\n');
}

function drawLane(tables: TimelineTables, thread: number, task: number, lengthMs: number): string {
  const states = Array.from({ length: lengthMs }, () => ' ');
  const { spans } = tables;
  for (let i = 0; i < spans.length; i++) {
    if (spans.threadAt(i) !== thread || spans.taskAt(i) !== task) continue;
    const from = Math.round(spans.startAt(i) / MS);
    states.fill(letters[spans.stateAt(i)]!, from, Math.round(spans.endAt(i) / MS));
  }
  return states.join('');
}

/** Reads a recording that is one file, to its end. */
export function read(bytes: Uint8Array): Recording {
  const recording = new Recording();
  recording.push('all.cvrec', bytes);
  recording.finish();
  return recording;
}

/** Without the margin and the empty lines that a template string brings along. */
export function trimPicture(picture: string): string {
  const lines = picture.split('\n').filter((line) => line.includes('|'));
  const margin = Math.min(...lines.map((line) => line.search(/\S/)));
  return lines.map((line) => line.slice(margin)).join('\n');
}

/** Encodes a picture, builds its timeline and draws that. */
export function redraw(picture: string): string {
  const plain = trimPicture(picture);
  return drawPicture(read(encodePicture(plain)).tables, lengthOf(parsePicture(plain)));
}
