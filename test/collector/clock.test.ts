import assert from 'node:assert/strict';
import { clockError, measureClockError } from '../../src/collector/clock.ts';

describe('the clock error', () => {
  it('is a bound that two threads keep: above nothing, and far below a millisecond', async () => {
    const errorNs = await measureClockError();
    assert.ok(errorNs !== null && errorNs > 0 && errorNs < 1e6, `${errorNs} ns`);
  });

  it('is measured once', async () => {
    assert.equal(await clockError(), await clockError());
  });
});
