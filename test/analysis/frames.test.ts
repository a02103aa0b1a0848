import { deepStrictEqual, match, ok, strictEqual } from 'node:assert';
import { Recording } from '../../src/analysis/index.ts';
import { FrameType, MAX_FRAME_BYTES } from '../../src/shared/frames.ts';
import { FORMAT_VERSION } from '../../src/shared/records.ts';
import { drawPicture, encodePicture, read } from './pictures.ts';
import {
  CWD,
  clockNs,
  collectorHeader,
  frame,
  joinBytes,
  jsonFrame,
  ProcessWriter,
  type ThreadWriter,
} from './recordWriter.ts';
import { randomFrom, readPieces, taskTexts, wholeText } from './support.ts';

const small = encodePicture('main |      |\n  f  |RR_rR |\n  g  |  R   |');

/** A process with some hundred tasks, in many frames. */
function large(): Uint8Array {
  const process = new ProcessWriter(7).header(100, 0);
  const thread = process.thread(0).fact(0);
  const site = thread.sites(0, 1, `${CWD}/main.ts`, [[1, 1, 'f']]);
  for (let i = 1; i <= 300; i++) {
    thread.put(i, 'taskStart', 1, i * 2, site).text(i, 'console', `line ${i} ${'é'.repeat(i)}`, i * 2);
    thread.put(i + 0.5, 'taskEnd', 1, i * 2);
    if (i % 10 === 0) process.flush();
  }
  process.end(400);
  return joinBytes([collectorHeader(), process.bytes()]);
}

/** One process, one thread; `write` says what the thread records. */
function oneThread(write: (thread: ThreadWriter) => void): ProcessWriter {
  const process = new ProcessWriter(7).header(100, 0);
  write(process.thread(0).fact(0));
  return process.flush();
}

const task = (thread: ThreadWriter, ms: number, id: number): ThreadWriter =>
  thread.put(ms, 'taskStart', 1, id).put(ms + 1, 'taskEnd', 1, id);

describe('reading frames', () => {
  it('gives the same timeline wherever the bytes are split', () => {
    const whole = wholeText(read(small));
    for (let at = 1; at < small.length; at++) {
      strictEqual(wholeText(readPieces([small.slice(0, at), small.slice(at)])), whole, `split at ${at}`);
    }
    strictEqual(wholeText(readPieces(Array.from(small, (byte) => Uint8Array.of(byte)))), whole);
  });

  it('gives the same timeline for random pieces of a large recording', () => {
    const bytes = large();
    const whole = wholeText(read(bytes));
    for (const seed of [1, 2, 3]) {
      const random = randomFrom(seed);
      const pieces: Uint8Array[] = [];
      for (let at = 0; at < bytes.length; at += pieces.at(-1)!.length) {
        pieces.push(bytes.slice(at, at + 1 + Math.floor(random() * 5000)));
      }
      strictEqual(wholeText(readPieces(pieces)), whole, `seed ${seed}`);
    }
  });

  it('does not keep the buffer that it is given', () => {
    const recording = new Recording();
    const buffer = new Uint8Array(100);
    for (let at = 0; at < small.length; at += buffer.length) {
      const piece = small.subarray(at, at + buffer.length);
      buffer.set(piece);
      recording.push('all.cvrec', buffer.subarray(0, piece.length));
      buffer.fill(0xff);
    }
    recording.finish();
    strictEqual(wholeText(recording), wholeText(read(small)));
  });

  it('reads what is whole in a torn last frame', () => {
    const process = oneThread((thread) => task(task(thread, 1, 2), 3, 4));
    const bytes = joinBytes([collectorHeader(), process.bytes()]);
    const recording = read(bytes.slice(0, -10));
    deepStrictEqual(taskTexts(recording.tables), ['(unknown) returned 1–2', '(unknown) pending 3–']);
    strictEqual(recording.tables.facts.skipped, 1);
  });

  it('knows how much of a file is whole', () => {
    const bytes = joinBytes([collectorHeader(), oneThread((thread) => task(thread, 1, 2)).bytes()]);
    const recording = new Recording();
    recording.push('a.cvrec', bytes.slice(0, -1));
    strictEqual(
      recording.wholeBytes('a.cvrec'),
      collectorHeader().length + new ProcessWriter(7).header(100, 0).bytes().length,
    );
    recording.push('a.cvrec', bytes.slice(-1));
    strictEqual(recording.wholeBytes('a.cvrec'), bytes.length);
    strictEqual(recording.wholeBytes('other.cvrec'), 0);
  });

  it('finds the next frame behind noise, and counts the noise', () => {
    const process = oneThread((thread) => task(thread, 1, 2));
    const noise = new Uint8Array(240).fill(0x43);
    const recording = read(joinBytes([collectorHeader(), noise, process.bytes(), noise]));
    deepStrictEqual(taskTexts(recording.tables), ['(unknown) returned 1–2']);
    strictEqual(recording.tables.facts.skipped, 20);
  });

  it('passes over a type of frame that it does not know, and one that is too long', () => {
    const process = oneThread((thread) => task(thread, 1, 2));
    const unknown = frame(0x4356_0009, 7, 0, new Uint8Array(100));
    const tooLong = frame(FrameType.records, 7, 0, new Uint8Array(32));
    new DataView(tooLong.buffer).setUint32(0, MAX_FRAME_BYTES + 1, true);
    const recording = read(joinBytes([collectorHeader(), unknown, tooLong, process.bytes(), unknown]));
    deepStrictEqual(taskTexts(recording.tables), ['(unknown) returned 1–2']);
    strictEqual(recording.tables.facts.skipped, 4);
  });

  it('leaves out a fact that is no JSON, and says so of a header', () => {
    const process = oneThread((thread) => task(thread, 1, 2));
    const bad = frame(FrameType.fact, 0, 0, new TextEncoder().encode('{"f":"clock"'));
    const badHeader = frame(FrameType.header, 9, 0, new TextEncoder().encode('[]'));
    const recording = read(joinBytes([collectorHeader(), bad, badHeader, process.bytes()]));
    deepStrictEqual(taskTexts(recording.tables), ['(unknown) returned 1–2']);
    strictEqual(recording.tables.facts.skipped, 1);
    match(recording.problems.join('\n'), /^Stream 9 .* cannot be read/);
  });

  it('refuses a newer format with both numbers, and reads the other streams', () => {
    const newer = new ProcessWriter(9).header(200, 0, { version: FORMAT_VERSION + 1 });
    task(newer.thread(0).fact(0), 1, 2);
    const process = oneThread((thread) => task(thread, 1, 2));
    const recording = read(joinBytes([collectorHeader(), newer.bytes(), process.bytes()]));
    strictEqual(recording.tables.processes.length, 1);
    const sentence = new RegExp(`Stream 9 .* format ${FORMAT_VERSION + 1}, .* up to ${FORMAT_VERSION}\\.`);
    match(recording.problems.join('\n'), sentence);
  });

  it('goes on with a text in the next frame', () => {
    const long = 'ä'.repeat(200);
    const process = new ProcessWriter(7).header(100, 0);
    process.thread(0).fact(0).text(1, 'console', long);
    const [header, records] = process.flush().frames as [Uint8Array, Uint8Array];
    const payload = records.slice(16);
    const cut = payload.length - 240;
    const halves = [payload.slice(0, cut), payload.slice(cut)].map((half) =>
      frame(FrameType.records, 7, 0, half),
    );
    const { tables } = read(joinBytes([collectorHeader(), header, ...halves]));
    deepStrictEqual(
      tables.marks.map(({ text }) => text),
      [long],
    );
  });
});

