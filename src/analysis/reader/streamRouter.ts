import {
  type CollectorFact,
  type CollectorHeader,
  FrameType,
  type ProcessHeader,
  type StreamEnd,
  type SystemEnd,
  type SystemHeader,
} from '../../shared/frames.ts';
import { FORMAT_VERSION, RECORD_BYTES } from '../../shared/records.ts';
import type { Ns } from '../../shared/timeline.ts';
import { fill, phrases } from '../words.ts';
import { readCollectorFact, readStreamEnd, readStreamFact, readSystemEnd, readVersion } from './facts.ts';
import type { FrameSink } from './frameReader.ts';
import { HeldFrames } from './heldFrames.ts';
import { MAX_NS, MIN_NS, type Origin, RecordReader, type RecordSink } from './recordReader.ts';
import { recordUpgrade } from './upgrade.ts';
import { decodeUtf8 } from './utf8.ts';

/** Takes what all streams of a recording say. Times count from the start of the recording. */
export interface StreamSink {
  collector(header: CollectorHeader): void;
  process(stream: number, header: ProcessHeader, startNs: Ns): void;
  /** What the system says of threads begins. */
  system(header: SystemHeader, startNs: Ns): RecordSink;
  /** The first records of a thread are about to come; `ordinal` is its number in its process. */
  thread(stream: number, ordinal: number): RecordSink;
  /** `records` = how many of it were read. */
  end(stream: number, end: StreamEnd, endNs: Ns, records: number): void;
  systemEnd(end: SystemEnd, endNs: Ns): void;
  /** `ns` is 0 for a fact that has no time. */
  fact(fact: CollectorFact, ns: Ns): void;
}

/** The collector's stream. */
const COLLECTOR = 0;
/** Most streams, and most threads of all streams together, that are read: far more than a program has, and memory for all of them. */
export const MAX_STREAMS = 1 << 16;
export const MAX_THREADS = 1 << 16;
/** More problems than this say nothing new. */
const MAX_PROBLEMS = 50;

interface Stream {
  readonly version: number;
  readonly readers: Map<number, RecordReader>;
  /** Takes all records of the stream of the role `system`; null: a process's stream, whose threads have a sink each. */
  readonly system: RecordSink | null;
  ended: boolean;
}

/**
 * Sends every frame to its stream and its thread, whatever the order of streams. Frames that come before their stream's
 * header, or before the collector has said where the clock's zero is, are held back.
 */
export class StreamRouter implements FrameSink {
  readonly problems: string[] = [];
  readonly #sink: StreamSink;
  readonly #streams = new Map<number, Stream>();
  readonly #refused = new Set<number>();
  readonly #held = new HeldFrames();
  #origin: (Origin & { readonly ns: bigint }) | null = null;
  #hasCollector = false;
  #earliestNs: bigint | null = null;
  #skippedBytes = 0;
  #skippedFrames = 0;
  #threads = 0;

  constructor(sink: StreamSink) {
    this.#sink = sink;
  }

  /** Records read so far. */
  get records(): number {
    return this.#sum((reader) => reader.records);
  }

