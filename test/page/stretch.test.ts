import { strict as assert } from 'node:assert';
import { Stretch } from '../../webview/model/stretch.ts';

const extent = { startNs: 0, endNs: 100 };

describe('page: a stretch chosen with keys', () => {
  it('begins where it is told, grows, shrinks, and turns round at the end that stays', () => {
    const stretch = new Stretch();
    let range = stretch.moveBy(10, null, 50, extent);
    assert.deepEqual(range, { startNs: 50, endNs: 60 });
    range = stretch.moveBy(10, range, 0, extent);
    assert.deepEqual(range, { startNs: 50, endNs: 70 });
    range = stretch.moveBy(-30, range, 0, extent);
    assert.deepEqual(range, { startNs: 40, endNs: 50 });
    range = stretch.moveBy(-10, range, 0, extent);
    assert.deepEqual(range, { startNs: 30, endNs: 50 });
  });

  it('is gone when its ends meet, and begins anew', () => {
    const stretch = new Stretch();
    const range = stretch.moveBy(-10, null, 50, extent);
    assert.deepEqual(range, { startNs: 40, endNs: 50 });
    assert.equal(stretch.moveBy(10, range, 0, extent), null);
    assert.deepEqual(stretch.moveBy(10, null, 20, extent), { startNs: 20, endNs: 30 });
  });

  it('stays within the run', () => {
    const stretch = new Stretch();
    assert.deepEqual(stretch.moveBy(30, { startNs: 60, endNs: 90 }, 0, extent), { startNs: 60, endNs: 100 });
    assert.deepEqual(new Stretch().moveBy(-30, null, 20, extent), { startNs: 0, endNs: 20 });
  });

  it('that was chosen in another way moves at its later end', () => {
    const stretch = new Stretch();
    stretch.moveBy(-10, null, 50, extent);
    assert.deepEqual(stretch.moveBy(-5, { startNs: 10, endNs: 90 }, 0, extent), { startNs: 10, endNs: 85 });
  });
});
