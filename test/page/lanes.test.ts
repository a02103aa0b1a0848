import assert from 'node:assert/strict';
import { verdictOf } from '../../src/analysis/index.ts';
import { NONE, State } from '../../src/shared/timeline.ts';
import { groupDensity, tracksDensity } from '../../webview/layout/density.ts';
import { timeScale } from '../../webview/layout/scale.ts';
import { CallGroup, MAX_OWN_ROWS, MAX_ROWS } from '../../webview/model/callGroup.ts';
import type { Recording } from '../../webview/model/recording.ts';
import { RowHeap } from '../../webview/model/rowHeap.ts';
import { StepCurve } from '../../webview/model/stepCurve.ts';
import { STATES } from '../../webview/model/track.ts';
import { chance, fromPicture, Spans } from './support.ts';

const MS = 1e6;

const kitchen = `
main                |RRRR  RR  RRR   |
  boil              |R_______RR      |
  toast             | R___R____RR    |
  toast             |  RR____R       |
  timer 5 ms        |   _____R       |
`;

describe('page: lanes', () => {
  it('puts each function in a group of its own, and operations beside them', () => {
    const { lanes, store } = fromPicture(kitchen);
    const names = (groups: readonly CallGroup[]) => groups.map((group) => store.strings[group.identity.name]);
    assert.deepEqual(names(lanes.threads[0]!.calls), ['boil', 'toast', 'toast']);
    assert.deepEqual(names(lanes.threads[0]!.operations), ['timer 5 ms']);
  });

  it('shows on a track just what the timeline says of the task', () => {
    const { lanes, store } = fromPicture(kitchen);
    const { spans } = store;
    for (let task = 0; task < store.tasks.length; task++) {
      const wanted: number[] = [];
      for (let span = 0; span < spans.length; span++) if (spans.taskAt(span) === task) wanted.push(span);
      const track = lanes.trackOf(0, task)!;
      assert.deepEqual([...track.spans.items.slice(0, track.spans.length)], wanted);
      assert.ok(wanted.length > 0);
    }
  });

  it('comes to the same lanes whatever the size of the batches', () => {
    const picture = (recording: Recording) =>
      recording.lanes.groups.map((group) => [
        group.tasks.length,
        ...group.rows.map((row) => [...row.spans.items.slice(0, row.spans.length)]),
      ]);
    assert.deepEqual(picture(fromPicture(kitchen, 1)), picture(fromPicture(kitchen)));
  });

  it('counts tasks in progress and running threads as the verdict does', () => {
    const recording = fromPicture(kitchen);
    const { inProgress, running } = verdictOf(recording.store, 0, recording.store.nowNs);
    assert.equal(Math.round(recording.inProgress.curve.maximum()), inProgress.most);
    assert.equal(Math.round(recording.lanes.runningThreads.maximum()), running.most);
  });
});

