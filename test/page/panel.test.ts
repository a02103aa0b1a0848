import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { Recording } from '../../src/analysis/index.ts';
import { launchChromium } from '../../src/dev/chromium.ts';
import { PROTOCOL_VERSION } from '../../src/shared/protocol.ts';
import { programs, Recordings } from './recordings.ts';
import { openRecording, type PanelOptions, TestPanel } from './testPanel.ts';
import { themes } from './themes.ts';

const { colors } = themes.dark;
const running = colors['charts-blue']!;

describe('page: in Chromium', function () {
  this.timeout(120_000);
  let browser: Browser;
  let recordings: Recordings;
  const files = {} as Record<keyof typeof programs, string>;
  let panel: TestPanel | null = null;

  before(async () => {
    recordings = await Recordings.create();
    for (const name of ['kitchen', 'threads', 'many', 'hostile'] as const) {
      files[name] = await recordings.record(name, programs[name]);
    }
    browser = await launchChromium();
  });

  after(async () => {
    await browser?.close();
    await recordings?.remove();
  });

  afterEach(async () => {
    // No test may leave an error of the page unseen.
    const errors = (await panel?.sent())?.filter((message) => message.type === 'pageError') ?? [];
    await panel?.close();
    panel = null;
    assert.deepEqual(errors, []);
  });

  const open = async (options?: PanelOptions) => {
    panel = await TestPanel.greeted(browser, options);
    return panel;
  };
  const showing = async (name: keyof typeof files, options?: PanelOptions) => {
    const opened = await open(options);
    await opened.show(files[name]);
    return opened;
  };

  describe('shows', () => {
    it('says that it is ready, in its version of the protocol', async () => {
      panel = await TestPanel.open(browser);
      assert.deepEqual(await panel.waitForMessage('ready'), { type: 'ready', version: PROTOCOL_VERSION });
    });

    it('processes, threads and tasks, as rows and as bars', async () => {
      const { page } = await showing('kitchen');
      const rows = await panel!.rows();
      assert.deepEqual(rows.slice(0, 7), [
        'kitchen.ts',
        'main thread',
        '<module>',
        'cook',
        'boil',
        'toast',
        'call 1',
      ]);
      assert.ok((await panel!.pixels(running)) > 500, 'bars that ran');
      assert.match(await panel!.text('.verdict'), /^Concurrent.*at most \d+/);
      assert.equal(await page.locator('[role=row]').first().getAttribute('aria-level'), '1');
    });

    it('what each row did, for those who cannot see the bars', async () => {
      await showing('kitchen');
      const boil = panel!.page.locator('[role=row]', { hasText: 'boil' });
      const cells = await boil.locator('[role=gridcell]').allTextContents();
      assert.match(cells[0]!, /ran .+ · waited [\d.]+ ms/);
      assert.match(cells[1]!, /^starts at /);
      assert.match(cells[2]!, /^lasts [\d.]+ ms/);
    });

    it('threads that run at the same time, and messages between them', async () => {
      await showing('threads');
      assert.ok((await panel!.rows()).includes('squares'));
      assert.ok((await panel!.pixels(colors['charts-purple']!)) > 20, 'arrows of messages');
    });

    it('how the run goes: early, running, finished, stopped, failed', async () => {
      const { page } = await open();
      await panel!.status('idle', 'Open a file.');
      assert.match(await panel!.text('.empty'), /Open a file\./);
      await page.getByRole('button', { name: 'Run a Sample' }).click();
      assert.deepEqual(await panel!.waitForMessage('action'), { type: 'action', name: 'runSample' });
      await panel!.status('starting', 'Compiling 3 files');
      assert.match(await panel!.text('.empty'), /Compiling 3 files/);
      await panel!.status('recording');
      assert.match(await panel!.text('.header'), /Recording 0\.00 s/);
      assert.ok(await page.getByRole('button', { name: 'Stop' }).isVisible());
      assert.ok(await page.getByRole('button', { name: 'Run Again' }).isHidden());
      await panel!.status('stopped', 'Stopped after 2 s');
      assert.match(await panel!.text('.header'), /Stopped after 2 s/);
      await panel!.status('failed', 'Correct line 3.', { at: { file: 'src/main.ts', line: 3, column: 7 } });
      assert.match(await panel!.text('.empty'), /Correct line 3\./);
      await page.getByRole('button', { name: 'main.ts:3' }).click();
      assert.deepEqual((await panel!.waitForMessage('reveal')).site, {
        file: 'src/main.ts',
        line: 3,
        column: 7,
        name: '',
      });
    });

    it('what was lost, how exact the clock is and what recording cost', async () => {
      await showing('kitchen');
      assert.match(
        await panel!.text('.honesty summary'),
        /^lost: none · clock(±| ±|: not measured).* · recording cost [<\d.]+ %$/,
      );
      const { page } = panel!;
      assert.ok(await page.locator('.honesty-parts').isHidden());
      await page.locator('.honesty summary').focus();
      await page.keyboard.press('Enter');
      assert.ok(await page.getByText(/^recorder’s own thread: .+ of CPU$/).isVisible());
    });

    it('the colours of the theme, also when it changes', async () => {
      const { page } = await showing('kitchen');
      await page.evaluate(() => {
        document.documentElement.style.setProperty('--vscode-charts-blue', '#00ff00');
        document.body.className = 'vscode-light';
      });
      await panel!.drawn();
      assert.equal(await panel!.pixels(running), 0);
      assert.ok((await panel!.pixels('#00ff00')) > 500);
    });

    it('its texts in the language of the host', async () => {
      panel = await TestPanel.open(browser);
      const texts = { Stop: '停止', 'Recording {0}': '正在录制 {0}' };
      await panel.send({ type: 'hello', version: PROTOCOL_VERSION, texts });
      await panel.status('recording');
      assert.ok(await panel.page.getByRole('button', { name: '停止' }).isVisible());
      assert.match(await panel.text('.header'), /正在录制 0\.00 s/);
    });

    it('that host and page are of different versions, with both numbers', async () => {
      panel = await TestPanel.open(browser);
      await panel.send({ type: 'hello', version: 99, texts: {} });
      const text = await panel.text('#app');
      assert.match(text, /99/);
      assert.match(text, new RegExp(`version ${PROTOCOL_VERSION}\\b`));
    });

    it('hostile names as text', async () => {
      await showing('hostile');
      const { page } = panel!;
      const rows = await panel!.rows();
      assert.ok(rows.some((row) => row.includes('</script><script>window.hacked = 1</script>')));
      assert.ok(rows.some((row) => row.includes('<img src=x onerror')));
      assert.ok(rows.some((row) => row.includes('<b id="injected">worker</b>')));
      assert.ok(rows.some((row) => row.startsWith('xxxx') && row.endsWith('…')));
      assert.ok(rows.every((row) => !/[\p{Cc}\p{Bidi_Control}]/u.test(row)));
      await page.mouse.move(500, 200);
      assert.equal(await page.locator('#app script, #app img, #app b').count(), 0);
      assert.equal(await page.evaluate(() => 'hacked' in window), false);
    });
  });

  describe('lets the person', () => {
    it('fold and open, with the pointer and with keys', async () => {
      const { page } = await showing('kitchen');
      const before = (await panel!.rows()).length;
      await page.locator('[role=row]', { hasText: 'toast' }).locator('.fold').click();
      await panel!.drawn();
      assert.equal((await panel!.rows()).length, before - 2);
      assert.equal(
        await page.locator('[role=row]', { hasText: 'toast' }).getAttribute('aria-expanded'),
        'false',
      );
      await page.keyboard.press('ArrowRight');
      await panel!.drawn();
      assert.equal((await panel!.rows()).length, before);
      await page.keyboard.press('ArrowLeft');
      await panel!.drawn();
      assert.equal((await panel!.rows()).length, before - 2);
    });

    it('zoom at the pointer, pan, and go back to the whole run', async () => {
      const { page } = await showing('kitchen');
      const whole = await panel!.axis();
      const row = await panel!.rowAt('boil');
      await page.mouse.move(row.x + row.width / 2, row.y);
      await page.mouse.wheel(0, -300);
      await panel!.drawn();
      const zoomed = await panel!.axis();
      assert.notDeepEqual(zoomed, whole);
      await page.mouse.down();
      await page.mouse.move(row.x + row.width / 2 - 80, row.y, { steps: 4 });
      await page.mouse.up();
      await panel!.drawn();
      const panned = await panel!.picture();
      await page.keyboard.press('a');
      await panel!.drawn();
      assert.notEqual(await panel!.picture(), panned);
      await page.keyboard.press('Escape');
      await panel!.drawn();
      assert.deepEqual(await panel!.axis(), whole);
    });

    it('zoom and pan with keys and commands', async () => {
      const { page } = await showing('kitchen');
      const first = await panel!.axis();
      const pictures = new Set([await panel!.picture()]);
      for (const key of ['w', '+', 'd', 'ArrowRight', 'Home', 'End', 's']) {
        await page.keyboard.press(key);
        await panel!.drawn();
        pictures.add(await panel!.picture());
      }
      assert.ok(pictures.size >= 7, `${pictures.size} different pictures`);
      const before = await panel!.picture();
      await panel!.send({ type: 'command', name: 'zoomIn' });
      assert.notEqual(await panel!.picture(), before);
      await panel!.send({ type: 'command', name: 'fit' });
      assert.deepEqual(await panel!.axis(), first);
    });

    it('click on a bar to see it in the code and read what it did', async () => {
      const { page } = await showing('kitchen');
      const row = await panel!.rowAt('boil');
      await page.mouse.click(row.x + row.width / 4, row.y);
      await panel!.drawn();
      const { site, preview } = await panel!.waitForMessage('reveal');
      assert.deepEqual([site.file, site.line, preview], ['kitchen.ts', 3, true]);
      assert.match(
        await panel!.text('.details'),
        /boil · kitchen\.ts:3.*waited [\d.]+ ms for a timer of 60 ms/,
      );
      await panel!.forget();
      await page.getByRole('button', { name: 'Show in code' }).click();
      assert.equal((await panel!.waitForMessage('reveal')).preview, false);
    });

    it('walk from bar to bar and from row to row', async () => {
      const { page } = await showing('kitchen');
      const row = await panel!.rowAt('boil');
      await page.mouse.click(row.x + row.width / 4, row.y);
      await page.keyboard.press(']');
      await panel!.drawn();
      assert.match(await panel!.text('.details-sentence'), /^(ran|was ready)/);
      await page.keyboard.press('ArrowDown');
      await panel!.drawn();
      assert.match(await panel!.text('.details-title'), /^toast/);
      const focused = await page.evaluate(() => document.activeElement?.textContent ?? '');
      assert.match(focused, /toast/);
      await panel!.forget();
      await page.keyboard.press('Enter');
      assert.equal((await panel!.waitForMessage('reveal')).site.line, 5);
    });

    it('hover for a name, a state and a time', async () => {
      const { page } = await showing('kitchen');
      const row = await panel!.rowAt('cut');
      const { startX } = await barOf(panel!, row, running);
      await page.mouse.move(startX + 3, row.y);
      await panel!.drawn();
      assert.match(await panel!.text('.tooltip'), /^cut.*ran [\d.]+ ms/);
    });

    it('hover over a tick for the console line', async () => {
      const { page } = await showing('kitchen');
      const row = await panel!.rowAt('main thread');
      const mark = openRecording(files.kitchen).tables.marks.find(({ kind }) => kind === 'console')!;
      assert.equal(mark.text, 'turned');
      // The ticks of the axis tell where a moment is.
      const ticks = await page.$$eval('.axis-plot .tick', (all) =>
        all.map((tick) => [
          Number.parseFloat(tick.textContent ?? ''),
          (tick as SVGGElement).transform.baseVal.getItem(0).matrix.e,
        ]),
      );
      const [[ms0, x0], [ms1, x1]] = [ticks[0]!, ticks.at(-1)!] as [[number, number], [number, number]];
      await page.mouse.move(row.x + x0 + ((mark.ns / 1e6 - ms0) * (x1 - x0)) / (ms1 - ms0), row.y);
      await panel!.drawn();
      assert.match(await panel!.text('.tooltip'), /^turned.*console\.log · kitchen\.ts:7/);
    });

    it('see the bars of the line that the editor’s cursor is on', async () => {
      await showing('kitchen');
      const accent = colors.focusBorder!;
      const before = await panel!.pixels(accent);
      await panel!.send({ type: 'cursorLine', at: { file: 'kitchen.ts', line: 3 } });
      assert.ok((await panel!.pixels(accent)) > before + 100);
      await panel!.send({ type: 'cursorLine', at: null });
      assert.equal(await panel!.pixels(accent), before);
    });

    it('choose a stretch on the axis and read what it was', async () => {
      const { page } = await showing('kitchen');
      const axis = (await page.locator('.axis-plot').boundingBox())!;
      await page.mouse.move(axis.x + 100, axis.y + 10);
      await page.mouse.down();
      await page.mouse.move(axis.x + 300, axis.y + 10, { steps: 4 });
      await page.mouse.up();
      await panel!.drawn();
      const details = () =>
        /ms selected.*tasks in progress: at most/.test(document.querySelector('.details')!.textContent!);
      await page.waitForFunction(details);
      await page.keyboard.press('Escape');
      await panel!.drawn();
      assert.doesNotMatch(await panel!.text('.details'), /selected/);
    });

    it('move the window on the overview', async () => {
      const { page } = await showing('kitchen');
      await page.keyboard.press('w');
      await page.keyboard.press('w');
      await panel!.drawn();
      const before = await panel!.axis();
      const box = (await page.locator('.overview-plot .selection').boundingBox())!;
      await page.mouse.move(box.x + box.width / 2, box.y + 10);
      await page.mouse.down();
      await page.mouse.move(box.x + box.width / 2 + 60, box.y + 10, { steps: 4 });
      await page.mouse.up();
      await panel!.drawn();
      assert.notDeepEqual(await panel!.axis(), before);
    });

    it('open the sheet of keys and close it again', async () => {
      const { page } = await showing('kitchen');
      await page.keyboard.press('?');
      assert.match(await panel!.text('dialog'), /Zoom at the pointer/);
      await page.keyboard.press('Escape');
      await page.locator('dialog').waitFor({ state: 'detached' });
    });

    it('open hundreds of calls; only the rows on screen are in the document', async () => {
      const { page } = await showing('many');
      const group = page.locator('[role=row]', { hasText: '×600' });
      assert.match((await group.textContent())!, /call/);
      const folded = await page.locator('[role=treegrid]').getAttribute('aria-rowcount');
      await group.locator('.fold').click();
      await panel!.drawn();
      const opened = await page.locator('[role=treegrid]').getAttribute('aria-rowcount');
      assert.ok(Number(opened) > Number(folded) + 400);
      assert.ok((await panel!.rows()).length < 60);
      await page.keyboard.press('End');
      for (let i = 0; i < 5; i++) await page.keyboard.press('PageDown');
      await panel!.drawn();
      const at = await page.evaluate(() => document.activeElement?.getAttribute('aria-rowindex'));
      assert.ok(Number(at) > 50);
    });
  });

  describe('while the program runs', () => {
    /** A recording as it grows: the same bytes, in parts. */
    async function grow(
      to: TestPanel,
      file: string,
      parts: number,
      between: (part: number) => Promise<void>,
    ) {
      const bytes = readFileSync(file);
      const recording = new Recording();
      let cursor = recording.startCursor();
      for (let part = 0; part < parts; part++) {
        const [from, until] = [part, part + 1].map((i) => Math.floor((bytes.length * i) / parts));
        recording.push('grown', bytes.subarray(from, until));
        const step = recording.deltaSince(cursor);
        cursor = step.cursor;
        await to.sendBatch(step.delta);
        await between(part);
      }
    }

    it('follows the end until the person zooms, and again when asked to', async () => {
      const { page } = await open();
      await panel!.status('recording');
      const pictures: string[] = [];
      const follow = page.getByRole('button', { name: 'Follow' });
      await grow(panel!, files.kitchen, 8, async (part) => {
        if (part === 5) await page.keyboard.press('w');
        await panel!.drawn();
        pictures.push((await panel!.axis()).join(' '));
        if (part < 5) assert.equal(await follow.getAttribute('aria-pressed'), 'true');
      });
      assert.equal(await follow.getAttribute('aria-pressed'), 'false');
      assert.equal(pictures.at(-1), pictures[5], 'a window that was zoomed stays');
      await follow.click();
      await panel!.drawn();
      assert.equal(await follow.getAttribute('aria-pressed'), 'true');
      assert.notEqual((await panel!.axis()).join(' '), pictures[5]);
    });

    it('comes to the same picture as with the whole recording at once', async () => {
      await open();
      await panel!.status('recording');
      await grow(panel!, files.threads, 7, () => Promise.resolve());
      await panel!.status('finished', 'Finished after 1 s', { code: 0 });
      const grown = await panel!.rows();
      await panel!.close();
      await showing('threads');
      assert.deepEqual(grown, await panel!.rows());
    });
  });

  it('asks again when it was rebuilt, and shows what it showed before', async () => {
    const { page } = await showing('kitchen');
    await page.keyboard.press('w');
    await page.keyboard.press('w');
    await page.locator('[role=row]', { hasText: 'toast' }).locator('.fold').click();
    await panel!.drawn();
    const [axis, rows] = [await panel!.axis(), await panel!.rows()];
    await page.waitForFunction((count) => {
      const saved = window.host.saved as { window: unknown; folds: unknown[] } | undefined;
      return saved?.window && saved.folds.length === count;
    }, 1);
    const saved = await panel!.saved();
    await panel!.close();
    panel = await TestPanel.open(browser, { saved });
    assert.equal((await panel.waitForMessage('ready')).version, PROTOCOL_VERSION);
    await panel.send({ type: 'hello', version: PROTOCOL_VERSION, texts: {} });
    await panel.show(files.kitchen);
    await panel.drawn();
    assert.deepEqual(await panel.axis(), axis);
    assert.deepEqual(await panel.rows(), rows);
  });

  it('tells the host what went wrong in it', async () => {
    const opened = await open();
    await opened.page.evaluate(() =>
      window.dispatchEvent(new MessageEvent('message', { data: { type: 'nonsense' } })),
    );
    assert.match((await opened.waitForMessage('pageError')).message, /nonsense/);
    await opened.forget();
  });
});

/** Where the bar of a colour begins in a row, in pixels of the page. */
async function barOf(
  panel: TestPanel,
  row: { x: number; y: number },
  color: string,
): Promise<{ startX: number }> {
  const x = await panel.page.$eval(
    'canvas.bars',
    (canvas, { color, y }) => {
      const { width } = canvas as HTMLCanvasElement;
      const top = canvas.getBoundingClientRect().top;
      const data = (canvas as HTMLCanvasElement)
        .getContext('2d')!
        .getImageData(0, Math.round(y - top), width, 1).data;
      const wanted = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
      for (let i = 0; i < width; i++) {
        if (wanted.every((value, c) => Math.abs(data[i * 4 + c]! - value) < 6)) return i;
      }
      return -1;
    },
    { color, y: row.y + 5 },
  );
  assert.ok(x >= 0, 'there is a bar of that colour');
  return { startX: row.x + x };
}
