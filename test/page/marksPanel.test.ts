import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../../src/dev/chromium.ts';
import type { TimelineDelta } from '../../src/shared/timeline.ts';
import { programs, Recordings } from './recordings.ts';
import { openRecording, TestPanel } from './testPanel.ts';

describe('page: marks', function () {
  this.timeout(120_000);
  let browser: Browser;
  let recordings: Recordings;
  let timings: string;
  let panel: TestPanel;

  before(async () => {
    recordings = await Recordings.create();
    timings = await recordings.record('timings', programs.timings);
    browser = await launchChromium();
  });
  after(async () => {
    await browser?.close();
    await recordings?.remove();
  });
  afterEach(() => panel.close());

  const legend = () => panel.page.locator('.legend-marks').locator('li').allTextContents();

  /** Where a moment lies on the page: the ticks of the axis tell it. */
  async function xOf(ns: number): Promise<number> {
    const ticks = await panel.page.$$eval('.axis-plot .tick', (all) =>
      all.map((tick) => [
        Number.parseFloat(tick.textContent ?? ''),
        (tick as SVGGElement).transform.baseVal.getItem(0).matrix.e,
      ]),
    );
    const [[ms0, x0], [ms1, x1]] = [ticks[0]!, ticks.at(-1)!] as [[number, number], [number, number]];
    const row = await panel.rowAt('main thread');
    return row.x + x0 + ((ns / 1e6 - ms0) * (x1 - x0)) / (ms1 - ms0);
  }

  const announced = (text: RegExp) =>
    panel.page.locator('[role=status]', { hasText: text }).waitFor({ state: 'attached' });

  it('a garbage collection can be pointed at, chosen, and is announced', async () => {
    panel = await TestPanel.greeted(browser);
    await panel.show(timings);
    const { marks } = openRecording(timings).tables;
    const major = marks.find(({ kind, text }) => kind === 'gc' && text === 'major')!;
    const { y } = await panel.rowAt('main thread');
    const x = await xOf((major.ns + major.endNs!) / 2);
    await panel.page.mouse.move(x, y);
    await panel.drawn();
    // On a slow machine the young objects' own collection lies so close before it that both are one.
    assert.match(await panel.text('.tooltip'), /garbage collection [\d.]+ m?s \(major\)/);
    const before = await panel.picture();
    // Of several announcements the newest counts: that of the run comes first.
    await announced(/Concurrent/);
    await panel.page.mouse.click(x, y);
    await panel.page.mouse.move(x, y + 300);
    await panel.drawn();
    assert.match(await panel.text('.details'), /garbage collection [\d.]+ m?s/);
    await announced(/garbage collection .*(its thread stood still|\(major\))/);
    assert.notEqual(await panel.picture(), before, 'it stands out');
  });

  it('what the program measured leads to its line', async () => {
    panel = await TestPanel.greeted(browser);
    await panel.show(timings);
    const { marks } = openRecording(timings).tables;
    const measure = marks.find(({ text }) => text === 'load pictures')!;
    const { y } = await panel.rowAt('main thread');
    await panel.page.mouse.click(await xOf((measure.ns + measure.endNs!) / 2), y - 8);
    await panel.drawn();
    assert.match(await panel.text('.details'), /^load (text|pictures): \d+/);
    await panel.page.getByRole('button', { name: 'Show in code' }).click();
    assert.equal((await panel.waitForMessage('reveal')).site.line, 9);
  });

  it('the legend explains what is there, and nothing else', async () => {
    panel = await TestPanel.greeted(browser);
    await panel.show(timings);
    assert.deepEqual(await legend(), ['console line, error', 'garbage collection', 'mark', 'measure']);
    const without = (delta: TimelineDelta): TimelineDelta => ({
      ...delta,
      marks: delta.marks.filter(({ kind }) => kind === 'measure'),
    });
    await panel.close();
    panel = await TestPanel.greeted(browser);
    await panel.show(timings, 'finished', without);
    assert.deepEqual(await legend(), ['measure']);
    await panel.close();
    panel = await TestPanel.greeted(browser);
    await panel.show(timings, 'finished', (delta) => ({ ...delta, marks: [] }));
    assert.ok(await panel.page.locator('.legend-marks').isHidden());
  });

  it('those who cannot see them read how many there are', async () => {
    panel = await TestPanel.greeted(browser);
    await panel.show(timings);
    const row = panel.page.locator('[role=row]', { hasText: 'main thread' }).first();
    assert.match(
      (await row.locator('[role=gridcell]').allTextContents()).join(),
      /6 console lines · \d+ garbage collections?, .* in all · 33 marks · 2 measures/,
    );
  });
});
