import assert from 'node:assert/strict';
import { NONE, type OsThreadRow, State } from '../../src/shared/timeline.ts';
import { ownerName, sliceWords } from '../../webview/layout/coreWords.ts';
import { laneWords } from '../../webview/layout/laneWords.ts';
import { layoutTrack, Pieces } from '../../webview/layout/pieces.ts';
import { timeScale } from '../../webview/layout/scale.ts';
import { type CoreTrack, colourOf, HELPER } from '../../webview/model/cores.ts';
import type { Recording } from '../../webview/model/recording.ts';
import { findSelected, selectionOf } from '../../webview/model/selection.ts';
import { spanAt } from '../../webview/model/track.ts';
import { laneTree } from '../../webview/model/tree.ts';
import { columnsOf, deltaOf, slicesOf } from './madeUp.ts';
import { chance, fromPicture } from './support.ts';

const MS = 1e6;

const threads = `
main     |RRRR  RR  RRR   |
  boil   |RR______RR      |
ada      |  RRRR          |
  chop   |  RRRR          |
grace    |  RRRR          |
  slice  |  RRRR          |
`;

const slices = `
main     |00r0  11   1    |
ada      |  0 rr00  1     |
grace    |  rr0r  00      |
(V8)     |11        r0    |
`;

type Facts = Partial<Recording['store']['facts']>;

function recordingWith(picture: string, facts: Facts = {}, order = (rows: number[]) => rows): Recording {
  const recording = fromPicture(threads);
  const { osThreads, cores } = slicesOf(picture);
  const { store } = recording;
  const known = { ...store, facts: { ...store.facts, coreRecording: 'sampled' as const, ...facts } };
  recording.apply(deltaOf(known, { osThreads }));
  for (const row of order([...cores.core.keys()])) {
    const one = {
      osThread: cores.osThread.slice(row, row + 1),
      core: cores.core.slice(row, row + 1),
      startNs: cores.startNs.slice(row, row + 1),
      endNs: cores.endNs.slice(row, row + 1),
    };
    recording.apply(deltaOf(known, { cores: one }));
  }
  return recording;
}

/** A track as a picture: who, by the first letter of the name. */
function drawn({ lanes, store }: Recording, track: CoreTrack): string {
  const letters = Array.from({ length: 16 }, () => ' ');
  for (let i = 0; i < track.spans.length; i++) {
    const span = spanAt(track, i, lanes.cores.slices, store.nowNs)!;
    const name = ownerName(lanes.cores.ownerOf(span), store);
    for (let ms = span.startNs / MS; ms < span.endNs / MS; ms++) letters[ms] = name[0]!;
  }
  return letters.join('');
}

const labels = (recording: Recording) =>
  laneTree(recording.store, recording.lanes, new Map())
    .filter(({ key }) => key.startsWith('cores'))
    .map(({ label }) => label);

const core = (recording: Recording, number: number) =>
  recording.lanes.cores.tracks.find((track) => track.core === number)!;

/** The words of a row of the cores. */
function wordsOf(recording: Recording, label: string, running = false) {
  const lane = laneTree(recording.store, recording.lanes, new Map()).find((row) => row.label === label)!;
  return laneWords(lane, { tables: recording.store, lanes: recording.lanes, running });
}