  /** What could not be read, in records: unreadable bytes count as the records that they could have held. */
  get skipped(): number {
    const bytes = Math.ceil(this.#skippedBytes / RECORD_BYTES);
    return bytes + this.#skippedFrames + this.#sum((reader) => reader.skipped);
  }

  skippedBytes(count: number): void {
    this.#skippedBytes += count;
  }

  frame(type: number, stream: number, thread: number, bytes: Uint8Array, start: number, end: number): void {
    if (this.#refused.has(stream)) return;
    if (type === FrameType.header && this.#isHeaderDue(stream, bytes, start, end)) {
      this.#header(stream, decodeUtf8(bytes, start, end));
    } else if (this.#isReady(stream)) this.#give(type, stream, thread, bytes, start, end);
    else this.#hold(type, stream, thread, bytes, start, end);
  }

  /** No more frames will come. Without a collector the first process's start is the clock's zero. */
  finish(): void {
    this.#originOrEarliest();
    for (const stream of this.#held.streams()) {
      this.#skippedBytes += this.#held.drop(stream);
      if (stream !== COLLECTOR) this.#problem(fill(phrases.noHeader, partName(stream)));
    }
  }

  #isReady(stream: number): boolean {
    return stream === COLLECTOR ? this.#origin !== null : this.#streams.has(stream);
  }

  /** Checks a first frame as far as it can be checked without the clock's zero; false: hold it back. */
  #isHeaderDue(stream: number, bytes: Uint8Array, start: number, end: number): boolean {
    if (this.#origin !== null || stream === COLLECTOR) return true;
    const text = decodeUtf8(bytes, start, end);
    const fact = readStreamFact(text);
    if (fact === null || fact.role === 'collector' || fact.version > FORMAT_VERSION) return true;
    const startNs = BigInt(fact.startNs);
    if (this.#earliestNs === null || startNs < this.#earliestNs) this.#earliestNs = startNs;
    return false;
  }

  #header(stream: number, text: string): void {
    const version = readVersion(text);
    if (version !== null && version > FORMAT_VERSION) {
      this.#refuse(stream, fill(phrases.newerFormat, partName(stream), version, FORMAT_VERSION));
      return;
    }
    const fact = readStreamFact(text);
    const isKnown = stream === COLLECTOR ? this.#hasCollector : this.#streams.has(stream);
    if (isKnown) this.#skippedFrames++;
    else if (fact?.role === 'collector' && stream === COLLECTOR) this.#collector(fact);
    else if (fact?.role === 'process' && stream !== COLLECTOR) this.#process(stream, fact);
    else if (fact?.role === 'system' && stream !== COLLECTOR) this.#system(stream, fact);
    else this.#refuse(stream, fill(phrases.damagedHeader, partName(stream)));
  }

  #collector(header: CollectorHeader): void {
    this.#hasCollector = true;
    this.#sink.collector(header);
    if (this.#origin === null) this.#setOrigin(BigInt(header.originNs));
  }

  #process(stream: number, header: ProcessHeader): void {
    const startNs = this.#startOf(stream, header);
    if (startNs === null) return;
    this.#streams.set(stream, { version: header.version, readers: new Map(), system: null, ended: false });
    this.#sink.process(stream, header, startNs);
    this.#release(stream);
  }

  #system(stream: number, header: SystemHeader): void {
    const startNs = this.#startOf(stream, header);
    if (startNs === null) return;
    const system = this.#sink.system(header, startNs);
    this.#streams.set(stream, { version: header.version, readers: new Map(), system, ended: false });
    this.#release(stream);
  }

  /** When a stream began; null, and the stream is refused, when that cannot be, or there are too many. */
  #startOf(stream: number, header: ProcessHeader | SystemHeader): Ns | null {
    const startNs = this.#time(header.startNs);
    if (startNs === null) this.#refuse(stream, fill(phrases.damagedHeader, partName(stream)));
    else if (this.#streams.size < MAX_STREAMS) return startNs;
    else this.#refuse(stream, fill(phrases.tooManyStreams, MAX_STREAMS));
    return null;
  }

