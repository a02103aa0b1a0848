/** The cores in the panel, on a real recording with made-up slices: who has a core when is another thing in every run. */
import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../../src/dev/chromium.ts';
import type { RecordingFacts } from '../../src/shared/timeline.ts';
import { Recording } from '../../webview/model/recording.ts';
import type { TimeWindow } from '../../webview/model/view.ts';
import { deltaOf, slicesOf, withoutCores } from './madeUp.ts';
import { programs, Recordings } from './recordings.ts';
import { deltasOf } from './support.ts';
import { openRecording, type PanelOptions, TestPanel } from './testPanel.ts';
import { themes } from './themes.ts';

const { colors } = themes.dark;
const [mainColor, workerColor, wait] = [
  colors['charts-blue']!,
  colors['charts-green']!,
  colors['charts-orange']!,
];

/** As parts of what the panel shows: both threads take turns on core 0, then each has a core of its own. */
const picture = `
main  |000rr0000rr0000 00000000000000|
work  |   00rrrr00rrrr 111111  111111|
`;

describe('page: cores in Chromium', function () {
  this.timeout(120_000);
  let browser: Browser;
  let recordings: Recordings;
  let file: string;
  let panel: TestPanel;

  before(async () => {
    recordings = await Recordings.create();
    file = await recordings.record('threads', programs.threads);
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

  async function showing(facts: Partial<RecordingFacts>, slices = picture, options: PanelOptions = {}) {
    panel = await TestPanel.greeted(browser, { height: 720, ...options });
    await panel.show(file, 'finished', withoutCores);
    const { tables } = openRecording(file);
    const known = { nowNs: tables.nowNs, facts: { ...tables.facts, ...facts } };
    const { startNs, endNs } = shown();
    const made = slicesOf(slices, (endNs - startNs) / 30, startNs);
    await panel.sendBatch(deltaOf(known, made), false);
    await panel.drawn();
    return panel.page;
  }

  /** The stretch of time that the panel shows. */
  function shown(): TimeWindow {
    const recording = new Recording();
    for (const delta of deltasOf(openRecording(file))) recording.apply(delta);
    return recording.extent(false);
  }

  const lastRows = async (count: number) => (await panel.rows()).slice(-count);
  const row = (label: string) =>
    panel.page.locator('[role=row]', { has: panel.page.getByText(label, { exact: true }) });
  const cells = async (label: string) => row(label).locator('[role=gridcell]').allTextContents();

  /** Clicks into a row, at a share of the picture's width. */
  async function clickIn(label: string, share: number): Promise<void> {
    const { x, y, width } = await panel.rowAt(label);
    await panel.page.mouse.click(x + width * share, y);
    await panel.drawn();
  }

  it('shows a lane per core, in the colours of the threads, and who had none', async () => {
    await showing({ cores: 2, coreRecording: 'sampled' });
    assert.deepEqual(await lastRows(4), ['cores', 'core 0', 'core 1', 'ready, no core']);
    assert.ok((await panel.pixels(workerColor)) > 500, 'the worker on the cores');
    assert.ok((await panel.pixels(wait)) > 50, 'marks below the threads');
    assert.equal(await row('squares').locator('.thread-key').getAttribute('data-colour'), '2');
  });

  it('says in words what it shows', async () => {
    await showing({ cores: 2, coreRecording: 'sampled' });
    const { processes } = openRecording(file).tables;
    const { startNs, endNs } = shown();
    const share = ((12 / 30) * (endNs - startNs)) / (processes[0]!.endNs! - processes[0]!.startNs);
    const [totals, , duration] = await cells('core 1');
    assert.equal(totals, `busy ${Math.round(share * 100)} %`);
    assert.match(duration!, /^busy for [\d.]+ m?s$/);
    assert.match((await cells('ready, no core'))[0]!, /^ready [\d.]+ m?s$/);
  });

  it('shows all that a thread did on the cores when one of its bars is chosen', async () => {
    await showing({ cores: 2, coreRecording: 'sampled' });
    const before = await panel.pixels(mainColor);
    await clickIn('core 1', 0.65);
    assert.match(await panel.text('.details-title'), /^squares · core 1$/);
    assert.match(await panel.text('.details-sentence'), /^ran [\d.]+ m?s · from [\d.]+ m?s on$/);
    assert.ok((await panel.pixels(mainColor)) < before, 'the other thread steps back');
    assert.ok((await panel.pixels(workerColor)) > 500, 'the chosen one does not');
    await panel.page.keyboard.press('Escape');
    await panel.drawn();
    assert.equal(await panel.pixels(mainColor), before);
  });

  it('lets the keyboard walk over a core', async () => {
    const page = await showing({ cores: 2, coreRecording: 'sampled' });
    await row('core 1').focus();
    await page.keyboard.press(']');
    await panel.drawn();
    const first = await panel.text('.details-sentence');
    await page.keyboard.press(']');
    await panel.drawn();
    assert.match(await panel.text('.details-title'), /^squares · core 1$/);
    assert.notEqual(await panel.text('.details-sentence'), first);
    await row('cores').focus();
    await page.keyboard.press('ArrowLeft');
    await panel.drawn();
    assert.deepEqual(await lastRows(1), ['cores']);
    assert.ok((await panel.pixels(workerColor)) > 200, 'folded, it shows its cores');
  });

  it('tells a thread that was ready without a core, below its bars', async () => {
    const page = await showing({ cores: 2, coreRecording: 'sampled' });
    const { x, y, width } = await panel.rowAt('squares');
    await page.mouse.move(x + width * 0.2, y + 6);
    await panel.drawn();
    assert.match(
      await panel.text('.tooltip'),
      /squares · no core.*was ready to run for [\d.]+ m?s, but had no core/,
    );
  });

  it('says why there is nothing to see', async () => {
    await showing({ coreRecording: 'unavailable' }, '');
    assert.deepEqual(await lastRows(1), ['cores']);
    // Words are read again twice a second at most.
    await row('cores').getByText('not measured on this system').waitFor({ state: 'attached' });
    assert.equal(await row('squares').locator('.thread-key').isHidden(), true);
  });

  it('takes the colours over that the system forces', async () => {
    await showing({ cores: 2, coreRecording: 'sampled' }, picture, { forcedColors: 'active' });
    assert.equal(await panel.pixels(workerColor), 0);
    assert.ok((await panel.pixels('#000000')) > 500);
  });
});
