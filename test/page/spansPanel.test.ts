import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../../src/dev/chromium.ts';
import { formatDuration } from '../../webview/layout/time.ts';
import { RowWindow } from '../../webview/pane/rowWindow.ts';
import { violations } from './axe.ts';
import { programs, Recordings } from './recordings.ts';
import { openRecording, TestPanel } from './testPanel.ts';

describe('page: which rows of a long table are to be seen', () => {
  const windowOf = (count: number) => Object.assign(new RowWindow(20), { count, viewPx: 205 });

  it('all of few, from the first to the last', () => {
    const rows = windowOf(100);
    assert.deepEqual([rows.fits, rows.heightPx], [10, 2000]);
    assert.deepEqual([rows.firstAt(0), rows.firstAt(2000 - 205), rows.firstAt(9999)], [0, 90, 90]);
    assert.equal(windowOf(3).firstAt(50), 0);
    assert.equal(windowOf(0).firstAt(0), 0);
  });

  it('any of five million, although no page is so high', () => {
    const rows = windowOf(5_000_000);
    assert.ok(rows.heightPx <= 8_000_000);
    for (const row of [0, 1, 4_321_098, 4_999_999]) {
      const first = rows.firstAt(rows.scrollFor(row, 0));
      assert.ok(first <= row && row < first + rows.fits, `${row}`);
    }
    assert.equal(rows.firstAt(rows.heightPx), 5_000_000 - rows.fits);
  });

  it('does not scroll for what is to be seen', () => {
    assert.equal(windowOf(100).scrollFor(12, 100), 100);
    assert.notEqual(windowOf(100).scrollFor(40, 100), 100);
  });
});

