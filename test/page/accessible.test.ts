import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../../src/dev/chromium.ts';
import { violations } from './axe.ts';
import { deltaOf, slicesOf, withoutCores } from './madeUp.ts';
import { programs, Recordings } from './recordings.ts';
import { openRecording, TestPanel } from './testPanel.ts';
import type { ThemeName } from './themes.ts';

describe('page: for everybody', function () {
  this.timeout(120_000);
  let browser: Browser;
  let recordings: Recordings;
  let kitchen: string;
  let panel: TestPanel;

  before(async () => {
    recordings = await Recordings.create();
    kitchen = await recordings.record('kitchen', programs.kitchen);
    browser = await launchChromium();
  });
  after(async () => {
    await browser?.close();
    await recordings?.remove();
  });
  afterEach(() => panel.close());

  for (const theme of ['light', 'dark', 'highContrast'] as const satisfies readonly ThemeName[]) {
    it(`axe finds nothing wrong with a timeline, theme ${theme}`, async () => {
      panel = await TestPanel.greeted(browser, { theme });
      await panel.show(kitchen);
      const row = await panel.rowAt('boil');
      await panel.page.mouse.click(row.x + row.width / 4, row.y);
      await panel.drawn();
      assert.deepEqual(await violations(panel), []);
    });
  }

  it('axe finds nothing wrong with cores and an honesty line that is open', async () => {
    panel = await TestPanel.greeted(browser);
    await panel.show(kitchen, 'finished', withoutCores);
    const { tables } = openRecording(kitchen);
    const known = { nowNs: tables.nowNs, facts: { ...tables.facts, cores: 2 } };
    await panel.sendBatch(deltaOf(known, slicesOf('main |000 111 rr 000|')), false);
    await panel.page.locator('.honesty summary').click();
    assert.ok((await panel.rows()).includes('core 1'));
    assert.deepEqual(await violations(panel), []);
  });

  for (const phase of ['idle', 'starting', 'failed'] as const) {
    it(`axe finds nothing wrong with a panel that is ${phase}`, async () => {
      panel = await TestPanel.greeted(browser);
      await panel.status(phase, 'A sentence that says what to do.');
      assert.deepEqual(await violations(panel), []);
    });
  }

  it('axe finds nothing wrong with the sheet of keys', async () => {
    panel = await TestPanel.greeted(browser);
    await panel.show(kitchen);
    await panel.page.keyboard.press('?');
    assert.deepEqual(await violations(panel), []);
  });

  it('the canvas is hidden from screen readers, and the tree beside it is not', async () => {
    panel = await TestPanel.greeted(browser);
    await panel.show(kitchen);
    assert.equal(await panel.page.locator('canvas.bars').getAttribute('aria-hidden'), 'true');
    const tree = await panel.page.locator('.lanes').ariaSnapshot();
    assert.match(tree, /treegrid "Lanes: processes, threads, tasks"/);
    assert.match(tree, /row "boil ran .* waited [\d.]+ ms/);
  });

  it('exactly one row can be reached with Tab, and the focus is to be seen', async () => {
    panel = await TestPanel.greeted(browser);
    await panel.show(kitchen);
    const { page } = panel;
    assert.equal(await page.locator('[role=row][tabindex="0"]').count(), 1);
    await page.locator('[role=row][tabindex="0"]').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await panel.drawn();
    const focused = page.locator('[role=row]:focus');
    assert.match((await focused.textContent())!, /<module>/);
    assert.equal(await page.locator('[role=row][tabindex="0"]').count(), 1);
    assert.notEqual(await focused.evaluate((row) => getComputedStyle(row).outlineStyle), 'none');
  });

  it('every button can be reached with the keyboard and has a name', async () => {
    panel = await TestPanel.greeted(browser);
    await panel.show(kitchen);
    const names = await panel.page
      .getByRole('button')
      .evaluateAll((buttons) =>
        buttons.map((button) => [
          button.getAttribute('aria-label') ?? button.textContent,
          (button as HTMLElement).tabIndex,
        ]),
      );
    assert.ok(names.length >= 7);
    for (const [name, tabIndex] of names) {
      assert.ok(name);
      assert.equal(tabIndex, 0);
    }
  });

  it('what happens is said politely', async () => {
    panel = await TestPanel.greeted(browser);
    await panel.show(kitchen);
    const status = panel.page.getByRole('status');
    await panel.page.waitForFunction(() =>
      /Concurrent/.test(document.querySelector('[role=status]')?.textContent ?? ''),
    );
    assert.match((await status.textContent())!, /Concurrent.*tasks in progress: at most 4/);
  });

  it('colours that the system forces are taken over on the canvas', async () => {
    panel = await TestPanel.greeted(browser, { forcedColors: 'active' });
    await panel.show(kitchen);
    assert.ok((await panel.pixels('#000000')) > 500);
    assert.equal(await panel.pixels('#59a4f9'), 0);
  });
});
