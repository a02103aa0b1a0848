import assert from 'node:assert/strict';
import { speedWords } from '../../webview/layout/replayWords.ts';
import { ReplayState, speeds, suitableSpeed, windowAlong, windowAround } from '../../webview/model/replay.ts';

const MS = 1e6;
const extent = { startNs: 10 * MS, endNs: 110 * MS };

describe('page: the state of replay', () => {
  it('has a speed at which any run takes about ten seconds, in words', () => {
    const words = [40e9, 10e9, 1e9, 150 * MS, 10 * MS, 20_000, 1].map((ns) => speedWords(suitableSpeed(ns)));
    assert.deepEqual(words, [
      '4 × real time',
      'real time',
      '1/10 of real time',
      '1/50 of real time',
      '1/1,000 of real time',
      '1/500,000 of real time',
      '1/1,000,000 of real time',
    ]);
    assert.deepEqual(
      speeds.toSorted((a, b) => b - a),
      speeds,
    );
  });

  it('moves on as fast as its speed says, never past the end, and stops there', () => {
    const replay = new ReplayState();
    replay.chosenSpeed = 0.5;
    replay.play(20 * MS, extent);
    for (const ms of [1000, 1010, 1030]) replay.tick(ms, extent, false);
    assert.equal(replay.atNs, 35 * MS);
    // A page that was hidden for a minute goes on where it was.
    replay.tick(61_000, extent, false);
    assert.equal(replay.atNs, 85 * MS);
    replay.tick(61_100, extent, false);
    assert.deepEqual([replay.atNs, replay.playing], [110 * MS, false]);
    replay.play(15 * MS, extent);
    assert.deepEqual([replay.atNs, replay.playing], [15 * MS, true]);
  });

  it('waits at the end of a run that still goes on', () => {
    const replay = new ReplayState();
    replay.chosenSpeed = 4;
    replay.play(100 * MS, extent);
    for (const ms of [0, 50]) replay.tick(ms, extent, true);
    assert.deepEqual([replay.atNs, replay.playing], [110 * MS, true]);
    replay.tick(60, { ...extent, endNs: 500 * MS }, true);
    assert.equal(replay.atNs, 150 * MS);
  });

  it('takes a window that is zoomed along: smoothly, or page by page', () => {
    const window = { startNs: 20 * MS, endNs: 40 * MS };
    const along = (ms: number, inJumps = false) =>
      windowAlong(ms * MS, window, extent, inJumps)?.startNs ?? null;
    assert.deepEqual([along(20), along(31), along(36), along(39)], [null, null, 24 * MS, 27 * MS]);
    assert.deepEqual([along(36, true), along(39.5, true)], [null, 38.5 * MS]);
    // Beyond either side it jumps, and it does not leave the run behind at its end.
    assert.deepEqual([along(12), along(80)], [11 * MS, 79 * MS]);
    assert.equal(along(109), 90.4 * MS);
  });

  it('centres a moment that is outside of the window', () => {
    const window = { startNs: 20 * MS, endNs: 40 * MS };
    assert.equal(windowAround(30 * MS, window), null);
    assert.deepEqual(windowAround(60 * MS, window), { startNs: 50 * MS, endNs: 70 * MS });
  });
});
