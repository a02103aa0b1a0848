import assert from 'node:assert/strict';
import { clamp, fitAround, panBy, tailOf, wholeOf, widthOf, zoomAt } from '../../webview/model/view.ts';

const extent = { startNs: 0, endNs: 1000e6 };
const window = { startNs: 200e6, endNs: 400e6 };

describe('page: the window of time', () => {
  it('keeps the moment under the pointer where it is when it zooms', () => {
    const at = 250e6;
    const zoomed = zoomAt(window, at, 0.5);
    assert.equal(widthOf(zoomed), 100e6);
    const share = (w: typeof window) => (at - w.startNs) / widthOf(w);
    assert.ok(Math.abs(share(zoomed) - share(window)) < 1e-9);
  });

  it('pans by a share of its width', () => {
    assert.deepEqual(panBy(window, 0.5), { startNs: 300e6, endNs: 500e6 });
  });

  it('cannot lose the run out of sight', () => {
    for (const shift of [-50, 50]) {
      const clamped = clamp(panBy(window, shift), extent);
      assert.equal(widthOf(clamped), widthOf(window));
      assert.ok(clamped.endNs > extent.startNs && clamped.startNs < extent.endNs);
    }
  });

  it('stays wide enough to be drawn and no wider than the run with some air', () => {
    assert.ok(widthOf(clamp({ startNs: 5, endNs: 5.001 }, extent)) >= 100);
    assert.ok(widthOf(clamp(zoomAt(window, 0, 1000), extent)) <= 1.5 * widthOf(extent));
  });

  it('fits a stretch with air on both sides', () => {
    const fitted = fitAround(window);
    assert.ok(fitted.startNs < window.startNs && fitted.endNs > window.endNs);
    assert.ok(widthOf(window) / widthOf(fitted) > 0.8);
  });

  it('follows the end without changing its width', () => {
    const tail = tailOf(window, extent);
    assert.ok(Math.abs(widthOf(tail) - widthOf(window)) < 1);
    assert.ok(tail.endNs >= extent.endNs && tail.endNs < extent.endNs * 1.05);
  });

  it('shows all of the run as a whole', () => {
    const whole = wholeOf(extent);
    assert.ok(whole.startNs < 0 && whole.endNs > extent.endNs);
  });
});
