/** Garbage collection, marks and measures are recorded as Node itself tells of them. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { TimelineJson } from '../../src/shared/timelineJson.ts';
import { root, timelineOf } from './record.ts';

const program = join(root, 'test/fixtures/timings/collects.ts');
/** The rounding of sums of ms since the machine started. */
const ROUNDING_NS = 1000;
/** A thread may lose its core while it looks at both clocks. */
const CLOCKS_NS = 200_000;
const kinds: Readonly<Record<number, string>> = {
  1: 'minor',
  2: 'minor',
  4: 'major',
  8: 'incremental',
  16: 'weak callbacks',
};

interface Word {
  readonly isMainThread: boolean;
  readonly seen: readonly (readonly [startMs: number, lengthMs: number, kind: number])[];
  readonly startMs: number;
}

type Mark = TimelineJson['marks'][number];

for (const mode of ['full', 'light']) {
  describe(`what a thread says of its own time, mode ${mode}`, () => {
    let timeline: TimelineJson;
    let words: Word[];
    before(async () => {
      const run = await timelineOf(program, ['--mode', mode]);
      assert.equal(run.code, 0, run.stderr);
      timeline = run.timeline;
      words = run.stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Word);
    });

    const ofThread = (isMainThread: boolean, kind: string): Mark[] => {
      const { id } = timeline.threads.find((thread) => (thread.kind === 'main') === isMainThread)!;
      return timeline.marks.filter((mark) => mark.thread === id && mark.kind === kind);
    };

    it('has every garbage collection that Node tells of, with kind and time', () => {
      assert.equal(words.length, 2);
      for (const { isMainThread, seen, startMs } of words) {
        const zeroNs = startMs * 1e6 - ofThread(isMainThread, 'mark')[0]!.ns;
        const recorded = ofThread(isMainThread, 'gc');
        assert.ok(seen.length >= 2);
        for (const [start, length, kind] of seen) {
          const found = recorded.find(({ ns }) => Math.abs(ns - (start * 1e6 - zeroNs)) < ROUNDING_NS);
          assert.equal(found?.text, kinds[kind]);
          assert.ok(Math.abs(found!.endNs! - found!.ns - length * 1e6) < ROUNDING_NS);
        }
      }
    });

    it('has marks and measures, with their place and task', () => {
      for (const isMainThread of [true, false]) {
        const [mark, ...marks] = ofThread(isMainThread, 'mark');
        const [measure, ...measures] = ofThread(isMainThread, 'measure');
        assert.deepEqual([marks, measures], [[], []]);
        assert.deepEqual([mark!.text, mark!.site?.line, 'endNs' in mark!], ['begin', 21, false]);
        assert.deepEqual([measure!.text, measure!.site?.line, mark!.task], ['work', 25, measure!.task]);
        assert.ok(Math.abs(measure!.ns - mark!.ns) < ROUNDING_NS);
        assert.ok(measure!.endNs! - measure!.ns >= 9e6, 'it slept for 10 ms');
        const task = timeline.tasks.find(({ id }) => id === mark!.task);
        assert.equal(task?.name, 'works');
        const runs = timeline.spans.find((span) => span.task === mark!.task)!;
        assert.ok(mark!.ns > runs.startNs - CLOCKS_NS && mark!.ns < runs.endNs + CLOCKS_NS);
      }
    });
  });
}