describe('the order of streams', () => {
  const parent = oneThread((thread) => task(thread, 1, 2));
  const child = new ProcessWriter(8).header(200, 5, { parent: { pid: 100, spawn: 1 }, ppid: 100 });
  task(child.thread(0).fact(6), 7, 2);
  const files = new Map([
    ['collector.cvrec', collectorHeader()],
    ['100-7.cvrec', parent.bytes()],
    ['200-8.cvrec', child.bytes()],
  ]);

  function readInOrder(names: readonly string[]): Recording {
    const recording = new Recording();
    for (const name of names) recording.push(name, files.get(name)!);
    recording.finish();
    return recording;
  }

  it('does not matter, even when the collector comes last', () => {
    const expected = wholeText(readInOrder(['collector.cvrec', '100-7.cvrec', '200-8.cvrec']));
    strictEqual(wholeText(readInOrder(['100-7.cvrec', '200-8.cvrec', 'collector.cvrec'])), expected);
    strictEqual(wholeText(readInOrder(['100-7.cvrec', 'collector.cvrec', '200-8.cvrec'])), expected);
    const other = readInOrder(['200-8.cvrec', '100-7.cvrec', 'collector.cvrec']).tables;
    deepStrictEqual(
      other.processes.map(({ pid, parent: row }) => [pid, row && other.processes[row]!.pid]),
      [
        [200, 100],
        [100, null],
      ],
    );
  });

  it('does not matter within one file, and records may come before their header', () => {
    const [header, ...records] = child.frames as [Uint8Array, ...Uint8Array[]];
    const bytes = joinBytes([collectorHeader(), ...records, parent.bytes(), header]);
    deepStrictEqual(taskTexts(read(bytes).tables).toSorted(), [
      '(unknown) returned 1–2',
      '(unknown) returned 7–8',
    ]);
  });

  it('without a collector, time counts from the start of the first process', () => {
    const recording = readInOrder(['200-8.cvrec']);
    deepStrictEqual(taskTexts(recording.tables), ['(unknown) returned 2–3']);
    strictEqual(recording.problems.length, 1);
  });

  it('says which stream has no beginning', () => {
    const recording = read(joinBytes([collectorHeader(), ...parent.frames.slice(1)]));
    match(recording.problems.join('\n'), /Stream 7 .* no beginning/);
    ok(recording.tables.facts.skipped > 0);
  });

  it('keeps times exact far beyond 2^53 ns of uptime', () => {
    const late = jsonFrame(FrameType.header, 0, {
      role: 'collector',
      version: FORMAT_VERSION,
      originNs: `${clockNs(-1)}`,
      cwd: CWD,
    });
    const { tables } = read(joinBytes([late, oneThread((thread) => task(thread, 0.000_001, 2)).bytes()]));
    strictEqual(tables.tasks.columns.startNs[0], 1_000_001);
  });

  it('does not need an end: what goes on is closed where the recording ends', () => {
    const bytes = joinBytes([
      collectorHeader(),
      oneThread((thread) => thread.put(1, 'taskStart', 1, 2).put(4, 'taskStart', 1, 4)).bytes(),
    ]);
    const picture = drawPicture(read(bytes).tables, 5);
    strictEqual(picture.replaceAll('(unknown)', 'f'), 'main        | RRR |\n  f | RRR |\n  f |     |');
  });
});
