import { deepStrictEqual } from 'node:assert';
import type { TimelineTables } from '../../src/analysis/index.ts';
import { BlockKind, WAIT_ASYNC_TYPE, WAIT_ASYNC_TYPE_ID, WaitEnd } from '../../src/shared/records.ts';
import { read } from './pictures.ts';
import { collectorHeader, joinBytes, ProcessWriter } from './recordWriter.ts';
import { linkTexts, spanTexts } from './support.ts';

const WORD = 77;
const OTHER_WORD = 78;

/** A thread that waits for a word from `from` to `to`. */
interface Wait {
  readonly thread: number;
  readonly from: number;
  readonly to: number;
  readonly end?: WaitEnd;
  readonly word?: number;
}

/** The main thread wakes `woken` at `ms`, which takes `tookUs`. */
interface Notification {
  readonly ms: number;
  readonly woken: number;
  readonly tookUs?: number;
  readonly word?: number;
}

/** The frames of a process, one of each thread: the main thread notifies, the others wait. */
function framesOf(waits: readonly Wait[], notifications: readonly Notification[]): Uint8Array[] {
  const writer = new ProcessWriter(7).header(100, 0);
  const main = writer.thread(0).fact(0);
  for (const { ms, woken, tookUs = 0, word = WORD } of notifications)
    main.put(ms, 'notify', tookUs, word, woken);
  for (const number of new Set(waits.map(({ thread }) => thread))) {
    const thread = writer.thread(number).fact(0);
    for (const { from, to, end = WaitEnd.notified, word = WORD } of waits.filter(
      (wait) => wait.thread === number,
    )) {
      thread.put(from, 'block', BlockKind.atomicsWait, 0, 0, word);
      thread.put(to, 'unblock', BlockKind.atomicsWait, end);
    }
  }
  return [...writer.flush().frames];
}

function readFrames([header, ...frames]: readonly Uint8Array[]): TimelineTables {
  return read(joinBytes([collectorHeader(), header!, ...frames])).tables;
}

const linksOf = (waits: readonly Wait[], notifications: readonly Notification[]): readonly string[] =>
  linkTexts(readFrames(framesOf(waits, notifications)));

