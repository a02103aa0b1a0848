import assert from 'node:assert/strict';
import { State } from '../../src/shared/timeline.ts';
import { nearestSpan } from '../../webview/layout/hit.ts';
import { layoutTrack, Pieces } from '../../webview/layout/pieces.ts';
import { timeScale } from '../../webview/layout/scale.ts';
import { Tiles } from '../../webview/layout/tiles.ts';
import { STATES, Track } from '../../webview/model/track.ts';
import { bruteTotals, chance, randomTrack } from './support.ts';

const close = (a: number, b: number, within = 1e-3) =>
  assert.ok(Math.abs(a - b) <= within, `${a} is not ${b}`);

describe('page: a track of spans', () => {
  const { track, spans } = randomTrack(5000, 1);
  const endNs = spans.endNs.at(-1)!;
  const next = chance(2);

  it('finds the last span that starts at or before a moment', () => {
    for (let i = 0; i < 500; i++) {
      const ns = next() * endNs * 1.1 - 10;
      assert.equal(
        track.findStart(ns, spans),
        spans.startNs.findLastIndex((start) => start <= ns),
      );
    }
  });

  it('finds it from a hint as well', () => {
    for (let i = 0; i < 500; i++) {
      const ns = next() * endNs;
      const found = track.findStart(ns, spans);
      assert.equal(track.findStart(ns, spans, Math.floor(next() * (found + 2)) - 1), found);
    }
  });

  it('adds up any stretch exactly', () => {
    for (let i = 0; i < 200; i++) {
      const [a, b] = [next() * endNs, next() * endNs].sort((x, y) => x - y) as [number, number];
      const totals = track.totals(a, b, spans, endNs);
      for (const [state, ns] of bruteTotals(spans, a, b).entries()) close(totals[state]!, ns);
    }
  });

  it('counts an open span up to now, and no further than its thread lived', () => {
    const limit = { endNs: Number.POSITIVE_INFINITY };
    const open = new Track(limit);
    open.open = { task: 0, state: State.waiting, startNs: 100, reason: -1, site: -1 };
    assert.equal(open.totals(0, 1000, spans, 700)[State.waiting], 600);
    limit.endNs = 300;
    assert.equal(open.totals(0, 1000, spans, 700)[State.waiting], 200);
  });
});

