import assert from 'node:assert/strict';
import { type MarkRow, NONE } from '../../src/shared/timeline.ts';
import { layoutPiles, marksUnder } from '../../webview/layout/markPiles.ts';
import { marksOfThread } from '../../webview/layout/markWords.ts';
import { timeScale } from '../../webview/layout/scale.ts';
import { SceneMaker } from '../../webview/layout/sceneOf.ts';
import { signWords } from '../../webview/layout/signWords.ts';
import { endOf, MarkList } from '../../webview/model/markList.ts';
import { PanelState } from '../../webview/model/panelState.ts';
import type { Recording } from '../../webview/model/recording.ts';
import { deltaOf } from './madeUp.ts';
import { chance, fromPicture } from './support.ts';

const MS = 1e6;

type Kind = MarkRow['kind'];

/** A mark of thread 0; without an end it has no length. */
const markAt = (kind: Kind, startMs: number, endMs?: number, text = `${kind} ${startMs}`): MarkRow => ({
  kind,
  level: 'info',
  thread: 0,
  task: NONE,
  ns: startMs * MS,
  ...(endMs !== undefined && { endNs: endMs * MS }),
  text,
  site: NONE,
});

function withMarks(...marks: readonly MarkRow[]): Recording {
  const recording = fromPicture(`
main     |RRRR  RR  RRR   |
  boil   |RR______RR      |
`);
  recording.apply(deltaOf(recording.store, { marks }));
  return recording;
}

const listOf = (rows: readonly MarkRow[]): MarkList => {
  const list = new MarkList(rows);
  for (const i of rows.keys()) list.add(i);
  return list;
};

/** 1 ms is `pxPerMs` pixels, from 0 on. */
const scaleOf = (widthMs: number, pxPerMs: number) =>
  timeScale({ startNs: 0, endNs: widthMs * MS }, widthMs * pxPerMs);

describe('marks of a thread', () => {
  it('are in order of time, however they were told', () => {
    const next = chance(1);
    const rows = Array.from({ length: 2000 }, (_, i) => {
      const startMs = next() < 0.1 ? next() * 2000 : i + next() * 40;
      return markAt('measure', startMs, startMs + next() * (next() < 0.05 ? 500 : 5));
    });
    const list = new MarkList(rows);
    for (const i of rows.keys()) {
      list.add(i);
      if (i % 97 === 0) list.at(0);
    }
    const sorted = rows.toSorted((a, b) => a.ns - b.ns);
    assert.deepEqual(
      Array.from({ length: list.length }, (_, i) => list.at(i).ns),
      sorted.map(({ ns }) => ns),
    );
    for (let probe = 0; probe < 200; probe++) {
      const ns = next() * 2200 * MS;
      const from = Math.floor(next() * rows.length);
      const expected = sorted.findIndex((mark, i) => i >= from && endOf(mark) >= ns);
      assert.equal(list.nextReaching(ns, from), expected < 0 ? list.length : expected);
      const first = sorted.findIndex((mark) => mark.ns >= ns);
      assert.equal(list.firstFrom(ns), first < 0 ? list.length : first);
    }
  });

  it('that lie too close together are one, with a count', () => {
    const list = listOf([markAt('mark', 1), markAt('mark', 1.1), markAt('mark', 1.2), markAt('mark', 9)]);
    const counts = (pxPerMs: number) => layoutPiles(list, scaleOf(10, pxPerMs)).map(({ count }) => count);
    assert.deepEqual(counts(10), [3, 1]);
    assert.deepEqual(counts(100), [1, 1, 1, 1]);
  });

  it('that are long stay apart, although they begin at the same moment', () => {
    const list = listOf([markAt('measure', 1, 5), markAt('measure', 1.01, 8), markAt('measure', 1.02, 1.03)]);
    const piles = layoutPiles(list, scaleOf(10, 10));
    assert.deepEqual(
      piles.map(({ x0, x1, count }) => [Math.round(x0), Math.round(x1), count]),
      [
        [10, 50, 1],
        [10, 80, 2],
      ],
    );
  });

  it('that began before what is in view are there, and what is over is not', () => {
    const list = listOf([markAt('gc', 1, 2), markAt('gc', 3, 8), markAt('gc', 30, 31)]);
    const scale = timeScale({ startNs: 6 * MS, endNs: 10 * MS }, 400);
    assert.deepEqual(
      layoutPiles(list, scale).map(({ first }) => first),
      [1],
    );
  });

  it('cost what is in view: a million of them are no more piles than fit', () => {
    const rows = Array.from({ length: 1_000_000 }, (_, i) => markAt('gc', i / 1000, i / 1000 + 0.0005));
    const list = listOf(rows);
    const piles = layoutPiles(list, scaleOf(1000, 1));
    assert.ok(piles.length <= 260, `${piles.length}`);
    assert.equal(
      piles.reduce((sum, { count }) => sum + count, 0),
      rows.length,
    );
  }).timeout(20_000);
});

describe('what is said of marks', () => {
  const words = (recording: Recording, x: number, share: number, pxPerMs = 100) => {
    const state = new PanelState();
    state.recording = recording;
    const scene = new SceneMaker(state).make({ widthPx: 100, heightPx: 100, scrollPx: 0 });
    const sign = marksUnder(recording.lanes.threads[0]!, x, share, scaleOf(16, pxPerMs));
    return sign && signWords(sign, scene);
  };

  it('a garbage collection: how long, of what kind', () => {
    const recording = withMarks(markAt('gc', 2, 3.2, 'minor'));
    assert.equal(words(recording, 250, 0.5)?.title, 'garbage collection 1.2 ms (minor)');
    assert.equal(words(recording, 250, 0.5)?.sentence, 'its thread stood still · from 2.000 ms on');
    assert.equal(words(recording, 250, 0.9), null, 'the bar below it can be pointed at');
    assert.equal(words(recording, 330, 0.5), null);
  });

  it('what the program marked and measured', () => {
    const recording = withMarks(markAt('mark', 2, undefined, 'begin'), markAt('measure', 2, 6, 'load'));
    assert.deepEqual(
      [words(recording, 201, 0.5)?.title, words(recording, 201, 0.5)?.sentence],
      ['begin', 'performance.mark · at 2.000 ms'],
    );
    assert.deepEqual(
      [words(recording, 500, 0.1)?.title, words(recording, 500, 0.1)?.sentence],
      ['load: 4 ms', 'performance.measure · from 2.000 ms on'],
    );
  });

  it('several that are drawn as one', () => {
    const recording = withMarks(markAt('gc', 2, 2.1, 'minor'), markAt('gc', 2.2, 2.5, 'major'));
    const said = words(recording, 20, 0.5, 10);
    assert.equal(said?.title, '2 garbage collections, 400 µs in all');
    assert.match(
      said.sentence,
      /^within 500 µs · from 2\.\d* ms on · the longest: garbage collection 300 µs \(major\)$/,
    );
  });

  it('how many a thread has, for those who cannot see them', () => {
    const { marks } = withMarks(
      markAt('console', 1),
      markAt('gc', 2, 2.5, 'minor'),
      markAt('gc', 4, 5, 'major'),
      markAt('mark', 3),
    ).lanes.threads[0]!;
    assert.equal(marksOfThread(marks), '1 console line · 2 garbage collections, 1.5 ms in all · 1 mark');
  });

  it('nothing of it makes the run longer', () => {
    const plain = withMarks().extent(false);
    assert.deepEqual(withMarks(markAt('mark', 1e6), markAt('measure', 0, 1e7)).extent(false), plain);
    assert.equal(withMarks(markAt('console', 40)).extent(false).endNs, 40 * MS);
  });
});
