import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../../src/dev/chromium.ts';
import { programs, Recordings } from './recordings.ts';
import { openRecording, TestPanel } from './testPanel.ts';

const MAX_MB = 500;

/** Zooms in with the wheel; returns how long each frame took to draw, in ms. */
function frameTimes(): Promise<number[]> {
  const canvas = document.querySelector('canvas.bars')!;
  const { left, top, width } = canvas.getBoundingClientRect();
  const at = { clientX: left + width / 2, clientY: top + 30, bubbles: true, cancelable: true };
  const frame = () => {
    canvas.dispatchEvent(new WheelEvent('wheel', { deltaY: -80, ...at }));
    return new Promise<number>((resolve) =>
      requestAnimationFrame(() => {
        const startMs = performance.now();
        setTimeout(() => resolve(performance.now() - startMs));
      }),
    );
  };
  return Array.from({ length: 30 }).reduce<Promise<number[]>>(
    async (times) => [...(await times), await frame()],
    Promise.resolve([]),
  );
}

describe('page: a million awaits', function () {
  this.timeout(240_000);
  let browser: Browser;
  let recordings: Recordings;
  let panel: TestPanel;

  before(async () => {
    recordings = await Recordings.create();
    browser = await launchChromium();
  });
  after(async () => {
    await browser?.close();
    await recordings?.remove();
  });
  afterEach(() => panel.close());

  it(`are shown in less than ${MAX_MB} MB, and can be zoomed into`, async () => {
    const file = await recordings.record('million', programs.million);
    const { spans, tasks } = openRecording(file).tables;
    assert.ok(
      tasks.length > 500_000 && spans.length > 2_000_000,
      `${tasks.length} tasks, ${spans.length} spans`,
    );
    panel = await TestPanel.greeted(browser);
    await panel.show(file);
    const client = await panel.page.context().newCDPSession(panel.page);
    await client.send('HeapProfiler.collectGarbage');
    const usage = (await client.send('Runtime.getHeapUsage')) as {
      usedSize: number;
      backingStorageSize?: number;
    };
    const heapMb = (usage.usedSize + (usage.backingStorageSize ?? 0)) / 1e6;
    assert.ok(heapMb < MAX_MB, `${heapMb} MB`);

    const row = panel.page.locator('[role=row]', { hasText: '×500,000' });
    assert.match((await row.textContent())!, /step/);
    const whole = await panel.picture();
    const times = (await panel.page.evaluate(frameTimes)).sort((a, b) => a - b);
    assert.notEqual(await panel.picture(), whole);
    const [median, worst] = [times[15]!, times.at(-1)!].map((ms) => ms.toFixed(1));
    console.log(
      `      ${spans.length} spans: ${heapMb.toFixed(0)} MB, frames ${median} ms, worst ${worst} ms`,
    );
    assert.deepEqual(
      (await panel.sent()).filter(({ type }) => type === 'pageError'),
      [],
    );
  });
});
