import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../../src/dev/chromium.ts';
import type { Saved } from '../../webview/model/saved.ts';
import { programs, Recordings } from './recordings.ts';
import { openRecording, type PanelOptions, TestPanel } from './testPanel.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface AxeResult {
  readonly violations: readonly { id: string; nodes: readonly { html: string; failureSummary: string }[] }[];
}

async function violations({ page }: TestPanel): Promise<string[]> {
  await page.evaluate(axe);
  const result = await page.evaluate(() =>
    (window as unknown as { axe: { run(): Promise<AxeResult> } }).axe.run(),
  );
  return result.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  );
}

describe('page: mastery of lanes', function () {
  this.timeout(120_000);
  let browser: Browser;
  let recordings: Recordings;
  let crowd: string;
  let many: string;
  let panel: TestPanel;

  before(async () => {
    recordings = await Recordings.create();
    crowd = await recordings.record('crowd', programs.crowd);
    many = await recordings.record('many', programs.many);
    browser = await launchChromium();
  });
  after(async () => {
    await browser?.close();
    await recordings?.remove();
  });
  afterEach(async () => {
    const errors = (await panel.sent()).filter(({ type }) => type === 'pageError');
    await panel.close();
    assert.deepEqual(errors, []);
  });

  const showing = async (options?: PanelOptions, file = crowd) => {
    panel = await TestPanel.greeted(browser, { height: 900, ...options });
    await panel.show(file);
    return panel.page;
  };
  const press = async (...keys: string[]) => {
    for (const key of keys) await panel.page.keyboard.press(key);
    await panel.drawn();
  };
  const search = async (text: string) => {
    await press('/');
    await panel.page.keyboard.type(text);
    await panel.drawn();
  };
  /** Makes a lane the current one, with the focus in the tree. */
  const goTo = async (name: string) => {
    await search(name);
    await press('Enter', 'Escape');
  };
  const focused = () => panel.page.evaluate(() => document.activeElement?.className ?? '');
  const note = () => panel.text('.finder-note');
  const pinned = () => panel.page.locator('.pinned .label').allTextContents();

  const functions = ['parse', 'check', 'resize', 'upload', 'log'];
  /** Calls of these functions, the longest first. */
  const longestCalls = () => {
    const { strings, tasks } = openRecording(crowd).tables;
    const { name, startNs, endNs } = tasks.columns;
    return Array.from({ length: tasks.length }, (_, task) => task)
      .map((task) => ({ name: strings[name[task]!]!, ns: endNs[task]! - startNs[task]! }))
      .filter((call) => functions.includes(call.name))
      .sort((a, b) => b.ns - a.ns);
  };

  describe('searching', () => {
    it('begins with /, filters while one types, and goes from match to match with Enter', async () => {
      const page = await showing();
      const all = await panel.rows();
      await search('resize');
      assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('type')), 'search');
      const rows = await panel.rows();
      assert.deepEqual(rows.slice(0, 3), ['crowd.ts', 'main thread', 'resize']);
      assert.ok(rows.length < all.length);
      assert.match(await note(), /^2 of \d+ lanes · 4 console lines/);
      const marked = () =>
        page.evaluate(() =>
          [...(CSS.highlights.get('found') ?? [])].map((range) => (range as Range).toString()),
        );
      assert.deepEqual(await marked(), ['resize', 'resize']);
      await press('Enter');
      assert.match(await panel.text('.details'), /^resize · call 1 of 3/);
      assert.match(await note(), /match 1 of 6/);
      await press('Enter');
      assert.match(await panel.text('.details'), /^resizer/);
      await press('Enter', 'Enter');
      assert.match(await panel.text('.details'), /^resized/, 'console lines are found as well');
      await press('Shift+Enter', 'Shift+Enter', 'Shift+Enter', 'Shift+Enter');
      assert.match(await note(), /match 6 of 6/, 'before the first comes the last');
    });

    it('ends with Esc: everything is there again, and the focus is where it was', async () => {
      const page = await showing();
      const all = await panel.rows();
      await page.locator('[role=row]', { hasText: 'check' }).first().locator('.label').click();
      await search('upload');
      await press('Escape');
      assert.deepEqual(await panel.rows(), all);
      assert.match(await page.locator('[role=row]:focus').innerText(), /check/);
      assert.equal(await page.locator('.finder').isVisible(), false);
    });

    it('ends with Esc in the tree as well, once nothing is selected there', async () => {
      const page = await showing();
      await search('upload');
      await press('Enter');
      await page.locator('[role=row]', { hasText: 'upload' }).first().locator('.label').click();
      await press('Escape');
      assert.equal(await page.locator('.finder').isVisible(), true);
      await press('Escape');
      assert.equal(await page.locator('.finder').isVisible(), false);
      assert.match(await page.locator('[role=row]:focus').innerText(), /upload/);
    });

    it('says when it finds nothing, and what to do', async () => {
      const page = await showing();
      await search('nowhere');
      assert.deepEqual(await panel.rows(), []);
      assert.match(await note(), /Nothing found in \d+ lanes\. Try less text/);
      await page.getByRole('button', { name: 'Show all' }).click();
      assert.ok((await panel.rows()).length > 5);
    });

    it('filters by state and by the longest call', async () => {
      const page = await showing();
      await press('/');
      // Between the two longest calls of all: one function is left, and of its calls one.
      const [first, second] = longestCalls();
      await page.getByLabel('longest call at least').fill(`${Math.round((first!.ns + second!.ns) / 2e3)} us`);
      await panel.drawn();
      const rows = await panel.rows();
      assert.deepEqual(
        rows.filter((row) => functions.includes(row)),
        [first!.name],
      );
      assert.equal(rows.filter((row) => /^call \d$/.test(row)).length, 1);
      await page.getByLabel('longest call at least').fill('long');
      assert.equal(await page.getByLabel('longest call at least').getAttribute('aria-invalid'), 'true');
      await page.getByLabel('longest call at least').fill('');
      await page.getByLabel('State').selectOption('waited');
      await panel.drawn();
      assert.ok((await panel.rows()).includes('upload'));
      await page.getByLabel('at least', { exact: true }).fill('5 min');
      await panel.drawn();
      assert.deepEqual(await panel.rows(), []);
    });

    it('keeps to the rows while a person writes: no key of the panel is taken', async () => {
      await showing();
      await search('hp?wo');
      assert.equal(await panel.page.locator('.find-text').inputValue(), 'hp?wo');
      assert.equal(await panel.page.locator('dialog').count(), 0);
    });
  });

  describe('hiding', () => {
    it('takes the lane that the keyboard is on away, and says how to get it back', async () => {
      const page = await showing();
      await goTo('check');
      await press('ArrowUp', 'h');
      assert.ok(!(await panel.rows()).includes('check'));
      assert.match(await note(), /\d+ lanes · 1 hidden/);
      assert.equal(await focused(), 'lane-row current', 'the focus is on the row that follows');
      await page.getByRole('button', { name: 'Show all' }).click();
      assert.ok((await panel.rows()).includes('check'));
      await press('h', 'u');
      assert.equal(await page.locator('.finder').isVisible(), false);
    });

    it('is lifted by going there, which is said', async () => {
      const page = await showing();
      await page.locator('[role=row]', { hasText: 'resizer' }).locator('.label').click();
      await press('h');
      assert.ok(!(await panel.rows()).includes('resizer'));
      await search('in the worker');
      await press('Enter');
      assert.ok((await panel.rows()).includes('resizer'));
      assert.doesNotMatch(await note(), /hidden/);
      await page.waitForFunction(() =>
        /resized in the worker/.test(document.querySelector('[role=status]')?.textContent ?? ''),
      );
    });
  });

  describe('pinning', () => {
    it('keeps a lane at the top while the others scroll, for the eye and for screen readers', async () => {
      const page = await showing({ height: 480 });
      await goTo('upload');
      await press('p');
      assert.deepEqual(await pinned(), ['upload · call 1']);
      await page.locator('.lanes').evaluate((lanes) => lanes.scrollTo({ top: 10_000 }));
      await panel.drawn();
      const top = (await page.locator('.lanes').boundingBox())!.y;
      const row = page.locator('.pinned [role=row]');
      assert.equal((await row.boundingBox())!.y, top);
      assert.equal(await row.getAttribute('aria-rowindex'), '1');
      assert.equal(await row.locator('.pin').getAttribute('aria-label'), 'pinned');
      const indices = await page
        .locator('[role=treegrid] [role=row]')
        .evaluateAll((rows) => rows.map((shown) => Number(shown.getAttribute('aria-rowindex'))));
      assert.deepEqual(
        indices,
        [...indices].sort((a, b) => a - b),
        'in the order of the document',
      );
      const count = Number(await page.locator('[role=treegrid]').getAttribute('aria-rowcount'));
      assert.equal(indices.at(-1), count);
    });

    it('shows the bars of the lane, which can be pointed at', async () => {
      const page = await showing({ height: 480 });
      await goTo('upload');
      await press('p');
      await page.locator('.lanes').evaluate((lanes) => lanes.scrollTo({ top: 10_000 }));
      await panel.drawn();
      const row = await panel.rowAt('upload · call 1');
      let title = '';
      for (let share = 0; share < 1 && !/^upload/.test(title); share += 0.02) {
        await page.mouse.click(row.x + row.width * share, row.y);
        title = await panel.text('.details-title');
      }
      assert.match(title, /^upload/);
    });

    it('moves with the arrow keys from the pinned rows to the others, and ends with P', async () => {
      const page = await showing();
      await goTo('upload');
      await press('p');
      await page.locator('.pinned .label').click();
      await press('ArrowDown');
      assert.match(await page.locator('[role=row]:focus').innerText(), /crowd\.ts/);
      await press('ArrowUp', 'p');
      assert.deepEqual(await pinned(), []);
      assert.equal(await page.locator('.pinned').isVisible(), false);
    });

    it('takes a third of the height at most; what does not fit is scrolled to', async () => {
      const page = await showing({ height: 420 });
      await page.locator('[role=row]').first().locator('.label').click();
      for (let i = 0; i < 8; i++) await press('p', 'ArrowDown');
      const [block, lanes] = [page.locator('.pinned'), page.locator('.lanes')];
      assert.ok((await block.boundingBox())!.height <= (await lanes.boundingBox())!.height / 3);
      await press(
        ...Array.from({ length: 30 }, () => 'ArrowUp'),
        ...Array.from({ length: 7 }, () => 'ArrowDown'),
      );
      const [row, box] = [await page.locator('[role=row]:focus').boundingBox(), await block.boundingBox()];
      assert.ok(row!.y >= box!.y && row!.y + row!.height <= box!.y + box!.height + 1);
    });
  });

  describe('“Only my code”', () => {
    it('leaves out what Node does, and says how much', async () => {
      const page = await showing();
      await page.locator('[role=row]', { hasText: 'timers and I/O' }).first().locator('.fold').click();
      await panel.drawn();
      const before = await panel.rows();
      await press('o');
      const after = await panel.rows();
      assert.ok(after.length < before.length && after.includes('upload'), after.join());
      assert.match(await note(), /only your code, \d+ left out/);
      await press('o');
      assert.deepEqual(await panel.rows(), before);
    });

    it('says whose code a lane is', async () => {
      const page = await showing();
      const row = page.locator('[role=row]', { hasText: 'upload' }).first();
      assert.match((await row.locator('[role=gridcell]').allTextContents()).join(), /your code/);
      assert.match(
        (await row.locator('.label').getAttribute('title'))!,
        /crowd\.ts › main thread › upload\nyour code/,
      );
    });
  });

  describe('the menu of a lane', () => {
    for (const key of ['ContextMenu', 'Shift+F10']) {
      it(`opens with ${key}, is walked through with the arrows, and gives the focus back`, async () => {
        const page = await showing();
        await goTo('upload');
        await press(key);
        assert.equal(
          await page
            .locator('[role=menuitem]:focus')
            .innerText()
            .then((text) => text.split('\n')[0]),
          'Pin to the top',
        );
        await press('ArrowDown');
        assert.match(await page.locator('[role=menuitem]:focus').innerText(), /^Hide/);
        await press('Escape');
        assert.equal(await page.getByRole('menu').count(), 0);
        assert.match(await page.locator('[role=row]:focus').innerText(), /call 1/);
        await press(key, 'Enter');
        assert.deepEqual(await pinned(), ['upload · call 1']);
      });
    }

    it('opens under the pointer, on names and on bars', async () => {
      const page = await showing();
      await page.locator('[role=row]', { hasText: 'check' }).first().click({ button: 'right' });
      await page.getByRole('menuitem', { name: 'Hide' }).click();
      await panel.drawn();
      assert.ok(!(await panel.rows()).includes('check'));
      const row = await panel.rowAt('upload');
      await page.mouse.click(row.x + 40, row.y, { button: 'right' });
      await page.getByRole('menuitem', { name: 'Pin' }).click();
      await panel.drawn();
      assert.deepEqual(await pinned(), ['upload']);
    });
  });

  describe('the order', () => {
    it('is chosen in the toolbar, and there is room for that in a narrow one', async () => {
      const page = await showing({ width: 360 });
      await page.getByRole('button', { name: /^Lanes:/ }).click();
      await page.getByRole('radio', { name: 'longest call first' }).check();
      await press('Escape');
      const rows = (await panel.rows()).filter((row) => functions.includes(row));
      assert.deepEqual(rows, [...new Set(longestCalls().map(({ name }) => name))]);
      assert.deepEqual(await clipped(), []);
      await page.getByRole('button', { name: /^Lanes:/ }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Zoom in' }).click();
      assert.equal(await page.getByRole('dialog').count(), 0);
    });

    it('waits for the end of the run: nothing moves under the pointer before', async () => {
      panel = await TestPanel.greeted(browser, { height: 900 });
      await panel.show(crowd, 'recording');
      const { page } = panel;
      const shown = async () => (await panel.rows()).filter((row) => functions.includes(row));
      const byStart = await shown();
      await page.getByRole('button', { name: /^Lanes:/ }).click();
      assert.match(
        await panel.text('[role=dialog]'),
        /While the program runs, lanes stay in the order of their start/,
      );
      await page.getByRole('radio', { name: 'longest call first' }).check();
      await press('Escape');
      assert.deepEqual(await shown(), byStart);
      assert.match(await note(), /longest first once the run is over/);
      await panel.status('finished', 'Finished', { code: 0 });
      assert.deepEqual(await shown(), [...new Set(longestCalls().map(({ name }) => name))]);
      assert.equal(await page.locator('.finder').isVisible(), false);
    });

    it('leaves packed rows as they lie', async () => {
      const page = await showing({}, many);
      await page.getByRole('button', { name: /^Lanes:/ }).click();
      await page.getByRole('radio', { name: 'most waiting first' }).check();
      await press('Escape');
      await page.locator('[role=row]', { hasText: '×600' }).locator('.fold').click();
      await panel.drawn();
      const rows = (await panel.rows()).filter((row) => row.startsWith('row '));
      assert.deepEqual(rows.slice(0, 4), ['row 1', 'row 2', 'row 3', 'row 4']);
    });

    /** Buttons of the toolbar that are not wholly to be seen. */
    const clipped = () =>
      panel.page.locator('.toolbar').evaluate((bar) => {
        const { right } = bar.getBoundingClientRect();
        const shown = [...bar.querySelectorAll('button')].filter((button) => button.offsetParent !== null);
        return shown
          .filter((button) => button.getBoundingClientRect().right > right)
          .map((button) => button.title);
      });

    for (const px of [90, 120, 150, 180, 190, 200, 210]) {
      it(`has a toolbar that is not clipped where names are ${px} pixels wide`, async () => {
        await showing({ width: 900, saved: { version: 1, namesPx: px } });
        assert.deepEqual(await clipped(), []);
      });
    }
  });

  it('is all remembered by a page that is built anew', async () => {
    const page = await showing();
    await goTo('upload');
    await press('p');
    await goTo('check');
    await press('h', 'o');
    await page.getByRole('button', { name: /^Lanes:/ }).click();
    await page.getByRole('radio', { name: 'longest call first' }).check();
    await press('Escape');
    const rows = await panel.rows();
    await page.waitForFunction(() => (window.host.saved as Saved | null)?.lanes.sort === 'duration');
    const saved = await panel.saved();
    await panel.close();
    await showing({ saved });
    assert.deepEqual(await panel.rows(), rows);
    assert.deepEqual(await pinned(), ['upload · call 1']);
    assert.match(await note(), /1 hidden · only your code/);
  });

  for (const theme of ['light', 'dark', 'highContrast'] as const) {
    it(`axe finds nothing wrong with it, theme ${theme}`, async () => {
      const page = await showing({ theme });
      await goTo('upload');
      await press('p');
      await goTo('check');
      await press('h');
      await search('resize');
      assert.deepEqual(await violations(panel), [], 'the field, and pinned lanes');
      await press('Escape');
      await page.getByRole('button', { name: /^Lanes:/ }).click();
      assert.deepEqual(await violations(panel), [], 'the sheet');
      await press('Escape');
      await page.locator('[role=row]').nth(2).locator('.label').click();
      await press('Shift+F10');
      assert.deepEqual(await violations(panel), [], 'the menu');
    });
  }
});