describe('a wait for shared memory', () => {
  it('is linked with the notification that ended it', () => {
    const waits = [
      { thread: 1, from: 1, to: 5 },
      { thread: 1, from: 6, to: 9 },
    ];
    const links = linksOf(waits, [
      { ms: 4, woken: 1 },
      { ms: 8, woken: 1 },
    ]);
    deepStrictEqual(links, ['notify main@4 → worker 1@5', 'notify main@8 → worker 1@9']);
  });

  it('that timed out, found another value, or is for another word has none', () => {
    const waits = [
      { thread: 1, from: 1, to: 5, end: WaitEnd.timedOut },
      { thread: 2, from: 1, to: 5, end: WaitEnd.notEqual },
      { thread: 3, from: 1, to: 5, word: OTHER_WORD },
      { thread: 4, from: 1, to: 5 },
    ];
    deepStrictEqual(linksOf(waits, [{ ms: 4, woken: 1 }]), ['notify main@4 → worker 4@5']);
  });

  it('that found another value has held nothing', () => {
    const writer = new ProcessWriter(7).header(100, 0);
    const main = writer.thread(0).fact(0, { name: 'x' }).put(1, 'taskStart', 1, 2);
    main
      .put(2, 'block', BlockKind.atomicsWait, 2, 0, WORD)
      .put(3, 'unblock', BlockKind.atomicsWait, WaitEnd.notEqual);
    main
      .put(4, 'block', BlockKind.atomicsWait, 2, 0, WORD)
      .put(5, 'unblock', BlockKind.atomicsWait, WaitEnd.timedOut);
    main.put(6, 'taskEnd', 1, 2);
    const tables = readFrames(writer.flush().frames);
    const expected = ['running 1–2', 'running 2–4', 'blocked 4–5 Atomics.wait', 'running 5–6'];
    for (const name of ['main', '(unknown)']) deepStrictEqual(spanTexts(tables, name), expected);
  });

  it('that could not have been woken otherwise is linked exactly, whoever else waits', () => {
    const waits = [
      { thread: 1, from: 1, to: 20 },
      { thread: 2, from: 2, to: 6 },
    ];
    const links = linksOf(waits, [
      { ms: 5, woken: 1 },
      { ms: 19, woken: 1 },
    ]);
    deepStrictEqual(links, ['notify main@5 → worker 2@6', 'notify main@19 → worker 1@20']);
  });

  it('of several that one notification woke is linked exactly', () => {
    const waits = [1, 2, 3].map((thread) => ({ thread, from: thread, to: 10 + thread }));
    deepStrictEqual(linksOf(waits, [{ ms: 9, woken: 3 }]), [
      'notify main@9 → worker 1@11',
      'notify main@9 → worker 2@12',
      'notify main@9 → worker 3@13',
    ]);
  });

  it('is linked in the order of waiting, as a guess, where two notifications come before either goes on', () => {
    const waits = [
      { thread: 1, from: 1, to: 12 },
      { thread: 2, from: 2, to: 11 },
      { thread: 1, from: 13, to: 16 },
    ];
    const links = linksOf(waits, [
      { ms: 9, woken: 1 },
      { ms: 10, woken: 1 },
      { ms: 15, woken: 1 },
    ]);
    deepStrictEqual(links, [
      'notify main@9 → worker 1@12 ~',
      'notify main@10 → worker 2@11 ~',
      'notify main@15 → worker 1@16',
    ]);
  });

  it('may have begun while the notification was under way, but not after it', () => {
    const waits = [{ thread: 1, from: 4.5, to: 6 }];
    deepStrictEqual(linksOf(waits, [{ ms: 4, woken: 1, tookUs: 600 }]), ['notify main@4 → worker 1@6']);
    deepStrictEqual(linksOf(waits, [{ ms: 4, woken: 1, tookUs: 400 }]), []);
  });

  it('has the same links in whatever order the threads are read', () => {
    const waits = [1, 2, 3].map((thread) => ({ thread, from: thread, to: 20 - thread }));
    const frames = framesOf(waits, [
      { ms: 9, woken: 1 },
      { ms: 17.5, woken: 2 },
    ]);
    const [header, ...threads] = frames;
    const expected = linkTexts(readFrames(frames)).toSorted();
    deepStrictEqual(expected.length, 3);
    for (const order of [threads.toReversed(), [threads[2]!, threads[0]!, threads[3]!, threads[1]!]]) {
      deepStrictEqual(linkTexts(readFrames([header!, ...order])).toSorted(), expected);
    }
  });

  it('without holding the thread is an operation of its own', () => {
    const writer = new ProcessWriter(7).header(100, 0);
    const main = writer.thread(0).fact(0).opType(0, WAIT_ASYNC_TYPE_ID, WAIT_ASYNC_TYPE);
    main.put(1, 'opStart', WAIT_ASYNC_TYPE_ID, 101).put(1, 'opStart', WAIT_ASYNC_TYPE_ID, 103);
    main.put(6, 'asyncWaitEnd', WaitEnd.notified, 101, WORD);
    main.put(7, 'asyncWaitEnd', WaitEnd.timedOut, 103, WORD);
    writer.thread(1).fact(0).put(5, 'notify', 0, WORD, 1);
    const tables = readFrames(writer.flush().frames);
    deepStrictEqual(linkTexts(tables), ['notify worker 1@5 → Atomics.waitAsync@6']);
    deepStrictEqual(spanTexts(tables, 'Atomics.waitAsync'), [
      'waiting 1–6 Atomics.waitAsync',
      'waiting 1–7 Atomics.waitAsync',
    ]);
  });
});