describe('page: cores', () => {
  it('have a track each, in which the threads follow one another', () => {
    const recording = recordingWith(slices);
    assert.equal(drawn(recording, core(recording, 0)), 'mmamg aagg V    ');
    assert.equal(drawn(recording, core(recording, 1)), 'VV    mm  am    ');
  });

  it('come to the same tracks in whatever order the slices come', () => {
    const next = chance(3);
    const orders: ((rows: number[]) => number[])[] = [
      (rows) => rows.toReversed(),
      (rows) => rows.toSorted(() => next() - 0.5),
    ];
    const picture = (recording: Recording) =>
      recording.lanes.cores.tracks.map((track) => [
        drawn(recording, track),
        ...track.totals(0, 16 * MS, recording.lanes.cores.slices, 16 * MS),
      ]);
    for (const order of orders)
      assert.deepEqual(picture(recordingWith(slices, {}, order)), picture(recordingWith(slices)));
  });

  it('have a track for each thread that was ready without one, but for no helper', () => {
    const { lanes, store } = recordingWith(slices);
    const waits = lanes.cores.waits.map((track) => {
      const owner = lanes.cores.ownerOf(spanAt(track, 0, lanes.cores.slices, store.nowNs)!);
      const totals = track.totals(0, 16 * MS, lanes.cores.slices, 16 * MS);
      return [ownerName(owner, store), totals[State.ready]! / MS];
    });
    assert.deepEqual(waits, [
      ['main thread', 1],
      ['ada', 2],
      ['grace', 3],
    ]);
    assert.equal(lanes.cores.waitsOf(1), lanes.cores.waits[1]);
  });

  it('are never taken twice: an edge that is sampled too early gives way', () => {
    const recording = recordingWith(slices);
    const { store, lanes } = recording;
    const late = [
      { osThread: 0, core: 5, startNs: 0, endNs: 3.2 * MS },
      { osThread: 1, core: 5, startNs: 3 * MS, endNs: 4 * MS },
      { osThread: 2, core: 5, startNs: 1 * MS, endNs: 2 * MS },
    ];
    recording.apply(deltaOf(store, { cores: columnsOf(late) }));
    const track = core(recording, 5);
    const times = Array.from({ length: track.spans.length }, (_, i) => {
      const { startNs, endNs } = spanAt(track, i, lanes.cores.slices, store.nowNs)!;
      return [startNs / MS, endNs / MS];
    });
    assert.deepEqual(times, [
      [0, 3.2],
      [3.2, 4],
    ]);
  });

  it('take the colour of a thread also when it is known late whose thread it is', () => {
    const recording = recordingWith(slices);
    const { store, lanes } = recording;
    const row = store.osThreads[3] as OsThreadRow;
    assert.equal(lanes.cores.slices.stateAt(core(recording, 0).spans.at(5)), colourOf(2));
    const before = core(recording, 1).totals(0, 2 * MS, lanes.cores.slices, store.nowNs);
    assert.equal(before[HELPER], 2 * MS);
    recording.apply(deltaOf(store, { osThreads: [{ ...row, thread: 2 }] }));
    const after = core(recording, 1).totals(0, 2 * MS, lanes.cores.slices, store.nowNs);
    assert.deepEqual([after[HELPER], after[colourOf(2)]], [0, 2 * MS]);
    assert.equal(drawn(recording, core(recording, 1)), 'gg    mm  am    ');
  });

  it('show each thread’s share of a pixel where there are too many slices for bars', () => {
    const recording = recordingWith(slices);
    const count = 20_000;
    const next = chance(7);
    const rows = [];
    const wanted = new Map<number, number>();
    for (let i = 0, ns = 0; i < count; i++) {
      const osThread = Math.floor(next() * 4);
      const endNs = ns + 100 + next() * 900;
      rows.push({ osThread, core: 7, startNs: ns, endNs });
      const colour = colourOf(osThread === 3 ? NONE : osThread);
      wanted.set(colour, (wanted.get(colour) ?? 0) + endNs - ns);
      ns = endNs;
    }
    recording.apply(deltaOf(recording.store, { cores: columnsOf(rows) }));
    const pieces = new Pieces();
    const scale = timeScale({ startNs: 0, endNs: rows.at(-1)!.endNs }, 500);
    const frame = { spans: recording.lanes.cores.slices, scale, nowNs: recording.store.nowNs };
    layoutTrack(core(recording, 7), frame, pieces);
    assert.ok(pieces.columns >= 500 && pieces.columns <= 502 && pieces.bars === 0);
    for (const [colour, ns] of wanted) {
      let sum = 0;
      for (let i = 0; i < pieces.columns; i++) sum += pieces.shares[i * pieces.states + colour]!;
      assert.ok(Math.abs(sum * scale.nsPerPx - ns) < ns * 1e-6, `colour ${colour}`);
    }
  });

  it('have a row each, below the processes, and one for who had none', () => {
    assert.deepEqual(labels(recordingWith(slices)), ['cores', 'core 0', 'core 1', 'ready, no core']);
    assert.deepEqual(labels(recordingWith('main |33  |\nada |  3|')), ['cores', 'core 3']);
  });

  it('that the program could have used have a row where they are few', () => {
    const one = 'main |00 0|';
    assert.deepEqual(labels(recordingWith(one, { cores: 2 })), ['cores', 'core 0', 'core 1']);
    assert.deepEqual(labels(recordingWith(one, { cores: 1 })), ['cores', 'core 0']);
    assert.deepEqual(labels(recordingWith(one, { cores: 64 })), ['cores', 'core 0']);
    assert.deepEqual(labels(recordingWith('main |33 3|', { cores: 1 })), ['cores', 'core 3']);
  });

  it('say in words how busy they were', () => {
    const recording = recordingWith(slices);
    const { totals, duration } = wordsOf(recording, 'core 0');
    assert.deepEqual([totals, duration], ['busy 63 %', 'busy for 10 ms']);
    assert.equal(wordsOf(recording, 'ready, no core').totals, 'ready 6 ms');
    assert.equal(wordsOf(recording, 'cores').totals, 'sampled about every millisecond');
  });

  it('say in words why there is nothing to see', () => {
    const note = (coreRecording: Facts['coreRecording'], running = false) =>
      wordsOf(recordingWith('', { coreRecording: coreRecording ?? null }), 'cores', running).totals;
    assert.equal(note('off'), 'switched off in the settings');
    assert.equal(note('unavailable'), 'not measured on this system');
    assert.equal(note(null), 'not measured');
    assert.equal(note('sampled', true), 'measuring…');
    assert.equal(note('exact'), 'too short a run to be measured');
    assert.deepEqual(labels(recordingWith('', { coreRecording: 'off' })), ['cores']);
  });

  it('say of a slice who had which core, how long and from when', () => {
    const { lanes, store } = recordingWith(slices);
    const words = (osThread: number, number: number, ms: number) => {
      const span = lanes.cores.find(osThread, number, ms * MS)!;
      const { title, sentence } = sliceWords(span, number, lanes, store);
      return `${title} | ${sentence}`;
    };
    assert.equal(words(1, 0, 6), 'ada · core 0 | ran 2 ms · from 6.000 ms on');
    assert.equal(words(3, 1, 0), 'V8 · core 1 | ran 2 ms · from 0.000 ms on · a helper of the runtime');
    assert.equal(
      words(2, NONE, 2),
      'grace · no core | was ready to run for 2 ms, but had no core · from 2.000 ms on',
    );
  });

  it('give a slice back that was selected in an earlier page', () => {
    const before = recordingWith(slices);
    const after = recordingWith(slices, {}, (rows) => rows.toReversed());
    const span = before.lanes.cores.find(1, 0, 6 * MS)!;
    const saved = JSON.parse(JSON.stringify(selectionOf(span, before.store, before.lanes)));
    assert.deepEqual(saved, { thread: 1, task: NONE, startNs: 6 * MS, onCore: { core: 0, osThread: 1 } });
    assert.equal(findSelected(saved, after.store, after.lanes)?.endNs, 8 * MS);
    assert.equal(findSelected({ ...saved, startNs: 7 * MS }, after.store, after.lanes), null);
  });
});
