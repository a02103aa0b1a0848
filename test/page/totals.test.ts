import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { Recording, totalsOf } from '../../src/analysis/index.ts';
import { launchChromium } from '../../src/dev/chromium.ts';
import { State } from '../../src/shared/timeline.ts';
import { formatDuration } from '../../webview/layout/time.ts';
import { programs, Recordings } from './recordings.ts';
import { openRecording, TestPanel } from './testPanel.ts';

/** More functions than the table has room for. */
const FUNCTIONS = 230;
const manyFunctions = Array.from(
  { length: FUNCTIONS },
  (_, i) => `async function f${i}() {}\nawait f${i}();`,
);

describe('page: totals', function () {
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
  afterEach(async () => {
    const errors = (await panel.sent()).filter((message) => message.type === 'pageError');
    await panel.close();
    assert.deepEqual(errors, []);
  });

  /** Shows a recording with the totals open, which the keyboard did. */
  async function open(file = kitchen): Promise<TestPanel> {
    panel = await TestPanel.greeted(browser, { width: 1000, height: 800 });
    await panel.show(file);
    await panel.page.keyboard.press('t');
    await panel.drawn();
    return panel;
  }
  const press = async (...keys: string[]) => {
    for (const key of keys) await panel.page.keyboard.press(key);
    await panel.drawn();
  };
  const column = (name: string) => panel.page.locator(`.totals tbody .is-${name}`).allTextContents();
  const head = () => panel.text('.totals');
  /** Ends of the stretch on the axis, in px. */
  const chosen = () =>
    panel.page.$$eval('.axis-plot .chosen', (all) =>
      all.map((rect) => ['x', 'width'].map((name) => Math.round(Number(rect.getAttribute(name)) * 10) / 10)),
    );
  const named = (name: string) => panel.page.getByRole('button', { name, exact: true });

  it('are opened with T, and say of the whole run what it was spent on, the busiest function first', async () => {
    await open();
    const { tables } = openRecording(kitchen);
    const totals = totalsOf(tables);
    assert.match(await head(), /^Whole run: [\d.]+ msConcurrenttasks in progress: at most 4/);
    const names = await column('name');
    const [first] = totals.functions;
    assert.equal(names[0], first!.name);
    assert.equal((await column('running'))[0], formatDuration(first!.ns[State.running]!));
    assert.equal((await column('place'))[names.indexOf('cut')], 'kitchen.ts:10');
    const words = await panel.text('.totals .legend-states');
    assert.ok(words.startsWith(`ran ${formatDuration(totals.ns[State.running]!)}`), words);
    assert.ok(words.includes(`waited ${formatDuration(totals.ns[State.waiting]!)}`), words);
    await press('t');
    assert.ok(await panel.page.locator('.totals').isHidden());
  });

  it('are sorted by the column that is asked for, and turned round the second time', async () => {
    await open();
    const sorted = () =>
      panel.page.$$eval('.totals thead th', (cells) =>
        cells.flatMap((cell) => {
          const sort = cell.getAttribute('aria-sort');
          return sort === 'none' ? [] : [`${cell.textContent} ${sort}`];
        }),
      );
    assert.deepEqual(await sorted(), ['Ran descending']);
    await named('Waited').focus();
    await press('Enter');
    assert.deepEqual(await sorted(), ['Waited descending']);
    const { functions } = totalsOf(openRecording(kitchen).tables);
    const waits = functions.map(({ ns }) => ns[State.waiting]!).sort((a, b) => b - a);
    const texts = waits.map((ns) => (ns === 0 ? '–' : formatDuration(ns)));
    assert.deepEqual(await column('waiting'), texts);
    await press('Enter');
    assert.deepEqual(await sorted(), ['Waited ascending']);
    assert.deepEqual(await column('waiting'), texts.reverse());
    await named('Function').click();
    await panel.drawn();
    assert.deepEqual(await sorted(), ['Function ascending']);
  });

  it('are listed by thread and by line as well', async () => {
    await open();
    await named('by line').focus();
    await press('Enter');
    assert.equal(await named('by line').getAttribute('aria-pressed'), 'true');
    const names = await column('name');
    const at = names.indexOf('kitchen.ts:6');
    assert.deepEqual([(await column('place'))[at], (await column('calls'))[at]], ['toast', '2']);
    await named('by thread').focus();
    await press('Enter');
    assert.deepEqual(await column('name'), ['main thread']);
    assert.deepEqual(await column('place'), ['kitchen.ts']);
  });

  it('lead from a row to its line and its first bar; the focus stays', async () => {
    await open();
    await panel.page.locator('.totals-name').first().focus();
    await press('ArrowDown', 'ArrowUp', 'ArrowDown');
    const names = await column('name');
    const focused = () => panel.page.evaluate(() => document.activeElement?.textContent);
    assert.equal(await focused(), names[1]);
    const { functions } = totalsOf(openRecording(kitchen).tables);
    const at = functions.findIndex(({ name }) => name === 'boil');
    for (let i = 1; i < at; i++) await press('ArrowDown');
    if (at === 0) await press('ArrowUp');
    assert.equal(await focused(), 'boil');
    await press('Enter');
    const { site, preview } = await panel.waitForMessage('reveal');
    assert.deepEqual([site.file, site.line, preview], ['kitchen.ts', 2, true]);
    assert.match(await panel.text('.details'), /^boil · kitchen\.ts:2.*ran/);
    assert.equal(await focused(), 'boil');
    await press('End');
    assert.equal(await focused(), names.at(-1));
    await named('by line').click();
    await panel.page.getByRole('row', { name: 'kitchen.ts:3' }).locator('.is-waiting').click();
    await panel.drawn();
    assert.match(await panel.text('.details'), /^boil · kitchen\.ts:3/);
  });

  it('are those of a stretch that is chosen on the axis, until it is given up', async () => {
    await open();
    const whole = await column('waiting');
    const axis = (await panel.page.locator('.axis-plot').boundingBox())!;
    await panel.page.mouse.move(axis.x + 400, axis.y + 10);
    await panel.page.mouse.down();
    await panel.page.mouse.move(axis.x + 500, axis.y + 10, { steps: 4 });
    await panel.page.mouse.up();
    await panel.drawn();
    assert.match(await head(), /^[\d.]+ ms selected/);
    assert.notDeepEqual(await column('waiting'), whole);
    await press('Escape');
    assert.match(await head(), /^Whole run/);
    assert.deepEqual(await column('waiting'), whole);
  });

  it('a stretch is chosen with keys, opens nothing by itself, and says how to see its totals', async () => {
    panel = await TestPanel.greeted(browser);
    await panel.show(kitchen);
    await press('Shift+D', 'Shift+D');
    const first = (await chosen())[0]!;
    await press('Shift+ArrowRight');
    const second = (await chosen())[0]!;
    assert.equal(first[0], second[0]);
    assert.ok(second[1]! > first[1]!);
    await press('Shift+A');
    assert.deepEqual((await chosen())[0], first);
    await press('Shift+ArrowLeft', 'Shift+ArrowLeft', 'Shift+ArrowLeft');
    assert.ok((await chosen())[0]![0]! < first[0]!, 'it turned round');
    assert.match(await panel.text('.details'), /selected.*T: totals of this stretch/);
    assert.ok(await panel.page.locator('.totals').isHidden());
    await panel.page.locator('[role=status]', { hasText: /ms selected/ }).waitFor({ state: 'attached' });
  });

  it('M chooses the time of the selected bar, else what is on screen, and gives it up again', async () => {
    panel = await TestPanel.greeted(browser);
    await panel.show(kitchen);
    await press('m');
    const all = (await chosen())[0]!;
    const row = await panel.rowAt('boil');
    assert.ok(all[1]! > row.width * 0.9);
    await press('m');
    assert.deepEqual(await chosen(), []);
    await panel.page.locator('[role=row]', { hasText: 'boil' }).focus();
    const waits = async () => /waited ([\d.]+ ms) for a timer of 60 ms/.exec(await panel.text('.details'));
    for (let bars = 0; bars < 4 && !(await waits()); bars++) await press(']');
    const waited = (await waits())![1]!;
    await press('m');
    assert.ok((await panel.text('.details')).startsWith(`${waited} selected`));
  });

  it('Shift + drag on the lanes chooses a stretch; nothing moves, and nothing is selected', async () => {
    panel = await TestPanel.greeted(browser);
    await panel.show(kitchen);
    const axis = await panel.axis();
    const row = await panel.rowAt('boil');
    await panel.page.keyboard.down('Shift');
    await panel.page.mouse.move(row.x + 200, row.y);
    await panel.page.mouse.down();
    await panel.page.mouse.move(row.x + 300, row.y + 20, { steps: 4 });
    await panel.page.mouse.up();
    await panel.page.keyboard.up('Shift');
    await panel.drawn();
    const [[x, width]] = (await chosen()) as [[number, number]];
    assert.deepEqual([Math.round(x), Math.round(width)], [200, 100]);
    assert.deepEqual(await panel.axis(), axis);
    await press('Escape');
    assert.match(await panel.text('.details'), /^Select a bar/);
    await panel.page.mouse.click(row.x + 5, row.y);
    await panel.drawn();
    assert.doesNotMatch(await panel.text('.details'), /^Select a bar/);
  });

  it('of more rows than there is room for say how many more there are', async () => {
    await open(await recordings.record('functions', manyFunctions.join('\n')));
    const all = totalsOf(openRecording(`${recordings.folder}/functions.cvtrace`).tables).functions.length;
    assert.ok(all > FUNCTIONS);
    assert.equal((await column('name')).length, 200);
    assert.equal(await panel.text('.totals-note'), `${all - 200} more`);
  });

  it('grow while the program runs, and are those of the run when it is over', async () => {
    panel = await TestPanel.greeted(browser, { width: 1000, height: 800 });
    await panel.status('recording');
    const bytes = readFileSync(kitchen);
    const recording = new Recording();
    recording.push('grown', bytes.subarray(0, bytes.length / 2));
    const half = recording.deltaSince(recording.startCursor());
    await panel.sendBatch(half.delta);
    await press('t');
    const before = await column('name');
    recording.push('grown', bytes.subarray(bytes.length / 2));
    recording.finish();
    await panel.sendBatch(recording.deltaSince(half.cursor).delta);
    await panel.status('finished', 'Finished', { code: 0 });
    const { functions } = totalsOf(recording.tables);
    await panel.page.waitForFunction(
      (rows) => document.querySelectorAll('.totals tbody tr').length === rows,
      functions.length,
    );
    assert.ok(before.length < functions.length);
    assert.deepEqual(
      await column('running'),
      functions
        .map(({ ns }) => ns[State.running]!)
        .sort((a, b) => b - a)
        .map((ns) => (ns === 0 ? '–' : formatDuration(ns))),
    );
  });

  it('show hostile names as text', async () => {
    await open(await recordings.record('hostile', programs.hostile));
    const names = await column('name');
    assert.ok(names.some((name) => name.includes('<img src=x onerror')));
    assert.ok(names.every((name) => !/[\p{Cc}\p{Bidi_Control}]/u.test(name)));
    await named('by line').click();
    await named('by thread').click();
    await panel.drawn();
    assert.ok((await column('name')).includes('<b id="injected">worker</b>'));
    assert.equal(await panel.page.locator('#app script, #app img, #app b').count(), 0);
  });

  it('are listed as before when the page was rebuilt', async () => {
    await open();
    await named('by line').click();
    await named('Waited').click();
    await panel.page.waitForFunction(() => {
      const saved = window.host.saved as { totals?: { column: string }; pane?: string } | undefined;
      return saved?.totals?.column === 'waiting' && saved.pane === 'totals';
    });
    const names = await column('name');
    const saved = await panel.saved();
    await panel.close();
    panel = await TestPanel.greeted(browser, { saved, width: 1000, height: 800 });
    await panel.show(kitchen);
    await panel.drawn();
    assert.deepEqual(await column('name'), names);
  });
});
