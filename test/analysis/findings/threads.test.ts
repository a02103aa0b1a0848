import { deepStrictEqual, strictEqual } from 'node:assert';
import { findingsOf, sentenceText } from '../../../src/analysis/index.ts';
import { NONE } from '../../../src/shared/timeline.ts';
import { kindsIn } from './found.ts';
import { handMade } from './handMade.ts';

const MS = 1e6;

/** `greedy` runs for so long, and an operation is ready for so long of that. */
const held = (heldMs: number, readyMs = heldMs) =>
  handMade(`
    main       ||
      greedy   |R${'R'.repeat(heldMs - 1)}|
      io       |${' '.repeat(heldMs - readyMs)}${'r'.repeat(readyMs)} R|`);

/** A timer that is due after so long, and late by so much because `greedy` runs. */
const late = (dueMs: number, lateMs: number) =>
  handMade(`
    main       ||
      greedy   |${' '.repeat(dueMs)}${'R'.repeat(lateMs)}|
      timer    |${'_'.repeat(dueMs)}${'r'.repeat(lateMs)}R|`);

describe('findings: threads that are held', () => {
  it('a blocked event loop, from 50 ms on', () => {
    const [finding] = findingsOf(held(50));
    strictEqual(
      sentenceText(finding!.sentence),
      'greedy (main.ts:2) held its thread for 50 ms; meanwhile others were ready (1) and had to wait for up to 50 ms.',
    );
    deepStrictEqual(
      finding!.evidence.map(({ task }) => task),
      [NONE, 1],
    );
    deepStrictEqual(kindsIn(held(49)), []);
  });

  it('not when nobody had to wait, or for less than 5 ms', () => {
    deepStrictEqual(kindsIn(held(80, 4)), []);
    deepStrictEqual(kindsIn(held(80, 5)), ['blockedLoop 2']);
  });

  it('not when the thread had no core', () => {
    const tables = held(60);
    tables.osThreads.push({ id: 0, tid: 900, pid: 1, process: 0, thread: 0, name: 'main' });
    tables.cores.push(0, NONE, 0, 20 * MS);
    tables.cores.push(0, 1, 20 * MS, 61 * MS);
    deepStrictEqual(kindsIn(tables), []);
  });

  it('a synchronous child process, from 16 ms on, and not a calculation of that length', () => {
    const child = (ms: number, reason: string) =>
      handMade(
        `
        main       ||
          greedy   |${'B'.repeat(ms)}|
          io       |${'r'.repeat(ms)} R|`,
        [],
        { greedy: reason },
      );
    deepStrictEqual(kindsIn(child(16, 'synchronous child process')), ['syncProcess 2']);
    deepStrictEqual(kindsIn(child(15, 'synchronous child process')), []);
    deepStrictEqual(kindsIn(child(60, 'Atomics.wait')), []);
  });

  it('a late timer, from 16 ms and a tenth of its time on', () => {
    const [finding] = findingsOf(late(5, 16));
    strictEqual(
      sentenceText(finding!.sentence),
      'A timer (main.ts:3) fired 16 ms late because greedy (main.ts:2) held the thread.',
    );
    deepStrictEqual(kindsIn(late(5, 15)), []);
    deepStrictEqual(kindsIn(late(170, 16)), []);
  });

  it('of a timer that a blocked event loop made late, nothing more', () => {
    deepStrictEqual(kindsIn(late(5, 50)), ['blockedLoop 2']);
  });

  it('more threads than cores, but not before their own code runs', () => {
    const crowded = (cores: number, fromMs: number) => {
      const tables = handMade(`
        main       ||
          module   |${'R'.repeat(100)}|
        worker     ||
          module 2 |${' '.repeat(fromMs)}${'R'.repeat(100 - fromMs)}|`);
      tables.facts = { ...tables.facts, cores };
      for (const thread of [0, 1]) {
        tables.osThreads.push({ id: thread, tid: 900 + thread, pid: 1, process: 0, thread, name: '' });
        tables.cores.push(thread, thread === 0 ? 0 : NONE, 0, 100 * MS);
      }
      return kindsIn(tables);
    };
    deepStrictEqual(crowded(1, 10), ['fewCores -']);
    deepStrictEqual(crowded(2, 10), []);
    deepStrictEqual(crowded(1, 85), []);
  });

  it('copies of a megabyte that take a millisecond', () => {
    const sent = (bytes: number, sendMs: number) => {
      const tables = handMade('main ||\n  send |RRRR|\nworker ||\n  port |    R|', [
        'message send@1 → port@4',
      ]);
      tables.messages.push(0, bytes, 0, false, sendMs * MS);
      return kindsIn(tables);
    };
    deepStrictEqual(sent(1e6, 1), ['largeClone 2']);
    deepStrictEqual(sent(0.9e6, 1), []);
    deepStrictEqual(sent(1e6, 0.9), []);
  });

  it('a queue that grows as long as messages come, and not a burst', () => {
    const queued = (everyMs: number, takesMs: number) => {
      const names = Array.from({ length: 20 }, (_, i) => i);
      const links = names.map((i) => `message send@${i * everyMs} → port@${(i + 1) * takesMs}`);
      return kindsIn(
        handMade(`main ||\n  send |${'_'.repeat(200)}|\nworker ||\n  port |${'_'.repeat(200)}|`, links),
      );
    };
    deepStrictEqual(queued(2, 8), ['growingQueue 2']);
    deepStrictEqual(queued(0, 8), []);
    deepStrictEqual(queued(8, 8), []);
  });
});