describe('page: rows of a group', () => {
  const limit = { endNs: Number.POSITIVE_INFINITY };
  const identity = { thread: 0, kind: 0, name: 0, site: 0 };
  const empty = new Spans(0);

  /** Packs calls as they would come in; returns the row of each. */
  function pack(calls: readonly (readonly [startNs: number, endNs: number])[]): {
    rows: number[];
    group: CallGroup;
  } {
    const group = new CallGroup(0, identity, limit);
    const rows: number[] = [];
    const starts = Float64Array.from(calls, ([startNs]) => startNs);
    const open = new Set<number>();
    for (const [call, [startNs]] of calls.entries()) {
      for (const other of [...open].sort((a, b) => calls[a]![1] - calls[b]![1])) {
        if (calls[other]![1] > startNs) break;
        open.delete(other);
        if (rows[other] !== NONE) group.end(rows[other]!, calls[other]![1]);
      }
      if (group.isFull) for (const [i, row] of group.repack(starts, empty).entries()) rows[i] = row;
      rows.push(group.start(call, startNs));
      open.add(call);
    }
    return { rows, group };
  }

  it('gives every call its own row as long as there are few', () => {
    const { rows } = pack(Array.from({ length: MAX_OWN_ROWS }, (_, i) => [i * 10, i * 10 + 5]));
    assert.deepEqual(
      rows,
      Array.from({ length: MAX_OWN_ROWS }, (_, i) => i),
    );
  });

  it('puts calls behind one another when there are many', () => {
    const { rows, group } = pack(Array.from({ length: 5000 }, (_, i) => [i * 10, i * 10 + 5]));
    assert.deepEqual(new Set(rows), new Set([0]));
    assert.equal(group.rows.length, 1);
  });

  it('never lets two calls overlap in a row, and needs no more rows than calls at a time', () => {
    const next = chance(7);
    const calls = Array.from({ length: 3000 }, (_, i) => [i * 10, i * 10 + next() * 300] as const);
    const { rows, group } = pack(calls);
    const ends = new Map<number, number>();
    for (const [call, row] of rows.entries()) {
      assert.ok(calls[call]![0] >= (ends.get(row) ?? 0), `call ${call} overlaps in row ${row}`);
      ends.set(row, calls[call]![1]);
    }
    assert.ok(group.rows.length <= 31, `${group.rows.length} rows`);
  });

  it('counts the calls for which there is no row left', () => {
    const { rows, group } = pack(Array.from({ length: MAX_ROWS + 500 }, (_, i) => [i, 1e9]));
    assert.equal(group.rows.length, MAX_ROWS);
    assert.equal(group.withoutRow, 500);
    assert.equal(rows.filter((row) => row === NONE).length, 500);
  });

  it('draws the same density from its curves as from its rows', () => {
    const calls = 2000;
    const spans = new Spans(2 * calls);
    const group = new CallGroup(0, identity, limit);
    const starts = Float64Array.from({ length: calls }, (_, i) => i * MS);
    let row = NONE;
    for (let i = 0; i < calls; i++) {
      // Each runs for 0.3 ms and waits for 0.4 ms, so that one row is enough.
      const states = [State.running, State.waiting];
      if (i > 0) group.end(row, starts[i - 1]! + 0.7 * MS);
      if (group.isFull) group.repack(starts, spans);
      row = group.start(i, starts[i]!);
      for (const [part, state] of states.entries()) {
        const span = 2 * i + part;
        spans.state[span] = state;
        spans.startNs[span] = starts[i]! + part * 0.3 * MS;
        spans.endNs[span] = starts[i]! + (part === 0 ? 0.3 : 0.7) * MS;
        group.rows[row]!.append(span, spans);
        group.countSpan(state, spans.startNs[span]!, spans.endNs[span]!);
      }
    }
    const nowNs = calls * MS;
    const frame = { spans, scale: timeScale({ startNs: 0, endNs: nowNs }, 600), nowNs };
    const [curves, rows] = [groupDensity(group, frame), tracksDensity(group.rows, frame)];
    for (const state of [State.running, State.waiting]) {
      const at = 100 * STATES + state;
      assert.ok(
        Math.abs(curves.counts[at]! - rows.counts[at]!) < 0.1,
        `${curves.counts[at]} ${rows.counts[at]}`,
      );
      assert.ok(rows.counts[at]! > 0.2);
    }
  });
});

describe('page: curves', () => {
  it('keeps the mean of a level, also when time runs past its buckets', () => {
    const curve = new StepCurve();
    const next = chance(11);
    const steps: [number, number][] = [];
    for (let i = 0; i < 3000; i++) {
      const start = next() * 200 * MS;
      const end = start + next() * 5 * MS;
      steps.push([start, end]);
      curve.step(start, 1);
      curve.step(end, -1);
    }
    const means = curve.means();
    for (const bucket of [3, 100, 500, 900]) {
      const [from, to] = [bucket * curve.bucketNs, (bucket + 1) * curve.bucketNs];
      const covered = steps.reduce(
        (sum, [a, b]) => sum + Math.max(0, Math.min(b, to) - Math.max(a, from)),
        0,
      );
      assert.ok(Math.abs(means[bucket]! - covered / curve.bucketNs) < 0.05, `bucket ${bucket}`);
    }
    assert.ok(curve.length > 1000 && curve.length <= 2048);
  });

  it('stays at its level behind the last step', () => {
    const curve = new StepCurve();
    curve.step(1000, 3);
    assert.equal(curve.at(5 * MS), 3);
    assert.equal(curve.at(-1), 0);
  });
});

describe('page: free rows', () => {
  it('come out with the lowest first', () => {
    const heap = new RowHeap();
    const next = chance(5);
    const rows = Array.from({ length: 200 }, () => Math.floor(next() * 1000));
    for (const row of rows) heap.push(row);
    const out = rows.map(() => heap.pop());
    assert.deepEqual(
      out,
      rows.toSorted((a, b) => a - b),
    );
    assert.equal(heap.pop(), undefined);
  });
});