  #give(type: number, stream: number, thread: number, bytes: Uint8Array, start: number, end: number): void {
    const known = this.#streams.get(stream);
    if (type === FrameType.records && known?.ended === false) {
      const reader = this.#reader(stream, known, thread);
      if (reader === null) this.#skippedBytes += end - start;
      else reader.read(bytes, start, end);
    } else if (type === FrameType.end && known?.ended === false) {
      const text = decodeUtf8(bytes, start, end);
      if (known.system === null) this.#end(stream, known, text);
      else this.#systemEnd(known, text);
    } else if (type === FrameType.fact && stream === COLLECTOR) this.#fact(decodeUtf8(bytes, start, end));
    else this.#skippedFrames++;
  }

  /** Null: there are too many threads already. */
  #reader(number: number, stream: Stream, thread: number): RecordReader | null {
    const known = stream.readers.get(thread);
    if (known !== undefined) return known;
    if (this.#threads === MAX_THREADS) {
      this.#problem(fill(phrases.tooManyThreads, MAX_THREADS));
      return null;
    }
    this.#threads++;
    const sink = stream.system ?? this.#sink.thread(number, thread);
    const reader = new RecordReader(sink, this.#origin!, recordUpgrade(stream.version));
    stream.readers.set(thread, reader);
    return reader;
  }

  #end(number: number, stream: Stream, text: string): void {
    const end = readStreamEnd(text, stream.version);
    const endNs = end && this.#time(end.endNs);
    if (end === null || endNs === null) {
      this.#skippedFrames++;
      return;
    }
    stream.ended = true;
    if (end.unrecordedThreads > 0) this.#problem(fill(phrases.unrecorded, end.unrecordedThreads));
    this.#sink.end(number, end, endNs, recordsOf(stream));
  }

  #systemEnd(stream: Stream, text: string): void {
    const end = readSystemEnd(text);
    const endNs = end && this.#time(end.endNs);
    if (end === null || endNs === null) {
      this.#skippedFrames++;
      return;
    }
    stream.ended = true;
    this.#sink.systemEnd(end, endNs);
  }

  #fact(text: string): void {
    const fact = readCollectorFact(text);
    const ns = fact !== null && 'ns' in fact ? this.#time(fact.ns) : 0;
    if (fact === null || ns === null) this.#skippedFrames++;
    else this.#sink.fact(fact, ns);
  }

  #hold(type: number, stream: number, thread: number, bytes: Uint8Array, start: number, end: number): void {
    if (this.#held.isFull) {
      this.#originOrEarliest();
      if (this.#isReady(stream)) this.#give(type, stream, thread, bytes, start, end);
      else this.#skippedBytes += end - start;
      return;
    }
    this.#held.add({ type, stream, thread, payload: bytes.slice(start, end) });
  }

  #release(stream: number): void {
    for (const { type, thread, payload } of this.#held.take(stream)) {
      this.frame(type, stream, thread, payload, 0, payload.length);
    }
  }

  #originOrEarliest(): void {
    if (this.#origin !== null || this.#earliestNs === null) return;
    this.#problem(phrases.noCollector);
    this.#setOrigin(this.#earliestNs);
  }

  #setOrigin(ns: bigint): void {
    this.#origin = { ns, low: Number(BigInt.asUintN(32, ns)), high: Number(ns >> 32n) };
    for (const stream of this.#held.streams()) this.#release(stream);
  }

  /** A decimal text of the monotonic clock as a time of the recording; null when it cannot be one. */
  #time(text: string): Ns | null {
    const ns = Number(BigInt(text) - this.#origin!.ns);
    return ns < MIN_NS || ns > MAX_NS ? null : ns;
  }

  #refuse(stream: number, problem: string): void {
    this.#refused.add(stream);
    this.#held.drop(stream);
    this.#problem(problem);
  }

  #problem(text: string): void {
    if (this.problems.length < MAX_PROBLEMS && !this.problems.includes(text)) this.problems.push(text);
  }

  #sum(count: (reader: RecordReader) => number): number {
    let sum = 0;
    for (const stream of this.#streams.values()) {
      for (const reader of stream.readers.values()) sum += count(reader);
    }
    return sum;
  }
}

function recordsOf({ readers }: Stream): number {
  let records = 0;
  for (const reader of readers.values()) records += reader.records;
  return records;
}

function partName(stream: number): string {
  return stream === COLLECTOR ? phrases.collectorPart : fill(phrases.streamPart, stream);
}
