import { CounterKind, type EventFact, RecordKind, TextKind, type ThreadFact } from '../../shared/records.ts';
import { type CounterName, NONE, type Ns, type ThreadId, type ThreadRow } from '../../shared/timeline.ts';
import { readEventFact, readSitesText, readThreadFact, readTimingFact } from '../reader/facts.ts';
import { MIN_NS, type RecordSink } from '../reader/recordReader.ts';
import { fill, phrases } from '../words.ts';
import type { Point } from './columns.ts';
import { type Ending, threadOutcome } from './ending.ts';
import { FunctionTracker } from './functionTracker.ts';
import { OperationTracker } from './operationTracker.ts';
import type { ProcessTracker } from './processTracker.ts';
import { baseName } from './sites.ts';
import { TaskSet } from './taskSet.ts';
import { ThreadExchange } from './threadExchange.ts';
import { ThreadLane } from './threadLane.ts';
import { ThreadMarks } from './threadMarks.ts';
import type { Timeline } from './timeline.ts';

/** Whose word on a thread's end counts: the larger. */
export const EndSource = { process: 1, parent: 2, own: 3 } as const;
type EndSource = (typeof EndSource)[keyof typeof EndSource];

const WORD = 2 ** 32;
const counters: Readonly<Record<number, CounterName>> = {
  [CounterKind.cpuNs]: 'cpuNs',
  [CounterKind.loopActiveNs]: 'loopActiveNs',
  [CounterKind.heapBytes]: 'heapBytes',
};

/** One thread, from its first record on. */
export class ThreadTracker implements RecordSink {
  readonly #timeline: Timeline;
  readonly #process: ProcessTracker;
  readonly #ordinal: number;
  id: ThreadId = NONE;
  startNs: Ns = 0;
  /** When its lanes were closed; null: not yet. */
  closedNs: Ns | null = null;
  #row: ThreadRow | null = null;
  #endSource = 0;
  #lane!: ThreadLane;
  #tasks!: TaskSet;
  #functions!: FunctionTracker;
  #operations!: OperationTracker;
  #exchange!: ThreadExchange;
  #marks!: ThreadMarks;
  #lastNs: Ns = MIN_NS;
  #ending: Ending = {};
  dropped = 0;

  constructor(timeline: Timeline, process: ProcessTracker, ordinal: number) {
    this.#timeline = timeline;
    this.#process = process;
    this.#ordinal = ordinal;
  }

  /** Messages that it sent. */
  get messages(): number {
    return this.id === NONE ? 0 : this.#exchange.messages;
  }

  record(ns: Ns, kind: number, flags: number, a: number, b: number, c: number): void {
    const now = this.#advance(ns);
    if (this.#operations.hasTimer) this.#operations.startTimer(kind === RecordKind.timerRepeats ? a : 0);
    switch (kind) {
      case RecordKind.taskStart:
        this.#functions.start(now, flags, a, b, c);
        break;
      case RecordKind.taskSuspend:
        this.#functions.suspend(now, flags, a, b, c);
        break;
      case RecordKind.taskSettled:
        this.#functions.settled(now, (flags & 1) !== 0, a, b);
        break;
      case RecordKind.taskResume:
        this.#functions.resume(now, a, b, c);
        break;
      case RecordKind.taskEnd:
        this.#functions.end(now, flags, a);
        break;
      case RecordKind.opStart:
        this.#operations.start(now, flags, a, b, c);
        break;
      case RecordKind.opBefore:
        this.#operations.before(now, a);
        break;
      case RecordKind.opAfter:
        this.#operations.after(now, a);
        break;
      case RecordKind.opCancel:
        this.#operations.cancel(now, a);
        break;
      case RecordKind.timerRefresh:
        this.#operations.refresh(now, a);
        break;
      case RecordKind.timerStart:
        this.#operations.holdTimer({ local: a, ns: now, delayMs: flags, site: b, parent: c });
        break;
      case RecordKind.loss:
        this.#loss(now, a, (b >>> 0) + c * WORD);
        break;
      case RecordKind.counter:
        this.#counter(now, flags, (a >>> 0) + b * WORD);
        break;
      case RecordKind.gc:
        this.#marks.garbage(now - ((a >>> 0) + b * WORD), now, flags, c >>> 0);
        break;
      default:
        this.#exchange.record(now, kind, flags, a, b, c);
        break;
    }
  }

  text(ns: Ns, kind: number, level: number, text: string, b: number, c: number): void {
    if (kind === TextKind.thread && this.id === NONE) {
      this.#begin(ns, readThreadFact(text));
      return;
    }
    const now = this.#advance(ns);
    switch (kind) {
      case TextKind.sites: {
        const sites = readSitesText(text);
        if (sites !== null) this.#process.sites.add(sites);
        break;
      }
      case TextKind.opType:
        this.#operations.defineType(b, text);
        break;
      case TextKind.console:
        this.#marks.line(level, text, now, b, c);
        break;
      case TextKind.timing: {
        const fact = readTimingFact(text);
        if (fact !== null) this.#marks.timing(fact, now, b, c);
        break;
      }
      case TextKind.event:
        this.#event(readEventFact(text), now, b, c);
        break;
    }
  }

