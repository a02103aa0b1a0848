import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../../src/dev/chromium.ts';
import { encodePicture } from '../analysis/pictures.ts';
import { violations } from './axe.ts';
import { type PanelOptions, TestPanel } from './testPanel.ts';
import { type ThemeName, themes } from './themes.ts';

const picture = `
main          |R                              RRRR|
  outer       |R________________________________rR|
  inner       |R_______________________________RRR|
  timer 30 ms |_______________________________RR  |
`;

/** Line n of the source says so; the picture's tasks begin in lines 3 to 5. */
const source = Array.from({ length: 9 }, (_, i) => `  code of line ${i + 1};`).join('\n');

describe('page: why, in Chromium', function () {
  this.timeout(120_000);
  let browser: Browser;
  let folder: string;
  let file: string;
  let panel: TestPanel;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cv-why-'));
    file = join(folder, 'picture.cvtrace');
    await writeFile(file, encodePicture(picture));
    browser = await launchChromium();
  });
  after(async () => {
    await browser?.close();
    await rm(folder, { recursive: true });
  });
  afterEach(async () => {
    const errors = (await panel.sent()).filter((message) => message.type === 'pageError');
    await panel.close();
    assert.deepEqual(errors, []);
  });

  const showing = async (options?: PanelOptions) => {
    panel = await TestPanel.greeted(browser, options);
    await panel.show(file);
    return panel.page;
  };
  /** Clicks into the middle of a row's wait. */
  const select = async (label: string) => {
    const row = await panel.rowAt(label);
    await panel.page.mouse.click(row.x + row.width / 2, row.y);
    await panel.drawn();
  };
  const asking = async (options?: PanelOptions) => {
    const page = await showing(options);
    await select('outer');
    await page.keyboard.press('y');
    await panel.answerExcerpts(() => source);
    return page;
  };
  const steps = () => panel.page.locator('.why-step');
  const focusedText = () => panel.page.evaluate(() => document.activeElement?.textContent ?? '');

  it('asks with a key: the chain is a list, the focus is on its first step, and the answer is said', async () => {
    const page = await asking();
    assert.deepEqual(await page.locator('.why-sentence').allTextContents(), [
      'outer waited 32 ms for a promise that inner settled',
      'inner settled the promise, after it had waited 31 ms for a timer of 30 ms',
      'A timer of 30 ms, set by inner, was due',
    ]);
    const answer = 'It waited for a timer of 30 ms, set at line 5 by inner';
    assert.equal(await panel.text('.why-answer'), answer);
    assert.match(await focusedText(), /^outer waited 32 ms/);
    await page.waitForFunction(
      (text) => document.querySelector('[role=status]')?.textContent?.endsWith(text),
      answer,
    );
    assert.match(await panel.text('[role=status]'), /^outer · main\.ts:3: /);
  });

  it('asks with the button in the details, which only a bar that is no code has', async () => {
    const page = await showing();
    const ask = page.locator('.details').getByRole('button', { name: 'Why?' });
    assert.ok(await ask.isHidden());
    await select('outer');
    await ask.click();
    assert.equal(await steps().count(), 3);
    const row = await panel.rowAt('main thread');
    await page.mouse.click(row.x + row.width - 30, row.y);
    await panel.drawn();
    assert.match(await panel.text('.details'), /main thread.*ran/);
    assert.ok(await ask.isHidden());
  });

  it('a step selects its bar and shows its line in the editor; the chain stays', async () => {
    const page = await asking();
    await panel.forget();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await panel.drawn();
    const { site, preview } = await panel.waitForMessage('reveal');
    assert.deepEqual([site.file, site.line, preview], ['main.ts', 4, true]);
    assert.match(await panel.text('.details'), /inner · main\.ts:4.*waited 31 ms/);
    assert.equal(await steps().count(), 3);
    assert.equal(await steps().nth(1).getAttribute('aria-current'), 'step');
    assert.match(await focusedText(), /^inner settled/);
    await page.keyboard.press('End');
    assert.match(await focusedText(), /^A timer/);
    await page.keyboard.press('Enter');
    await panel.drawn();
    assert.match(await panel.text('.details'), /timer 30 ms · main\.ts:5/);
    assert.ok((await panel.rows()).includes('timer 30 ms'), 'the row that hid it is open');
  });

  it('asking again is about the bar that is selected now, and Esc goes back to the lanes', async () => {
    const page = await asking();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.keyboard.press('y');
    await panel.drawn();
    assert.match(await focusedText(), /^inner waited 31 ms/);
    assert.equal(await steps().count(), 2);
    await page.keyboard.press('Escape');
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('role')), 'row');
    assert.equal(await steps().count(), 2);
  });

  it('shows some lines of the source with the own one marked; a click opens the code', async () => {
    const page = await asking();
    assert.deepEqual(
      await page.locator('.why-text').allTextContents(),
      [1, 2, 3, 4, 5].map((n) => `code of line ${n};`),
    );
    assert.match(await panel.text('.why-line.marked'), /^3\s*code of line 3;$/);
    await panel.forget();
    await page.getByRole('button', { name: /^Show main\.ts:3 in the code:/ }).click();
    const { site, preview } = await panel.waitForMessage('reveal');
    assert.deepEqual([site.line, preview], [3, false]);
  });

  it('asks for the lines of a place once, and shows the place alone when there are none', async () => {
    const page = await showing();
    await select('outer');
    await page.keyboard.press('y');
    await panel.answerExcerpts(() => '');
    for (const label of ['inner', 'outer']) {
      await select(label);
      await page.keyboard.press('y');
      await panel.drawn();
    }
    const asked = (await panel.sent()).filter((message) => message.type === 'excerpt');
    assert.deepEqual(asked, [
      { type: 'excerpt', file: 'main.ts', line: 3 },
      { type: 'excerpt', file: 'main.ts', line: 4 },
    ]);
    assert.ok(await page.locator('.why').getByRole('button', { name: 'main.ts:3', exact: true }).isVisible());
  });

  it('stands out on the timeline as long as the view is open', async () => {
    const page = await showing();
    await select('outer');
    const accent = themes.dark.colors.focusBorder!;
    const before = await panel.pixels(accent);
    await page.keyboard.press('y');
    await page.mouse.move(2, 2);
    await panel.drawn();
    assert.ok((await panel.pixels(accent)) > before * 2, 'three bars and two arrows in place of one bar');
    await page.getByRole('tab', { name: 'Why?' }).click();
    await panel.drawn();
    assert.equal(await panel.pixels(accent), before);
  });

  it('says what to do as long as nothing was asked', async () => {
    const page = await showing();
    await page.keyboard.press('y');
    await panel.drawn();
    assert.match(await panel.text('.why'), /^Select a bar that waited/);
    await page.keyboard.press('?');
    assert.match(await panel.text('dialog'), /YWhy did the bar take so long\?/);
  });

  for (const theme of ['light', 'dark', 'highContrast'] as const satisfies readonly ThemeName[]) {
    it(`axe finds nothing wrong with the view, theme ${theme}`, async () => {
      await asking({ theme });
      assert.equal(await steps().count(), 3);
      assert.deepEqual(await violations(panel), []);
    });
  }

  it('axe finds nothing wrong with the view as long as nothing was asked', async () => {
    const page = await showing({ width: 500 });
    await page.getByRole('tab', { name: 'Why?' }).click();
    await panel.drawn();
    assert.deepEqual(await violations(panel), []);
  });
});
