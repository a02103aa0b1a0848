import assert from 'node:assert/strict';
import { State } from '../../src/shared/timeline.ts';
import { sortSteps } from '../../webview/model/sortSteps.ts';
import {
  everyState,
  MAX_BY_DURATION,
  type QueriedSpans,
  SpanQuery,
  type SpanWish,
} from '../../webview/model/spanQuery.ts';
import { SpanTableState } from '../../webview/model/spanTableState.ts';
import { chance } from './support.ts';

type Span = readonly [startNs: number, endNs: number, state: State];

const spansOf = (spans: readonly Span[]): QueriedSpans => ({
  length: spans.length,
  startAt: (row) => spans[row]![0],
  endAt: (row) => spans[row]![1],
  stateAt: (row) => spans[row]![2],
});

const all: SpanWish = { stretch: { startNs: 0, endNs: 1e15 }, states: new Set(everyState), sort: 'start' };

function found(spans: QueriedSpans, wish: Partial<SpanWish>, step = 7): number[] {
  const query = new SpanQuery(spans, { ...all, ...wish });
  while (!query.done) query.step(step);
  return [...query.rows];
}

function randomSpans(count: number, seed: number): Span[] {
  const next = chance(seed);
  return Array.from({ length: count }, () => {
    const startNs = Math.floor(next() * (next() < 0.5 ? 1e3 : 9e12));
    return [startNs, startNs + Math.floor(10 ** (next() * 11)) - 1, everyState[Math.floor(next() * 4)]!];
  });
}

/** Sorts in parts of 100 rows. */
function sorted(rows: Int32Array<ArrayBuffer>, numberOf: (row: number) => number): Int32Array {
  const steps = sortSteps(rows, numberOf, 100);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

describe('the query of spans', () => {
  const [run, wait] = [State.running, State.waiting];
  const spans: Span[] = [
    [50, 60, run],
    [0, 10, run],
    [10, 30, wait],
    [20, 20, run],
    [30, 40, State.blocked],
    [15, 45, State.ready],
  ];

  it('finds what lasts at a moment of the stretch, in order of its start', () => {
    const within = (startNs: number, endNs: number) => found(spansOf(spans), { stretch: { startNs, endNs } });
    assert.deepEqual(within(0, 100), [1, 2, 5, 3, 4, 0]);
    assert.deepEqual(within(10, 20), [2, 5]);
    assert.deepEqual(within(20, 21), [2, 5, 3]);
    assert.deepEqual(within(45, 50), []);
  });

  it('finds the states that are asked for, and nothing when there are none', () => {
    assert.deepEqual(found(spansOf(spans), { states: new Set([wait, State.blocked]) }), [2, 4]);
    assert.deepEqual(found(spansOf(spans), { states: new Set() }), []);
    assert.deepEqual(found(spansOf([]), {}), []);
  });

  it('sorts by length', () => {
    assert.deepEqual(found(spansOf(spans), { sort: 'duration' }), [3, 0, 1, 4, 2, 5]);
  });

  it('sorts as a plain sort does, whatever the numbers are', () => {
    for (let seed = 1; seed <= 5; seed++) {
      const random = randomSpans(3000, seed);
      for (const numberOf of [
        (row: number) => random[row]![0],
        (row: number) => random[row]![1] - random[row]![0],
        () => 5,
      ]) {
        const rows = Int32Array.from(random.keys());
        const plain = [...rows].sort((a, b) => numberOf(a) - numberOf(b));
        assert.deepEqual([...sorted(rows, numberOf)], plain);
      }
    }
  });

  it('sorts very many by their start only', () => {
    const many: QueriedSpans = {
      length: MAX_BY_DURATION + 1,
      startAt: (row) => (row * 7919) % 1_000_003,
      endAt: (row) => ((row * 7919) % 1_000_003) + (row % 100),
      stateAt: () => run,
    };
    const query = new SpanQuery(many, { ...all, sort: 'duration' });
    query.step(MAX_BY_DURATION);
    assert.equal(query.done, false);
    while (!query.done) query.step(50_000);
    assert.deepEqual([query.done, query.sort], [true, 'start']);
    assert.ok(query.rows.every((row, i) => i === 0 || many.startAt(query.rows[i - 1]!) <= many.startAt(row)));
  });

  it('does not see what comes after it was made', () => {
    const growing = { ...spansOf(spans), length: 2 };
    const query = new SpanQuery(growing, all);
    growing.length = spans.length;
    while (!query.done) query.step(1);
    assert.deepEqual([...query.rows], [1, 0]);
  });
});

describe('the order of the table', () => {
  it('turns round when the same column is asked for again; long spans come first', () => {
    const state = new SpanTableState();
    const order = () => `${state.sort} ${state.descending}`;
    assert.equal(order(), 'start false');
    state.sortBy('duration');
    assert.equal(order(), 'duration true');
    state.sortBy('duration');
    assert.equal(order(), 'duration false');
    state.sortBy('start');
    assert.equal(order(), 'start false');
    state.sortBy('start');
    assert.equal(order(), 'start true');
  });
});
