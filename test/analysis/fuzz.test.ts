import { ok, strictEqual } from 'node:assert';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import {
  buildTaskGraph,
  Recording,
  reportGraph,
  simulate,
  summarize,
  TimelineStore,
  timelineJsonChunks,
  verdictOf,
} from '../../src/analysis/index.ts';
import { MAX_STREAMS, MAX_THREADS } from '../../src/analysis/reader/streamRouter.ts';
import { FrameType } from '../../src/shared/frames.ts';
import { RecordKind } from '../../src/shared/records.ts';
import { NONE } from '../../src/shared/timeline.ts';
import { encodeSamples, systemStream } from './corePictures.ts';
import { encodePicture, read } from './pictures.ts';
import {
  CWD,
  collectorFact,
  collectorHeader,
  frame,
  joinBytes,
  ProcessWriter,
  type ThreadWriter,
} from './recordWriter.ts';
import { randomFrom } from './support.ts';

/** A recording with a bit of everything, to be damaged. */
function everything(): Uint8Array {
  const process = new ProcessWriter(9).header(200, 0, { parent: { pid: 100, spawn: 1 } });
  const main = process.thread(0).fact(0);
  const site = main.sites(0, 1, `${CWD}/a.ts`, [[1, 1, 'f']]);
  for (let i = 1; i < 40; i++) {
    main.put(i, 'taskStart', 1, i * 2, site, 2).put(i, 'messageSend', 0, 2, i, i * 2);
    main.put(i + 0.2, 'taskSuspend', 1, i * 2, site, 2).put(i + 0.3, 'timerStart', 3, i * 2 + 1, site, 2);
    main.put(i + 0.4, 'opBefore', 0, i * 2 + 1).put(i + 0.5, 'taskSettled', 0, i * 2, i * 2 + 1);
    main
      .put(i + 0.6, 'opAfter', 0, i * 2 + 1)
      .put(i + 0.7, 'taskResume', 0, i * 2)
      .put(i + 0.8, 'taskEnd', 1, i * 2);
    main.text(i + 0.9, 'console', `line ${i}`, 2, site).put(i + 0.9, 'loss', 0, 2, 1000);
  }
  main.event(50, { e: 'workerStart', threadId: 1, file: 'w.ts', name: '' }).put(51, 'block', 1, 2, site);
  process.flush();
  process.thread(1).fact(51).put(52, 'messageReceive', 0, 2, 1).event(53, { e: 'threadExit', code: 0 });
  const picture = encodePicture('main | |\n  f |RR_rR |\n  interval 2 ms |__R__R|');
  const cores = encodeSamples('x |0000000011110000..00  |\ny |    ....00001111  111111  |');
  return joinBytes([picture, process.end(60, 0, { 1: 3 }).bytes(), cores]);
}

