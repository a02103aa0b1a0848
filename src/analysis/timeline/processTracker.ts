import type { EventFact } from '../../shared/records.ts';
import type { Ns, ProcessId, ProcessOutcome, ProcessRow } from '../../shared/timeline.ts';
import { Channels } from './channels.ts';
import type { Point } from './columns.ts';
import type { Ending } from './ending.ts';
import { ThreadLife } from './life.ts';
import { type SiteIndex, SiteScope } from './sites.ts';
import { EndSource, ThreadTracker } from './threadTracker.ts';
import type { Timeline } from './timeline.ts';
import { WordWaits } from './wordWaits.ts';

/** Whose word on a process's end counts: the larger. */
export const ProcessEndSource = { stream: 1, parent: 2, collector: 3 } as const;
type ProcessEndSource = (typeof ProcessEndSource)[keyof typeof ProcessEndSource];

/** What the processes of a recording share. */
export interface Shared {
  readonly timeline: Timeline;
  readonly siteIndex: SiteIndex;
  /** Channels between processes, whose numbers are unique in the recording. */
  readonly channels: Channels;
  /** An event about another process. */
  processEvent(parent: ProcessTracker, event: EventFact, point: Point): void;
}

/** A worker as its parent sees it. */
interface Worker {
  readonly life: ThreadLife;
  start: { readonly point: Point; readonly name: string; readonly file: string } | null;
  exit: Point | null;
  ending: Ending;
  thread: ThreadTracker | null;
}

/** One process: its row, its threads, and what their numbers mean. */
export class ProcessTracker {
  readonly id: ProcessId;
  readonly sites: SiteScope;
  /** Where it was started and where its end was noticed. */
  readonly life: ThreadLife;
  /** Who woke whom through shared memory. */
  readonly words: WordWaits;
  readonly #shared: Shared;
  readonly #channels: Channels;
  readonly #threads = new Map<number, ThreadTracker>();
  readonly #workers = new Map<number, Worker>();
  readonly #lives = new Map<ThreadTracker, ThreadLife>();
  #main: ThreadTracker | null = null;
  #row: ProcessRow;
  #endSource = 0;
  /** Whether the process itself was heard. */
  hasStream = false;

  constructor(shared: Shared, row: ProcessRow) {
    this.#shared = shared;
    this.id = row.id;
    this.sites = new SiteScope(shared.siteIndex);
    this.life = new ThreadLife(shared.timeline, 'exit');
    this.words = new WordWaits(shared.timeline);
    this.#channels = new Channels(shared.timeline);
    this.#row = row;
    shared.timeline.setProcess(row);
  }

  get row(): ProcessRow {
    return this.#row;
  }

  get threads(): Iterable<ThreadTracker> {
    return this.#threads.values();
  }

  channelsOf(channel: number): Channels {
    return channel > 0 ? this.#channels : this.#shared.channels;
  }

  /** The thread with this number, from now on known. */
  thread(ordinal: number): ThreadTracker {
    let thread = this.#threads.get(ordinal);
    if (thread === undefined) {
      thread = new ThreadTracker(this.#shared.timeline, this, ordinal);
      this.#threads.set(ordinal, thread);
    }
    return thread;
  }

  update(change: Partial<ProcessRow>): void {
    this.#row = { ...this.#row, ...change };
    this.#shared.timeline.setProcess(this.#row);
  }

  /** The process ended then, by the first word of `source`. A null outcome does not say how. */
  endsAt(ns: Ns, outcome: ProcessOutcome | null, source: ProcessEndSource): void {
    if (source <= this.#endSource) return;
    this.#endSource = source;
    const endNs = Math.max(ns, this.#row.startNs);
    this.update({ endNs, outcome: outcome ?? this.#row.outcome });
    for (const thread of this.#threads.values()) thread.endsAt(endNs, EndSource.process);
  }

  /** No record of the process will come any more; what is open ends at `ns` unless its end is known. */
  close(ns: Ns): void {
    for (const thread of this.#threads.values()) thread.close(ns);
    this.words.decide();
  }

  /** A thread's first record has come. */
  began(thread: ThreadTracker, isMain: boolean, threadId: number): void {
    if (this.#row.endNs !== null) thread.endsAt(this.#row.endNs, EndSource.process);
    if (isMain) {
      if (this.#main !== null) return;
      this.#main = thread;
      this.#lives.set(thread, this.life);
      this.life.began(thread);
      return;
    }
    const worker = this.#worker(threadId);
    if (worker.thread !== null) return;
    worker.thread = thread;
    this.#lives.set(thread, worker.life);
    worker.life.began(thread);
    if (worker.start !== null) thread.startedBy(worker.start.point, worker.start.name, worker.start.file);
    if (worker.exit !== null) thread.endsAt(worker.exit.ns, EndSource.parent);
    thread.endsSo(worker.ending);
  }

  /** A thread's lanes were closed. */
  closed(thread: ThreadTracker): void {
    this.#lives.get(thread)?.linkEnd();
  }

  /** An event of one of the threads, about a worker or another process. */
  event(event: EventFact, point: Point): void {
    if (event.e === 'workerStart') this.#workerStart(event.threadId, point, event.name, event.file);
    else if (event.e === 'workerExit') this.#workerExit(event.threadId, event.code, point);
    else if (event.e === 'workerError') this.#workerEnding(event.threadId, { error: event.message });
    else if (event.e === 'workerTerminate') this.#workerEnding(event.threadId, { isTerminated: true });
    else this.#shared.processEvent(this, event, point);
  }

  #workerStart(threadId: number, point: Point, name: string, file: string): void {
    const worker = this.#worker(threadId);
    worker.start = { point, name, file };
    worker.thread?.startedBy(point, name, file);
    worker.life.startedAt(point);
  }

  #workerExit(threadId: number, exitCode: number, point: Point): void {
    const worker = this.#workerEnding(threadId, { exitCode });
    worker.exit = point;
    worker.thread?.endsAt(point.ns, EndSource.parent);
    worker.life.endNoticedAt(point);
  }

  #workerEnding(threadId: number, word: Ending): Worker {
    const worker = this.#worker(threadId);
    worker.ending = { ...worker.ending, ...word };
    worker.thread?.endsSo(word);
    return worker;
  }

  #worker(threadId: number): Worker {
    let worker = this.#workers.get(threadId);
    if (worker === undefined) {
      const life = new ThreadLife(this.#shared.timeline, 'join');
      worker = { life, start: null, exit: null, ending: {}, thread: null };
      this.#workers.set(threadId, worker);
    }
    return worker;
  }
}
