import { deepStrictEqual, strictEqual } from 'node:assert';
import { findingsOf, sentenceText } from '../../../src/analysis/index.ts';
import type { TimelineStore } from '../../../src/analysis/timeline/store.ts';
import { NONE } from '../../../src/shared/timeline.ts';
import { kindsIn } from './found.ts';
import { handMade, LOCK_LINE } from './handMade.ts';

const MS = 1e6;

interface WorkerPicture {
  /** When the code of each worker begins, in ms; `main` has started all at 0. */
  readonly startMs: number;
  /** What each does from then on. */
  readonly lanes: readonly string[];
}

/** Workers that the first line of `start` has started, and messages to them. */
function workers({ startMs, lanes }: WorkerPicture, messages: readonly string[] = []): TimelineStore {
  const pictures = lanes.map(
    (lane, i) =>
      `worker${i} ||\n  module ${i} |${' '.repeat(startMs)}R|\n  job ${i} |${' '.repeat(startMs + 1)}${lane}|`,
  );
  const links = lanes.map((_, i) => `spawn start@0 → worker${i}@${startMs}`);
  return handMade(['main ||', '  start |R|', ...pictures].join('\n'), [...links, ...messages]);
}

describe('findings: workers', () => {
  it('a start that is dearer than the work by half, from 10 ms on', () => {
    const started = (startMs: number, workMs: number) =>
      workers({ startMs, lanes: ['R'.repeat(workMs - 1)] });
    const [finding] = findingsOf(started(30, 20));
    strictEqual(
      sentenceText(finding!.sentence),
      'Starting workers of main.ts (1 of them) took 30 ms, their work only 20 ms.',
    );
    deepStrictEqual(kindsIn(started(30, 21)), []);
    deepStrictEqual(kindsIn(started(9, 2)), []);
  });

  it('what the start takes while it has no core does not count', () => {
    const tables = workers({ startMs: 30, lanes: ['R'] });
    tables.osThreads.push({ id: 0, tid: 901, pid: 1, process: 0, thread: 1, name: 'worker' });
    tables.cores.push(0, NONE, 0, 21 * MS);
    tables.cores.push(0, 0, 21 * MS, 32 * MS);
    deepStrictEqual(kindsIn(tables), []);
  });

  it('uneven work: 1.4 times the average, and 20 ms more', () => {
    const uneven = (...ms: readonly number[]) =>
      kindsIn(workers({ startMs: 5, lanes: ms.map((one) => 'R'.repeat(one)) }));
    deepStrictEqual(uneven(99, 39), ['unevenWork 2']);
    deepStrictEqual(uneven(99, 49), []);
    deepStrictEqual(uneven(37, 3), []);
  });

  it('idle workers while a message waits for another one, from 20 ms on', () => {
    const busyFor = (ms: number) => {
      const lanes = ['R'.repeat(ms), ' '.repeat(ms)];
      return kindsIn(workers({ startMs: 2, lanes }, [`message start@4 → worker0@${ms + 3}`]));
    };
    deepStrictEqual(busyFor(22), ['idleWorkers 2']);
    deepStrictEqual(busyFor(20), []);
  });

  it('no idle workers when the others were busy, too, or the message waited for nobody', () => {
    const lanes = ['R'.repeat(40), 'R'.repeat(40)];
    deepStrictEqual(kindsIn(workers({ startMs: 2, lanes }, ['message start@4 → worker0@43'])), []);
    const idle = ['RR', 'RR'];
    deepStrictEqual(kindsIn(workers({ startMs: 2, lanes: idle }, ['message start@6 → worker0@46'])), []);
  });

  it('nothing of workers whose records were lost', () => {
    const tables = workers({ startMs: 30, lanes: ['R'] });
    tables.losses.push({ thread: 1, startNs: 20 * MS, endNs: 25 * MS, count: 9 });
    deepStrictEqual(kindsIn(tables), []);
  });

  it('nothing in the mode light, in which their work is not recorded', () => {
    const tables = workers({ startMs: 30, lanes: ['R'] });
    tables.facts = { ...tables.facts, mode: 'light' };
    deepStrictEqual(kindsIn(tables), []);
  });

  it('threads that wait for each other, three times and 20 ms', () => {
    const lock = (rounds: number, ms: number) => {
      const part = 'L'.repeat(ms);
      const a = `${part}R`.repeat(rounds);
      const picture = `main ||\n  a |${a}|\nworker ||\n  b |R${a}|`;
      const links = Array.from({ length: rounds }, (_, i) => {
        const endMs = i * (ms + 1) + ms;
        return [`notify b@${endMs} → a@${endMs}`, `notify a@${endMs + 1} → b@${endMs + 1}`];
      });
      const tables = handMade(picture, links.flat(), { a: 'Atomics.wait', b: 'Atomics.wait' });
      return kindsIn(tables);
    };
    deepStrictEqual(lock(2, 8), [`lockConvoy ${LOCK_LINE}`]);
    deepStrictEqual(lock(1, 30), []);
    deepStrictEqual(lock(2, 4), []);
  });

  it('code that was ended from outside after 50 ms without a pause', () => {
    const cut = (ms: number) => {
      const tables = handMade(`main ||\n  start |R|\nworker ||\n  search |  ${'R'.repeat(ms)}|*`);
      const endNs = (ms + 2) * MS;
      tables.threads[1] = { ...tables.threads[1]!, endNs, outcome: { kind: 'terminated' } };
      return kindsIn(tables);
    };
    deepStrictEqual(cut(50), ['cutOff 4']);
    deepStrictEqual(cut(49), []);
  });
});