describe('page: a track laid out', () => {
  const pieces = new Pieces();

  /** Time per state in the pixels `[from, to)` as the pieces show it, in px. */
  function shown(from: number, to: number): number[] {
    const sums = [0, 0, 0, 0, 0];
    for (let i = 0; i < pieces.bars; i++) {
      const px = Math.min(to, pieces.barX1[i]!) - Math.max(from, pieces.barX0[i]!);
      if (px > 0) sums[pieces.barState[i]!]! += px;
    }
    for (let i = 0; i < pieces.columns; i++) {
      const x = pieces.columnX[i]!;
      if (x < from || x >= to) continue;
      for (let s = 1; s < STATES; s++) sums[s]! += pieces.shares[i * STATES + s]!;
    }
    return sums;
  }

  const cases = [30, 5000, 50_000].flatMap((count) => [
    { count, tiled: false },
    { count, tiled: true },
  ]);
  for (const { count, tiled } of cases) {
    it(`shows of ${count} spans how long each state lasted, in every zoom${tiled ? ', from tiles' : ''}`, () => {
      const { track, spans } = randomTrack(count, count);
      const more = tiled ? { tiles: new Tiles(spans) } : {};
      const endNs = spans.endNs.at(-1)!;
      for (const [from, to] of [
        [0, 1],
        [0.2, 0.7],
        [0.5, 0.51],
        [0.9, 0.9001],
      ] as const) {
        const scale = timeScale({ startNs: from * endNs, endNs: to * endNs }, 800);
        layoutTrack(track, { spans, scale, nowNs: endNs, ...more }, pieces);
        const [low, high] = [100, 700];
        const wanted = bruteTotals(spans, scale.toNs(low), scale.toNs(high));
        const got = shown(low, high);
        // A wide span that begins inside a column is drawn from there, so that each bar may add a pixel.
        for (let s = 1; s < STATES; s++) close(got[s]!, wanted[s]! / scale.nsPerPx, 2 + pieces.bars);
      }
    });
  }

  it('shows the same from tiles that were made while it grew as from new ones', () => {
    const { track, spans } = randomTrack(20_000, 7);
    const endNs = spans.endNs.at(-1)!;
    const scale = timeScale({ startNs: 0, endNs }, 800);
    const grown = new Track({ endNs: Number.POSITIVE_INFINITY });
    const tiles = new Tiles(spans);
    for (let i = 0; i < track.spans.length; i++) {
      grown.append(track.spans.at(i), spans);
      if (i % 3000 === 0) layoutTrack(grown, { spans, scale, nowNs: endNs, tiles }, pieces);
    }
    layoutTrack(grown, { spans, scale, nowNs: endNs, tiles }, pieces);
    const shares = [...pieces.shares.slice(0, pieces.columns * STATES)];
    layoutTrack(grown, { spans, scale, nowNs: endNs, tiles: new Tiles(spans) }, pieces);
    assert.ok(pieces.columns > 400);
    assert.deepEqual(shares, [...pieces.shares.slice(0, pieces.columns * STATES)]);
  });

  it('shows a coarser picture where there is no time for a finer one, and the finer one later', () => {
    const { track, spans } = randomTrack(50_000, 9);
    const endNs = spans.endNs.at(-1)!;
    const tiles = new Tiles(spans);
    const show = (share: number, nowMs: number) => {
      const scale = timeScale({ startNs: 0, endNs: endNs * share }, 800);
      tiles.begin(nowMs);
      layoutTrack(track, { spans, scale, nowNs: endNs, tiles }, pieces);
    };
    show(1, Number.POSITIVE_INFINITY);
    assert.ok(!tiles.isRough);
    show(0.2, Number.NEGATIVE_INFINITY);
    assert.ok(tiles.isRough);
    const px = (endNs * 0.2) / 800;
    const wanted = bruteTotals(spans, 0, endNs * 0.2);
    for (let s = 1; s < STATES; s++) close(shown(0, 800)[s]!, wanted[s]! / px, 4 + pieces.bars);
    show(0.2, Number.POSITIVE_INFINITY);
    assert.ok(!tiles.isRough);
  });

  it('costs what is visible, not what was recorded', () => {
    const { track, spans } = randomTrack(200_000, 3);
    const endNs = spans.endNs.at(-1)!;
    const scale = timeScale({ startNs: 0, endNs }, 800);
    layoutTrack(track, { spans, scale, nowNs: endNs }, pieces);
    assert.ok(pieces.columns + pieces.bars <= 2 * 800, `${pieces.columns} columns, ${pieces.bars} bars`);
    assert.ok(pieces.columns > 400);
  });

  it('draws each of a few spans as a bar', () => {
    const { track, spans } = randomTrack(12, 4);
    const endNs = spans.endNs.at(-1)!;
    layoutTrack(track, { spans, scale: timeScale({ startNs: 0, endNs }, 800), nowNs: endNs }, pieces);
    assert.equal(pieces.bars, 12);
    assert.equal(pieces.columns, 0);
    assert.deepEqual([...pieces.barIndex.slice(0, 12)], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  });

  it('finds the span under the pointer, or the nearest within reach', () => {
    const { track, spans } = randomTrack(1000, 5);
    const endNs = spans.endNs.at(-1)!;
    for (const at of [0, 17, 500, 999]) {
      const middle = (spans.startNs[at]! + spans.endNs[at]!) / 2;
      assert.equal(nearestSpan(track, middle, 0, spans, endNs)?.index, at);
    }
    assert.equal(nearestSpan(track, endNs + 50, 100, spans, endNs)?.index, 999);
    assert.equal(nearestSpan(track, endNs + 500, 100, spans, endNs), null);
  });
});
