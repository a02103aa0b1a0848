import assert from 'node:assert/strict';
import { formatClock, formatDuration, formatMoment, timeTicks } from '../../webview/layout/time.ts';

describe('page: time in human units', () => {
  const cases: readonly (readonly [number, string])[] = [
    [0, '0 ms'],
    [1, '1 ns'],
    [999, '999 ns'],
    [1000, '1 µs'],
    [1234, '1.23 µs'],
    [12_345, '12.3 µs'],
    [123_456, '123 µs'],
    [999_700, '1 ms'],
    [152_000_000, '152 ms'],
    [400_000, '400 µs'],
    [1_239_999_999, '1.24 s'],
    [100_500_000_000, '101 s'],
  ];
  for (const [ns, text] of cases) {
    it(`writes ${ns} ns as ${text}`, () => assert.equal(formatDuration(ns), text));
  }

  it('lets the clock count in steps that do not change its width', () => {
    assert.equal(formatClock(1_240_000_000), '1.24 s');
    assert.equal(formatClock(1_200_000_000), '1.20 s');
    assert.equal(formatClock(125_000_000_000), '2 min 5 s');
  });

  it('writes a moment as exactly as the window needs', () => {
    assert.equal(formatMoment(70_112_345, 200e6), '70.1 ms');
    assert.equal(formatMoment(70_112_345, 1e6), '70.112 ms');
  });
});

describe('page: ticks of the axis', () => {
  it('stands at round numbers of one unit', () => {
    const ticks = timeTicks(0, 400e6, 5);
    assert.deepEqual(ticks.values.map(ticks.label), ['0 ms', '100 ms', '200 ms', '300 ms', '400 ms']);
    assert.equal(ticks.base, null);
  });

  it('shows as many digits as tell two ticks apart', () => {
    const ticks = timeTicks(10e6, 11e6, 5);
    assert.equal(new Set(ticks.values.map(ticks.label)).size, ticks.values.length);
  });

  it('counts from a named moment when the window is narrow and far from zero', () => {
    const ticks = timeTicks(1_234_567_000, 1_234_569_000, 4);
    assert.equal(ticks.base, '1.234 s');
    assert.ok(ticks.values.map(ticks.label).every((label) => /^\+56\d\.\d µs$/.test(label)));
  });

  it('has no tick before the recording began', () => {
    assert.ok(timeTicks(-50e6, 400e6, 5).values.every((ns) => ns >= 0));
  });
});
