import type { SystemHeader } from '../../shared/frames.ts';
import { RecordKind, TextKind } from '../../shared/records.ts';
import { type CounterName, NONE, type Ns, type OsThreadRow } from '../../shared/timeline.ts';
import { readOsThreadFact } from '../reader/facts.ts';
import { MIN_NS, type RecordSink } from '../reader/recordReader.ts';
import type { CoreSlice } from './coreChain.ts';
import { CoreMerge } from './coreMerge.ts';
import { type OsCounts, OsThreadTracker } from './osThreadTracker.ts';
import type { Timeline } from './timeline.ts';

/** Between two times that rows are made, in ns of the recording. */
const SETTLE_EVERY_NS = 20e6;
/** What is known of so much later, in ns, helps to decide what happened. */
const LOOK_AHEAD_NS = 50e6;
/** Rows are told so much later, in ns: a thread that sleeps is looked at less often than others. */
const DELAY_NS = 100e6;

/** What the system says of the program's threads: who had which core when. */
export class SystemTracker implements RecordSink {
  readonly source: SystemHeader['source'];
  readonly #timeline: Timeline;
  readonly #merge = new CoreMerge((slice) => this.#tell(slice));
  readonly #byTid = new Map<number, OsThreadTracker>();
  /** Threads that are over, whose counters are not told yet because it is not known whose they are, with their ends. */
  readonly #unclaimed = new Map<OsThreadTracker, Ns>();
  /** Threads of which something is not decided yet. */
  readonly #undecided = new Set<OsThreadTracker>();
  /** To when each thread is told. */
  readonly #toldNs: Ns[] = [];
  #lastNs: Ns = MIN_NS;
  #settledNs: Ns = MIN_NS;
  #isFinished = false;

  constructor(timeline: Timeline, source: SystemHeader['source']) {
    this.#timeline = timeline;
    this.source = source;
  }

  record(ns: Ns, kind: number, flags: number, a: number, b: number, c: number): void {
    this.#advance(ns);
    const thread = this.#byTid.get(a);
    if (thread === undefined || thread.isGone) return;
    if (kind === RecordKind.osSample) {
      thread.sample(ns, flags, b, c);
      if (thread.undecidedNs !== null) this.#undecided.add(thread);
      if (thread.isGone) this.#end(thread, ns);
    } else if (kind === RecordKind.osSwitch) thread.switched(ns, flags);
    else if (kind === RecordKind.osMoved) thread.moved(ns);
    else if (kind === RecordKind.osSwitches) thread.switches(b, c);
  }

  text(ns: Ns, kind: number, _level: number, text: string): void {
    this.#advance(ns);
    const fact = kind === TextKind.osThread ? readOsThreadFact(text) : null;
    if (fact === null) return;
    const known = this.#byTid.get(fact.tid);
    const isNew = known === undefined || known.isGone;
    const id = this.#timeline.osThreadIndex.named(fact, isNew ? NONE : known.id);
    if (isNew) this.#byTid.set(fact.tid, new OsThreadTracker(id, this.#merge.add));
  }

  /** No record will come any more. */
  finish(ns: Ns): void {
    if (this.#isFinished) return;
    this.#isFinished = true;
    const endNs = Math.max(ns, this.#lastNs);
    for (const thread of this.#byTid.values()) if (!thread.isGone) this.#end(thread, endNs);
    this.#merge.settle(Number.POSITIVE_INFINITY);
  }

  /** Nothing more will be known of whose the threads are. */
  tellUnclaimed(): void {
    for (const [thread, ns] of this.#unclaimed) {
      const row = this.#timeline.osThreads[thread.id]!;
      if (row.thread !== NONE || this.#isAlone(row)) this.#count(row, thread.counts, ns);
    }
    this.#unclaimed.clear();
  }

  #advance(ns: Ns): void {
    if (ns > this.#lastNs) this.#lastNs = ns;
    if (ns > this.#timeline.nowNs) this.#timeline.nowNs = ns;
    if (this.#lastNs < this.#settledNs + SETTLE_EVERY_NS) return;
    this.#settledNs = this.#lastNs;
    this.#settle(this.#lastNs);
  }

  #settle(nowNs: Ns): void {
    let untilNs = nowNs - DELAY_NS;
    for (const thread of this.#undecided) {
      thread.decide(nowNs - LOOK_AHEAD_NS);
      const { undecidedNs } = thread;
      if (undecidedNs === null) this.#undecided.delete(thread);
      else untilNs = Math.min(untilNs, undecidedNs);
    }
    this.#merge.settle(untilNs);
  }

  #end(thread: OsThreadTracker, ns: Ns): void {
    thread.end(ns);
    this.#undecided.delete(thread);
    const row = this.#timeline.osThreads[thread.id]!;
    if (row.thread === NONE) this.#unclaimed.set(thread, ns);
    else this.#count(row, thread.counts, ns);
  }

  #tell({ osThread, core, readyNs, startNs, endNs }: CoreSlice): void {
    const { cores } = this.#timeline;
    const toldNs = this.#toldNs[osThread] ?? 0;
    const [ready, start] = [Math.max(readyNs, toldNs), Math.max(startNs, toldNs)];
    if (start > ready) cores.push(osThread, NONE, ready, start);
    if (endNs > start) cores.push(osThread, core, start, endNs);
    this.#toldNs[osThread] = Math.max(toldNs, start, endNs);
  }

  /** Whether the thread is the first of a process that is not recorded itself: it stands for the whole process. */
  #isAlone({ process, tid, pid }: OsThreadRow): boolean {
    return process !== NONE && tid === pid && !this.#timeline.osThreadIndex.isRecorded(process);
  }

  #count({ process, thread }: OsThreadRow, counts: OsCounts, ns: Ns): void {
    const values: readonly (readonly [CounterName, number | null])[] = [
      ['cpuNs', counts.cpuNs],
      ['readyWithoutCoreNs', counts.readyNs],
      ['voluntarySwitches', counts.voluntary],
      ['involuntarySwitches', counts.involuntary],
    ];
    for (const [name, value] of values) {
      if (value !== null)
        this.#timeline.counters.push({ name, source: 'system', process, thread, ns, value });
    }
  }
}
