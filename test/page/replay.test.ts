import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { MomentIndex, nextEvent } from '../../src/analysis/index.ts';
import { launchChromium } from '../../src/dev/chromium.ts';
import type { NowLine, PageMessage } from '../../src/shared/protocol.ts';
import { NONE } from '../../src/shared/timeline.ts';
import { withoutCores } from './madeUp.ts';
import { programs, Recordings } from './recordings.ts';
import { openRecording, type PanelOptions, TestPanel } from './testPanel.ts';

describe('page: replay', function () {
  this.timeout(120_000);
  let browser: Browser;
  let recordings: Recordings;
  let kitchen: string;
  let threads: string;
  let panel: TestPanel;

  before(async () => {
    recordings = await Recordings.create();
    kitchen = await recordings.record('kitchen', programs.kitchen);
    threads = await recordings.record('threads', programs.threads);
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

  const showing = async (file = kitchen, options?: PanelOptions) => {
    panel = await TestPanel.greeted(browser, options);
    await panel.show(file);
    return panel.page;
  };
  /** Where the cursor is, in ns; null: there is none to be seen. */
  const cursor = async (): Promise<number | null> => {
    const handle = panel.page.getByRole('slider', { name: 'Time cursor' });
    return (await handle.isVisible()) ? Number(await handle.getAttribute('aria-valuenow')) : null;
  };
  const press = async (key: string, times = 1) => {
    for (let i = 0; i < times; i++) await panel.page.keyboard.press(key);
    await panel.drawn();
  };
  const clickAxis = async (share: number) => {
    const box = (await panel.page.locator('.axis-plot').boundingBox())!;
    await panel.page.mouse.click(box.x + box.width * share, box.y + 8);
    await panel.drawn();
    return box;
  };
  const openMoment = () => panel.page.getByRole('tab', { name: 'Moment' }).click();
  const list = (name: string) =>
    panel.page.locator('.moment-list', { has: panel.page.getByRole('heading', { name, exact: true }) });
  const entries = (name: string) => list(name).locator('.moment-name').allTextContents();
  const nowAt = (sent: readonly PageMessage[]): readonly NowLine[] | null =>
    sent.findLast((message) => message.type === 'nowAt')?.lines ?? null;

  it('a click on the axis puts a time cursor there, and Esc takes it away before all else', async () => {
    const page = await showing();
    assert.equal(await cursor(), null);
    const axis = await clickAxis(0.5);
    assert.ok((await cursor())! > 0);
    const line = (await page.locator('.time-line').boundingBox())!;
    assert.ok(Math.abs(line.x - (axis.x + axis.width * 0.5)) <= 1.5);
    const lanes = (await page.locator('.lanes').boundingBox())!;
    assert.ok(line.y <= axis.y && line.y + line.height >= lanes.y + lanes.height - 1);
    await press('w');
    const zoomed = await panel.axis();
    await press('Escape');
    assert.equal(await cursor(), null);
    assert.deepEqual(await panel.axis(), zoomed, 'the window stays where it is');
  });

  it('a click on the axis gives a chosen stretch up, and only the next one puts a cursor', async () => {
    const page = await showing();
    const axis = (await page.locator('.axis-plot').boundingBox())!;
    await page.mouse.move(axis.x + 100, axis.y + 10);
    await page.mouse.down();
    await page.mouse.move(axis.x + 300, axis.y + 10, { steps: 4 });
    await page.mouse.up();
    await panel.drawn();
    assert.match(await panel.text('.details'), /selected/);
    assert.equal(await cursor(), null);
    await clickAxis(0.8);
    assert.doesNotMatch(await panel.text('.details'), /selected/);
    assert.equal(await cursor(), null);
    await clickAxis(0.8);
    assert.notEqual(await cursor(), null);
  });

  it('its handle is dragged, and moved with the arrow keys', async () => {
    const page = await showing();
    await clickAxis(0.3);
    const from = (await cursor())!;
    const handle = page.getByRole('slider', { name: 'Time cursor' });
    const box = (await handle.boundingBox())!;
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + 200, box.y + box.height / 2, { steps: 5 });
    await page.mouse.up();
    await panel.drawn();
    const dragged = (await cursor())!;
    assert.ok(dragged > from);
    await handle.focus();
    const window = await panel.axis();
    await press('ArrowRight');
    const moved = (await cursor())!;
    assert.ok(moved > dragged);
    await press('Shift+ArrowLeft');
    assert.ok((await cursor())! < dragged);
    assert.deepEqual(await panel.axis(), window, 'the arrows move the cursor, not the window');
  });

  it('steps from event to event, and back over the same ones', async () => {
    await showing();
    const forth: (number | null)[] = [];
    for (let i = 0; i < 12; i++) {
      await press('.');
      forth.push(await cursor());
    }
    const index = new MomentIndex(openRecording(kitchen).tables);
    index.advance();
    for (const [i, ns] of forth.entries()) if (i > 0) assert.equal(ns, nextEvent(index, [0], forth[i - 1]!));
    const back: (number | null)[] = [];
    for (let i = 1; i < 12; i++) {
      await press(',');
      back.unshift(await cursor());
    }
    assert.deepEqual(back, forth.slice(0, -1));
  });

  it('begins with the first event of the picture, whatever was before it, and from the end with the last', async () => {
    panel = await TestPanel.greeted(browser);
    const { tables } = openRecording(kitchen);
    const firstNs = tables.tasks.columns.startNs[0]!;
    const early = { kind: 'note', level: 'info', thread: 0, task: NONE, text: 'early', site: NONE } as const;
    await panel.show(kitchen, 'finished', (delta) => ({
      ...delta,
      marks: [{ ...early, ns: firstNs - 1e5 }, ...delta.marks],
    }));
    await press('.');
    assert.equal(await cursor(), firstNs);
    await press(',');
    assert.equal(await cursor(), firstNs, 'there is nothing earlier to be seen');
    await press('Escape');
    await press(',');
    const last = (await cursor())!;
    assert.ok(last > firstNs);
    await press('.');
    assert.equal(await cursor(), last);
  });

  it('with Shift steps over the events of the selected bar’s row only', async () => {
    const page = await showing();
    const row = await panel.rowAt('boil');
    await page.mouse.click(row.x + row.width * 0.4, row.y);
    const { tables } = openRecording(kitchen);
    const edges = new Set<number>();
    for (let span = 0; span < tables.spans.length; span++) {
      const task = tables.spans.taskAt(span);
      const name = task < 0 ? '' : tables.strings[tables.tasks.columns.name[task]!];
      if (name === 'boil') edges.add(tables.spans.startAt(span)).add(tables.spans.endAt(span));
    }
    const walked: (number | null)[] = [];
    for (let i = 0; i < edges.size; i++) {
      await press('>');
      walked.push(await cursor());
    }
    assert.deepEqual(
      walked,
      [...edges].sort((a, b) => a - b),
    );
    await press('<');
    assert.equal(await cursor(), walked.at(-2));
  });

  it('shows the call stack, the queues and what waits for what', async () => {
    await showing();
    await openMoment();
    assert.match(await panel.text('.moment'), /click on the time axis/);
    // The sixth event: boil has set its timer and still runs.
    const { tables } = openRecording(kitchen);
    const timer = Array.from({ length: tables.tasks.length }, (_, i) => i).find(
      (task) => tables.strings[tables.tasks.columns.name[task]!] === 'timer 60 ms',
    )!;
    while (((await cursor()) ?? 0) < tables.tasks.columns.startNs[timer]!) await press('.');
    assert.deepEqual(await entries('Call stack'), ['boil', 'cook', '<module>']);
    assert.deepEqual(await entries('Timers and I/O under way'), ['timer 60 ms']);
    assert.match((await list('Microtasks').textContent())!, /empty/);
    // From here on boil waits, as soon as it is not on the stack any more.
    while ((await entries('Suspended')).length === 0) await press('.');
    assert.match(
      (await list('Suspended').textContent())!,
      /boil.*kitchen\.ts:3.*waits for timer 60 ms · since/,
    );
    assert.equal((await entries('Call stack'))[0], 'cook');
  });

  it('has a card for each thread, and says which is idle', async () => {
    await showing(threads);
    await openMoment();
    await clickAxis(0.9);
    const cards = await panel.page.locator('.moment-card .moment-thread').allTextContents();
    assert.deepEqual(cards, ['main thread', 'squares']);
    const idle = panel.page.locator('.moment-card[data-state=idle]');
    while ((await idle.count()) === 0) await press(',');
    assert.match((await idle.first().textContent())!, /idle.*empty: the thread waits/);
  });

  it('leads from an entry to its bar and its line', async () => {
    const page = await showing();
    await openMoment();
    while ((await entries('Suspended')).length === 0) await press('.');
    await panel.forget();
    await list('Suspended').getByRole('button').first().click();
    await panel.drawn();
    assert.match(await panel.text('.details'), /^boil.*waited/);
    const { site, preview } = await panel.waitForMessage('reveal');
    assert.deepEqual([site.line, preview], [3, true]);
    assert.ok(await page.evaluate(() => document.activeElement?.classList.contains('moment-entry')));
  });

  it('plays to the end and stops there, and does not flood the live region', async () => {
    const page = await showing();
    await openMoment();
    await page.getByRole('combobox', { name: 'Speed of replay' }).selectOption('1');
    await page.evaluate(() => {
      const said: string[] = [];
      Object.assign(window, { said });
      const live = document.querySelector('[role=status]')!;
      new MutationObserver(() => said.push(live.textContent ?? '')).observe(live, { childList: true });
    });
    await page.locator('.moment').click();
    await page.getByRole('button', { name: 'Play' }).focus();
    await page.keyboard.press('Space');
    const isAtEnd = () => document.querySelector<HTMLButtonElement>('[aria-label="Next event"]')!.disabled;
    await page.waitForFunction(isAtEnd);
    await panel.drawn();
    assert.ok(await page.getByRole('button', { name: 'Play' }).isVisible(), 'it stopped');
    const end = (await cursor())!;
    await press('.');
    assert.equal(await cursor(), end);
    const said = await page.evaluate(() => (window as unknown as { said: string[] }).said);
    assert.ok(said.length <= 2, said.join('\n'));
    await page.getByRole('combobox', { name: 'Speed of replay' }).selectOption(String(1 / 1000));
    await page.getByRole('button', { name: 'Play' }).focus();
    await press('Space');
    assert.ok(await page.getByRole('button', { name: 'Pause' }).isVisible(), 'it begins again');
    await press('Space');
    assert.ok((await cursor())! < end);
  });

  it('keeps the cursor in sight while it plays in a window that is zoomed', async () => {
    const page = await showing();
    for (let i = 0; i < 6; i++) await press('w');
    await press('Home');
    const first = await panel.axis();
    await page.getByRole('combobox', { name: 'Speed of replay' }).selectOption('1');
    await page.locator('.details').click();
    await press('Space');
    await page.waitForFunction(
      () => document.querySelector<HTMLButtonElement>('[aria-label="Next event"]')!.disabled,
    );
    await panel.drawn();
    assert.notDeepEqual(await panel.axis(), first);
    assert.notEqual(await cursor(), null);
  });

  it('suits its speed to the length of the run, until another is chosen', async () => {
    const page = await showing();
    const speed = page.getByRole('combobox', { name: 'Speed of replay' });
    const chosen = Number(await speed.inputValue());
    const axis = await panel.axis();
    const lengthMs = Number.parseFloat(axis.at(-1)!) - Number.parseFloat(axis[0]!);
    assert.ok(lengthMs / chosen > 3000 && lengthMs / chosen < 25_000, `${lengthMs} ms at ${chosen}`);
    assert.match((await speed.locator('option:checked').textContent())!, /^1\/\d+ of real time$/);
  });

  it('tells the editor on which line each thread is, and when the cursor is gone', async () => {
    panel = await TestPanel.greeted(browser);
    // On a busy machine the thread could be without a core just then.
    await panel.show(kitchen, 'finished', withoutCores);
    await openMoment();
    while ((await entries('Suspended')).length === 0) await press('.');
    await panel.page.waitForFunction(() =>
      window.host.sent.some((m) => m.type === 'nowAt' && m.lines.some(({ state }) => state === 'waiting')),
    );
    assert.deepEqual(nowAt(await panel.sent()), [
      { file: 'kitchen.ts', line: 14, label: 'main thread: running cook', state: 'running' },
      { file: 'kitchen.ts', line: 3, label: 'boil waits for timer 60 ms', state: 'waiting' },
    ]);
    await press('Escape');
    assert.deepEqual(nowAt(await panel.sent()), []);
  });

  it('is there again, at the same moment, when the page was rebuilt', async () => {
    await showing();
    await press('.', 5);
    const at = await cursor();
    await panel.page.waitForFunction(
      (ns) => (window.host.saved as { replayNs?: number } | undefined)?.replayNs === ns,
      at,
    );
    const saved = await panel.saved();
    await panel.close();
    await showing(kitchen, { saved });
    await panel.drawn();
    assert.equal(await cursor(), at);
  });

  it('ends with the recording that it is of', async () => {
    await showing();
    await press('.', 3);
    await panel.show(threads);
    await panel.drawn();
    assert.equal(await cursor(), null);
  });
});