  /** The thread was started there, by a worker's constructor that named it, or its file. */
  startedBy(point: Point, name: string, file: string): void {
    const { thread, task } = point;
    const shown = name || baseName(file) || this.#row!.name;
    this.#setRow({ ...this.#row!, name: shown, startedBy: { thread, task } });
  }

  /** The thread ended then, by the word of `source`. Its lanes stay open: records from before may still come. */
  endsAt(ns: Ns, source: EndSource): void {
    if (source < this.#endSource || this.#row === null) return;
    this.#endSource = source;
    this.#setRow({ ...this.#row, endNs: Math.max(ns, this.startNs) });
  }

  /** Adds a word on how the thread ended. */
  endsSo(word: Ending): void {
    this.#ending = { ...this.#ending, ...word };
    const outcome = threadOutcome(this.#ending);
    if (outcome !== null) this.#setRow({ ...this.#row!, outcome });
  }

  /** No record will come any more. Lanes close at the thread's end, or at `ns` when that is not known. */
  close(ns: Ns): void {
    if (this.#row === null) return;
    if (this.#operations.hasTimer) this.#operations.startTimer(0);
    const endNs = Math.max(this.#row.endNs ?? ns, this.#lastNs);
    this.#lane.clear(endNs);
    this.#tasks.close(endNs);
    this.closedNs ??= endNs;
    this.#process.closed(this);
  }

  /** The recorder could not tell itself that it dropped these records, between the last one and `ns`. */
  lost(count: number, ns: Ns): void {
    if (this.id === NONE) this.#begin(ns, null);
    this.dropped += count;
    this.#timeline.losses.push({
      thread: this.id,
      startNs: this.#lastNs,
      endNs: Math.max(ns, this.#lastNs),
      count,
    });
  }

  /** Takes the time of a record in: it never goes back within a thread. */
  #advance(ns: Ns): Ns {
    if (this.id === NONE) this.#begin(ns, null);
    if (ns > this.#lastNs) this.#lastNs = ns;
    if (ns > this.#timeline.nowNs) this.#timeline.nowNs = ns;
    return this.#lastNs;
  }

  #begin(ns: Ns, fact: ThreadFact | null): void {
    const timeline = this.#timeline;
    const isMain = (fact?.kind ?? (this.#ordinal === 0 ? 'main' : 'worker')) === 'main';
    const threadId = isMain ? 0 : (fact?.threadId ?? this.#ordinal);
    const name = isMain ? phrases.mainThread : fact?.name || fill(phrases.worker, threadId);
    this.id = timeline.threads.length;
    this.startNs = ns;
    this.#lastNs = ns;
    if (ns > timeline.nowNs) timeline.nowNs = ns;
    this.#setRow({
      id: this.id,
      process: this.#process.id,
      kind: isMain ? 'main' : 'worker',
      threadId,
      osTid: fact?.osTid ?? null,
      name,
      startedBy: null,
      startNs: ns,
      endNs: null,
      outcome: null,
    });
    this.#lane = new ThreadLane(timeline, this.id);
    this.#tasks = new TaskSet(timeline, this.id, this.#lane);
    this.#functions = new FunctionTracker(this.#tasks, this.#process.sites);
    this.#operations = new OperationTracker(this.#tasks, this.#process.sites);
    this.#exchange = new ThreadExchange(this.#process, this.#tasks, this.#operations);
    this.#marks = new ThreadMarks(timeline, this.id, this.#tasks, this.#process.sites);
    this.#process.began(this, isMain, threadId);
  }

  #counter(ns: Ns, kind: number, value: number): void {
    const name = counters[kind];
    if (name === undefined || value < 0) return;
    const { process, thread } = { process: this.#process.id, thread: this.id };
    this.#timeline.counters.push({ name, source: 'node', process, thread, ns, value });
  }

  #loss(endNs: Ns, count: number, lengthNs: Ns): void {
    const startNs = Math.max(endNs - lengthNs, this.startNs);
    this.#lane.clear(startNs);
    this.#exchange.forget();
    this.dropped += count;
    this.#timeline.losses.push({ thread: this.id, startNs, endNs, count });
  }

  #event(event: EventFact | null, ns: Ns, task: number, site: number): void {
    if (event === null) return;
    this.#marks.event(event, ns, task, site);
    if (event.e === 'threadExit') {
      this.endsAt(ns, EndSource.own);
      this.endsSo({ ownCode: event.code });
      if (this.closedNs === null) this.close(ns);
    } else this.#process.event(event, this.#tasks.point(ns, task));
  }

  #setRow(row: ThreadRow): void {
    this.#row = row;
    this.#timeline.setThread(row);
  }
}
