import assert from 'node:assert/strict';
import { finish, sorted } from '../../src/analysis/steps.ts';

describe('numbers sorted in steps', () => {
  for (const length of [0, 1, 1000, 16_384, 16_385, 100_003]) {
    it(`are in order: ${length}`, () => {
      const values = Float64Array.from({ length }, (_, i) => (i * 7919) % 10_007);
      const wanted = values.slice().sort();
      assert.deepEqual(finish(sorted(values)), wanted);
    });
  }

  it('let others go first again and again', () => {
    const steps = sorted(new Float64Array(200_000).fill(1));
    let interruptions = 0;
    while (!steps.next().done) interruptions++;
    assert.ok(interruptions > 12, `${interruptions}`);
  });
});