describe('page: the table of spans', function () {
  this.timeout(120_000);
  let browser: Browser;
  let recordings: Recordings;
  let kitchen: string;
  let many: string;
  let panel: TestPanel;

  before(async () => {
    recordings = await Recordings.create();
    kitchen = await recordings.record('kitchen', programs.kitchen);
    many = await recordings.record('many', programs.many);
    browser = await launchChromium();
  });
  after(async () => {
    await browser?.close();
    await recordings?.remove();
  });
  afterEach(async () => {
    const errors = (await panel.sent()).filter((message) => message.type === 'pageError');
    await panel.close();
    assert.deepEqual(errors, []);
  });

  const grid = () => panel.page.locator('.span-grid');
  const shownRows = () => panel.page.locator('.span-rows .span-row:not([hidden])');
  const column = async (key: string) =>
    panel.page.locator(`.span-rows .span-row:not([hidden]) .of-${key}`).allTextContents();
  const count = async () => Number(await grid().getAttribute('aria-rowcount')) - 1;

  async function show(file: string): Promise<void> {
    panel = await TestPanel.greeted(browser, { height: 700 });
    await panel.show(file);
    await panel.page.getByRole('tab', { name: 'Spans' }).click();
    await shownRows().first().waitFor();
  }

  /** Waits until the table has so many rows. */
  async function hasRows(wanted: number): Promise<void> {
    await panel.page.locator(`.span-grid[aria-rowcount="${wanted + 1}"]`).waitFor();
  }

  it('has all that the picture shows, a few rows at a time', async () => {
    await show(many);
    const { tables } = openRecording(many);
    assert.equal(await count(), tables.spans.length);
    assert.ok((await shownRows().count()) < 30);
    assert.match(await panel.text('.spans-caption'), /^[\d,]+ spans in what is shown$/);
    const rows = await shownRows().evaluateAll((all) => all.map((row) => row.getAttribute('aria-rowindex')));
    assert.deepEqual(
      rows,
      rows.map((_, i) => String(i + 2)),
    );
  });

  it('tells lane, state, start, length, reason and place', async () => {
    await show(kitchen);
    await panel.page.getByRole('checkbox', { name: 'running' }).uncheck();
    await panel.page.getByRole('checkbox', { name: 'ready' }).uncheck();
    const boil = shownRows().filter({ has: panel.page.getByText('boil', { exact: true }) });
    await boil.waitFor();
    const [lane, state, start, duration, reason, place] = await boil
      .locator('[role=gridcell]')
      .allTextContents();
    assert.deepEqual([lane, state, reason, place], ['boil', 'waiting', 'timer 60 ms', 'kitchen.ts:3']);
    assert.match(`${start} ${duration}`, /^[\d.]+ m?s [\d.]+ ms$/);
  });

  it('shows the states that are ticked', async () => {
    await show(kitchen);
    const { spans } = openRecording(kitchen).tables;
    const waiting = Array.from({ length: spans.length }, (_, row) => spans.stateAt(row)).filter(
      (state) => state === 3,
    ).length;
    for (const name of ['running', 'ready', 'blocked'])
      await panel.page.getByRole('checkbox', { name }).uncheck();
    await hasRows(waiting);
    assert.deepEqual([...new Set(await column('state'))], ['waiting']);
    await panel.page.getByRole('checkbox', { name: 'waiting' }).uncheck();
    await hasRows(0);
    assert.equal(await shownRows().count(), 0);
  });

  it('sorts by length, the longest first, and back', async () => {
    await show(kitchen);
    const { spans } = openRecording(kitchen).tables;
    const lengths = Array.from({ length: spans.length }, (_, row) => spans.endAt(row) - spans.startAt(row));
    await panel.page.getByRole('button', { name: 'Duration' }).click();
    const head = panel.page.locator('[role=columnheader].of-duration');
    await panel.page.locator('.of-duration[aria-sort=descending]').waitFor();
    const longest = (await column('duration'))[0]!;
    assert.equal(longest, formatDuration(Math.max(...lengths)));
    await panel.page.getByRole('button', { name: 'Duration' }).click();
    await panel.page.locator('.of-duration[aria-sort=ascending]').waitFor();
    assert.notEqual((await column('duration'))[0], longest);
    await panel.page.getByRole('button', { name: 'Start' }).click();
    await panel.page.locator('.of-start[aria-sort=ascending]').waitFor();
    assert.equal(await head.getAttribute('aria-sort'), 'none');
  });

  it('is walked with keys, and Enter goes to the bar and its line', async () => {
    await show(many);
    const { page } = panel;
    const current = () => page.locator('.span-rows [aria-selected=true]:not([hidden])');
    const index = async () => Number(await current().getAttribute('aria-rowindex')) - 2;
    await grid().focus();
    await page.keyboard.press('ArrowDown');
    assert.equal(await index(), 1);
    await page.keyboard.press('PageDown');
    const page1 = await index();
    assert.ok(page1 > 3);
    await page.keyboard.press('End');
    await page.locator(`.span-rows [aria-rowindex="${(await count()) + 1}"]`).waitFor();
    assert.equal(await index(), (await count()) - 1);
    assert.equal(await grid().getAttribute('aria-activedescendant'), await current().getAttribute('id'));
    await page.keyboard.press('Home');
    assert.equal(await index(), 0);
    await page.getByRole('checkbox', { name: 'running' }).uncheck();
    await page.locator('.span-rows .span-row:not([hidden])', { hasText: 'call 1 of 600' }).first().waitFor();
    await grid().focus();
    await page.keyboard.press('Home');
    for (let i = 0; i < 30 && !/^call · call/.test((await current().textContent()) ?? ''); i++)
      await page.keyboard.press('ArrowDown');
    const place = await current().locator('.of-place').textContent();
    await panel.forget();
    await page.keyboard.press('Enter');
    await panel.drawn();
    const { site, preview } = await panel.waitForMessage('reveal');
    assert.deepEqual([`${site.file}:${site.line}`, preview], [place, true]);
    assert.match(await panel.text('.details'), /^call · call \d+ of 600/);
    assert.ok(await grid().evaluate((element) => element === document.activeElement), 'the focus stays');
  });

  it('follows the stretch that is selected', async () => {
    await show(kitchen);
    const all = await count();
    const axis = (await panel.page.locator('.axis-plot').boundingBox())!;
    await panel.page.mouse.move(axis.x + axis.width * 0.8, axis.y + 10);
    await panel.page.mouse.down();
    await panel.page.mouse.move(axis.x + axis.width * 0.8 + 10, axis.y + 10, { steps: 3 });
    await panel.page.mouse.up();
    await panel.page.locator('.spans-caption', { hasText: 'in the stretch that is selected' }).waitFor();
    await panel.page.waitForFunction(
      (before) => Number(document.querySelector('.span-grid')?.getAttribute('aria-rowcount')) - 1 < before,
      all,
    );
    assert.ok((await count()) > 0, await panel.text('.details'));
  });

  for (const theme of ['light', 'dark', 'highContrast'] as const) {
    it(`axe finds nothing wrong with it, theme ${theme}`, async () => {
      panel = await TestPanel.greeted(browser, { theme });
      await panel.show(kitchen);
      await panel.page.getByRole('tab', { name: 'Spans' }).click();
      await shownRows().first().waitFor();
      await grid().focus();
      assert.deepEqual(await violations(panel), []);
    });
  }
});