const fixtures = join(import.meta.dirname, '../fixtures/recordings');
/** Real recordings of every format. */
const kept = globSync('*.cvtrace', { cwd: fixtures })
  .sort()
  .map((name) => ({ name, bytes: new Uint8Array(readFileSync(join(fixtures, name))) }));

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** How much memory the recording of these bytes keeps, in bytes; without the bytes themselves. */
function memoryOf(recording: () => Recording): { readonly recording: Recording; readonly bytes: number } {
  const used = (): number => {
    collectGarbage();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  const before = used();
  const made = recording();
  return { recording: made, bytes: used() - before };
}

/** Reads the bytes in pieces, as a consumer does, and uses everything that comes out of it. */
function readAll(bytes: Uint8Array, random: () => number): Recording {
  const recording = new Recording();
  const store = new TimelineStore();
  let cursor = recording.startCursor();
  for (let at = 0; at < bytes.length; ) {
    const next = at + 1 + Math.floor(random() * 2000);
    recording.push(`${Math.floor(random() * 2)}.cvrec`, bytes.slice(at, next));
    at = next;
    const step = recording.deltaSince(cursor, 100);
    store.apply(step.delta);
    cursor = step.cursor;
  }
  recording.finish();
  for (let more = true; more; ) {
    const step = recording.deltaSince(cursor, 10_000);
    store.apply(step.delta);
    ({ cursor, more } = step);
  }
  checkTables(store);
  JSON.parse([...timelineJsonChunks(store)].join(''));
  summarize(store);
  verdictOf(store, 0, store.nowNs);
  checkWork(store);
  return recording;
}

/** The run can be done again, and no faster than its critical path. */
function checkWork(store: TimelineStore): void {
  const graph = buildTaskGraph(store);
  const { freed } = reportGraph(graph);
  const policy = { kind: 'roundRobin', quantumNs: 1e6 } as const;
  const { wallNs } = simulate(graph, { cores: 2, policy, scheduled: 'tasks' });
  ok(freed.ns >= 0 && wallNs >= freed.ns * (1 - 1e-9) - 1, `${wallNs} and ${freed.ns}`);
}

/** What holds in every timeline, wherever it comes from. */
function checkTables(store: TimelineStore): void {
  const lastEnd = new Map<string, number>();
  const { spans } = store;
  for (let i = 0; i < spans.length; i++) {
    const [thread, task] = [spans.threadAt(i), spans.taskAt(i)];
    const lane = `${thread} ${task}`;
    ok(spans.endAt(i) > spans.startAt(i), 'a span has a length');
    ok(spans.startAt(i) >= (lastEnd.get(lane) ?? Number.NEGATIVE_INFINITY), 'spans of a lane do not overlap');
    ok(store.threads[thread] !== undefined, 'a span has a thread');
    lastEnd.set(lane, spans.endAt(i));
  }
  strictEqual([...store.openSpans()].length, 0);
  checkCores(store);
}

function checkCores({ cores, osThreads }: TimelineStore): void {
  const { osThread, core, startNs, endNs } = cores.columns;
  const lastEnd = new Map<number, number>();
  const byCore = new Map<number, { startNs: number; endNs: number }[]>();
  for (let i = 0; i < cores.length; i++) {
    ok(osThreads[osThread[i]!] !== undefined, 'a row has a thread');
    ok(endNs[i]! > startNs[i]!, 'a row has a length');
    ok(startNs[i]! >= (lastEnd.get(osThread[i]!) ?? 0), 'rows of a thread come in order');
    lastEnd.set(osThread[i]!, endNs[i]!);
    if (core[i] === NONE) continue;
    byCore.set(core[i]!, [...(byCore.get(core[i]!) ?? []), { startNs: startNs[i]!, endNs: endNs[i]! }]);
  }
  for (const rows of byCore.values()) {
    rows.sort((a, b) => a.startNs - b.startNs);
    for (let i = 1; i < rows.length; i++) ok(rows[i]!.startNs >= rows[i - 1]!.endNs, 'a core has one thread');
  }
}

describe('hostile bytes', () => {
  it('random ones make an empty timeline', () => {
    const random = randomFrom(1);
    for (let i = 0; i < 50; i++) {
      const recording = readAll(
        Uint8Array.from({ length: 3000 }, () => Math.floor(random() * 256)),
        random,
      );
      ok(recording.tables.facts.skipped > 0);
    }
  });

  it('flipped, cut out or repeated ones are survived, and what remains makes sense', () => {
    const original = everything();
    for (let seed = 1; seed <= 300; seed++) {
      const random = randomFrom(seed);
      readAll(damaged(original, random), random);
    }
  });

  for (const { name, bytes } of kept) {
    it(`damaged ones of a real recording are survived: ${name}`, () => {
      for (let seed = 1; seed <= 60; seed++) {
        const random = randomFrom(seed);
        readAll(damaged(bytes, random), random);
      }
    }).timeout(20_000);
  }

  it('a recording that is cut off anywhere is read as far as it goes', () => {
    const { bytes } = kept.toSorted((a, b) => a.bytes.length - b.bytes.length)[0]!;
    let records = 0;
    for (let length = 0; length <= bytes.length; length++) {
      const { tables } = read(bytes.subarray(0, length));
      ok(tables.facts.records >= records, `cut at ${length}`);
      ({ records } = tables.facts);
    }
    ok(records > 0);
  }).timeout(20_000);

  it('random records in sound frames are survived', () => {
    const head = joinBytes([collectorHeader(), new ProcessWriter(7).header(100, 0).bytes()]);
    for (let seed = 1; seed <= 60; seed++) {
      const random = randomFrom(seed);
      const frames = Array.from({ length: 4 }, (_, i) =>
        frame(FrameType.records, 7, i % 2, randomRecords(random)),
      );
      readAll(joinBytes([head, ...frames]), random);
    }
  });

  it('random samples and switches of threads are survived, and no core has two threads', () => {
    for (let seed = 1; seed <= 60; seed++) {
      const random = randomFrom(seed);
      const stream = systemStream(seed % 2 === 0 ? 'sampled' : 'exact', randomSamples(random), 100);
      readAll(joinBytes([collectorHeader(), stream]), random);
    }
  });

  it('a mass of threads that are sampled all at once takes time in proportion', () => {
    const writer = new ProcessWriter(1).thread(0);
    for (let tid = 1; tid <= 40_000; tid++) {
      writer.text(0, 'osThread', `{"tid":${tid},"pid":1,"name":"x"}`);
      writer.put(1 + tid / 1e4, 'osSample', (1023 << 14) | 1, tid, -1, -1);
    }
    const recording = new Recording();
    recording.push('a.cvrec', joinBytes([collectorHeader(), systemStream('sampled', writer, 100)]));
    recording.finish();
    strictEqual(recording.tables.osThreads.length, 40_000);
  }).timeout(20_000);

  it('lengths that are not there allocate nothing', () => {
    const huge = Array.from({ length: 20_000 }, (_, i) => {
      const bytes = frame(FrameType.records, i, i, new Uint8Array(8));
      new DataView(bytes.buffer).setUint32(0, 4 << 20, true);
      return bytes;
    });
    const before = process.memoryUsage().arrayBuffers;
    const recording = new Recording();
    for (const [i, bytes] of huge.entries()) recording.push(`${i}.cvrec`, bytes);
    ok(process.memoryUsage().arrayBuffers - before < 50e6);
    recording.finish();
    strictEqual(recording.tables.threads.length, 0);
  });

  it('numbers as large as a record can hold are survived', () => {
    const extremes = [0, 1, -1, 2 ** 31 - 1, -(2 ** 31), 2 ** 24 - 1, 65_536, 65_537];
    const process = new ProcessWriter(7).header(100, 0);
    for (let kind = RecordKind.text; kind <= RecordKind.osSwitches + 1; kind++) {
      const thread = process.thread(kind === RecordKind.text ? 2 ** 32 - 1 : kind).fact(0);
      for (const a of extremes)
        for (const b of extremes) for (const c of extremes) thread.put(1, kind, a & 3, a, b, c);
      process.flush();
    }
    const { recording, bytes } = memoryOf(() =>
      readAll(joinBytes([collectorHeader(), process.bytes()]), randomFrom(1)),
    );
    ok(recording.tables.facts.skipped > 0);
    ok(bytes < 20e6, `${bytes} bytes`);
  }).timeout(20_000);

  it('tables of sites that begin anywhere take memory for what they hold', () => {
    const process = new ProcessWriter(7).header(100, 0);
    const thread = process.thread(0).fact(0);
    for (let id = 1; id <= 20_000; id++) thread.sites(0, id, 'a.ts', [[1, 1, '']], (id * 7) % 8192);
    const all = joinBytes([collectorHeader(), process.bytes()]);
    const { bytes } = memoryOf(() => read(all));
    ok(bytes < 20e6, `${bytes} bytes`);
  }).timeout(20_000);

  it('of a mass of threads only so many are read, and the rest is counted', () => {
    const tooMany = 1000;
    const record = new ProcessWriter(1).thread(0).put(1, 'taskStart', 1, 2).take();
    const frames = Array.from({ length: MAX_THREADS + tooMany }, (_, i) =>
      frame(FrameType.records, 7, (2 ** 32 - 1 - i * 7) >>> 0, record),
    );
    const all = joinBytes([collectorHeader(), new ProcessWriter(7).header(100, 0).bytes(), ...frames]);
    const { recording, bytes } = memoryOf(() => read(all));
    strictEqual(recording.tables.threads.length, MAX_THREADS);
    strictEqual(recording.tables.facts.skipped, tooMany);
    strictEqual(recording.problems.length, 1);
    ok(bytes < 300e6, `${bytes} bytes`);
  }).timeout(20_000);

  it('of a mass of streams only so many are read', () => {
    const streams = Array.from({ length: MAX_STREAMS + 1000 }, (_, i) =>
      new ProcessWriter(i + 1).header(i + 1, 0, { parent: { pid: 9_999_999, spawn: 0 } }).bytes(),
    );
    const all = joinBytes([collectorHeader(), ...streams]);
    const { recording, bytes } = memoryOf(() => read(all));
    strictEqual(recording.tables.processes.length, MAX_STREAMS);
    strictEqual(recording.problems.length, 1);
    ok(bytes < 400e6, `${bytes} bytes`);
  }).timeout(20_000);

  it('drops of threads that never were make no more threads than a recorder has', () => {
    const dropped = Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [i, 1]));
    const all = joinBytes([
      collectorHeader(),
      new ProcessWriter(7).header(100, 0).end(5, 0, dropped).bytes(),
    ]);
    ok(read(all).tables.threads.length <= 1000);
  });

  it('what is out of order or said over and over takes time in proportion', () => {
    const count = 100_000;
    const child = new ProcessWriter(8).header(200, 0);
    for (let i = 0; i < 1000; i++) child.thread(i).fact(0);
    const process = new ProcessWriter(7).header(100, 0);
    const deep = process.thread(0).fact(0);
    for (let i = 1; i <= count; i++) deep.put(i, 'taskStart', 1, i * 2);
    process.flush();
    for (let i = 1; i <= count; i++) deep.put(count + i, 'taskSuspend', 1, i * 2);
    process.flush();
    for (let i = 1; i <= 30_000; i++) deep.event(2 * count + i, { e: 'threadExit', code: 0 });
    process.flush();
    for (let i = 1; i <= 30_000; i++)
      deep.event(3 * count, { e: 'childExit', pid: 200, code: 0, signal: null });
    const ends = Array.from({ length: 3000 }, () => collectorFact({ f: 'ended', pid: 200, code: 0 }, 9));
    const all = joinBytes([collectorHeader(), child.bytes(), process.bytes(), ...ends]);
    strictEqual(read(all).tables.tasks.length, count);
  }).timeout(10_000);

  it('a mass of small pieces of one large frame takes time in proportion', () => {
    const process = new ProcessWriter(7).header(100, 0);
    const main = process.thread(0).fact(0);
    for (let i = 1; i <= 40_000; i++) main.put(i, 'taskStart', 1, i * 2);
    const bytes = joinBytes([collectorHeader(), process.bytes()]);
    const recording = new Recording();
    for (let at = 0; at < bytes.length; at += 10) recording.push('a.cvrec', bytes.subarray(at, at + 10));
    recording.finish();
    strictEqual(recording.tables.tasks.length, 40_000);
  }).timeout(10_000);
});

