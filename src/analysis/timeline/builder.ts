import type {
  CollectorFact,
  CollectorHeader,
  ProcessHeader,
  StreamEnd,
  SystemEnd,
  SystemHeader,
} from '../../shared/frames.ts';
import type { Ns, RecordingFacts } from '../../shared/timeline.ts';
import type { RecordSink } from '../reader/recordReader.ts';
import type { StreamSink } from '../reader/streamRouter.ts';
import { noFacts, type TimelineCursor, type TimelineStep, type TimelineTables } from '../tables.ts';
import { deltaSince } from './delta.ts';
import { ProcessRegistry } from './processRegistry.ts';
import { ProcessEndSource, type ProcessTracker } from './processTracker.ts';
import { SiteIndex } from './sites.ts';
import { SystemTracker } from './systemTracker.ts';
import { Timeline } from './timeline.ts';

/** How much the reader has read and could not read. */
export interface ReadCounts {
  readonly records: number;
  readonly skipped: number;
}

/** Builds the timeline from what the streams of a recording say. */
export class TimelineBuilder implements StreamSink {
  readonly #timeline = new Timeline(noFacts);
  readonly #siteIndex = new SiteIndex(this.#timeline.sites);
  readonly #processes = new ProcessRegistry(this.#timeline, this.#siteIndex);
  readonly #streams = new Map<number, ProcessTracker>();
  readonly #systems: SystemTracker[] = [];
  #isFinished = false;

  /** The tables so far. They go on growing. */
  get tables(): TimelineTables {
    return this.#timeline;
  }

  collector(header: CollectorHeader): void {
    const { version: format, startedAt, cwd, entry, mode = 'full', cores = null } = header;
    // Its own stream knows better than the plan.
    const coreRecording = this.#systems[0]?.source ?? header.coreRecording ?? null;
    this.#siteIndex.cwd = cwd;
    this.#setFacts({ format, startedAt, cwd, entry, mode, cores, coreRecording });
  }

  system({ source }: SystemHeader, startNs: Ns): RecordSink {
    const system = new SystemTracker(this.#timeline, source);
    this.#systems.push(system);
    this.#setFacts({ coreRecording: source });
    this.#saw(startNs);
    return system;
  }

  systemEnd({ cpuNs, late }: SystemEnd, endNs: Ns): void {
    this.#saw(endNs);
    for (const system of this.#systems) system.finish(endNs);
    const { samplerCpuNs, lateLooks } = this.#timeline.facts;
    this.#setFacts({ samplerCpuNs: (samplerCpuNs ?? 0) + cpuNs, lateLooks: lateLooks + late });
  }

  process(stream: number, header: ProcessHeader, startNs: Ns): void {
    this.#streams.set(stream, this.#processes.stream(header, startNs));
    this.#saw(startNs);
  }

  thread(stream: number, ordinal: number): RecordSink {
    return this.#streams.get(stream)!.thread(ordinal);
  }

  end(stream: number, end: StreamEnd, endNs: Ns, records: number): void {
    const process = this.#streams.get(stream)!;
    for (const [ordinal, count] of Object.entries(end.dropped)) {
      if (count > 0 && /^\d{1,9}$/.test(ordinal)) process.thread(Number(ordinal)).lost(count, endNs);
    }
    const outcome = end.code === null ? null : ({ kind: 'exited', code: end.code } as const);
    process.endsAt(endNs, outcome, ProcessEndSource.stream);
    process.close(endNs);
    const { drainCpuNs, recordCpuNs } = this.#timeline.facts;
    const { recordNs = null } = end;
    if (end.drainCpuNs !== null) this.#setFacts({ drainCpuNs: (drainCpuNs ?? 0) + end.drainCpuNs });
    if (recordNs !== null) this.#setFacts({ recordCpuNs: (recordCpuNs ?? 0) + records * recordNs });
    this.#saw(endNs);
  }

  fact(fact: CollectorFact, ns: Ns): void {
    const { entry } = this.#timeline.facts;
    if (fact.f === 'clock') this.#setFacts({ clockErrorNs: fact.errorNs });
    else this.#saw(ns);
    if (fact.f === 'started') this.#processes.started(fact.pid, entry, ns);
    else if (fact.f === 'ended') this.#processes.ended(fact.pid, fact.code, fact.signal, ns);
    else if (fact.f === 'failedToStart') this.#processes.failedToStart(fact.message, entry, ns);
  }

  /**
   * What was added since `cursor`, of which at most `maxSpans` spans. `counts` is what the reader has to say at this
   * moment.
   */
  deltaSince(cursor: TimelineCursor, maxSpans: number, counts: ReadCounts): TimelineStep {
    this.count(counts);
    return deltaSince(this.#timeline, cursor, maxSpans);
  }

  /** Takes the reader's counts into the facts. */
  count({ records, skipped }: ReadCounts): void {
    let messages = 0;
    let dropped = 0;
    for (const process of this.#processes.all) {
      for (const thread of process.threads) {
        messages += thread.messages;
        dropped += thread.dropped;
      }
    }
    this.#setFacts({ records, skipped, messages, dropped });
  }

  /** Closes what is still open, at the end of its thread or process, or where the recording ends. */
  finish(): void {
    if (this.#isFinished) return;
    this.#isFinished = true;
    for (const process of this.#processes.all) process.close(process.row.endNs ?? this.#timeline.nowNs);
    for (const system of this.#systems) {
      system.finish(this.#timeline.nowNs);
      system.tellUnclaimed();
    }
  }

  #saw(ns: Ns): void {
    if (ns > this.#timeline.nowNs) this.#timeline.nowNs = ns;
  }

  #setFacts(change: Partial<RecordingFacts>): void {
    this.#timeline.facts = { ...this.#timeline.facts, ...change };
  }
}