function damaged(original: Uint8Array, random: () => number): Uint8Array {
  const index = (): number => Math.floor(random() * original.length);
  const bytes = original.slice();
  for (let i = Math.floor(random() * 20); i >= 0; i--) bytes[index()] = Math.floor(random() * 256);
  const [from, to] = [index(), index()].toSorted((a, b) => a - b) as [number, number];
  const choice = random();
  if (choice < 0.3) return joinBytes([bytes.slice(0, from), bytes.slice(to)]);
  return choice < 0.6 ? joinBytes([bytes.slice(0, to), bytes.slice(from)]) : bytes;
}

/** Records whose kinds and fields make sense each for itself, in no order at all. */
function randomRecords(random: () => number): Uint8Array {
  const below = (end: number): number => Math.floor(random() * end);
  const writer = new ProcessWriter(1).thread(0);
  for (let i = 0; i < 500; i++) {
    const kind = 2 + below(27);
    writer.put(below(1000) / 10, kind, below(6), 1 + below(12), below(12), below(12));
  }
  return writer.take();
}

/** Samples and switches whose fields make sense each for itself, in no order at all. */
function randomSamples(random: () => number): ThreadWriter {
  const below = (end: number): number => Math.floor(random() * end);
  const writer = new ProcessWriter(1).thread(0);
  for (let tid = 1; tid < 6; tid++) writer.text(0, 'osThread', `{"tid":${tid},"pid":1,"name":"x"}`);
  for (let i = 0; i < 500; i++) {
    const amount = (): number => below(random() < 0.1 ? 2 ** 32 : 3e6) | 0;
    const flags = below(6) | (below(3) << 4) | (below(random() < 0.1 ? 1024 : 3) << 14);
    writer.put(i / 5 + below(20) / 10, 24 + below(4), flags, 1 + below(6), amount(), amount());
  }
  return writer;
}
