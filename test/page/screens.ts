/**
 * Takes pictures of the page into `.vscode-test/screens`, to be looked at: `node test/page/screens.ts [name…]`.
 * Needs a build.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { launchChromium } from '../../src/dev/chromium.ts';
import { programs, Recordings } from './recordings.ts';
import { type PanelOptions, TestPanel } from './testPanel.ts';

const folder = join(import.meta.dirname, '../../.vscode-test/screens');
const recordings = await Recordings.create();
const record = (name: keyof typeof programs) => recordings.record(name, programs[name]);
const kitchen = await record('kitchen');
const parts = await record('parts');
const threads = await record('threads');
const many = await record('many');
const hostile = await record('hostile');
const turns = await record('turns');
const crowd = await record('crowd');
const timings = await record('timings');
const empty = await record('empty');
const oneBar = await record('oneBar');
const synchronous = await record('synchronous');
const exitsAtOnce = await record('exitsAtOnce');
const throwsLater = await record('throwsLater');

interface Screen {
  readonly options?: PanelOptions;
  readonly prepare: (panel: TestPanel) => Promise<void>;
}

const show = (file: string) => (panel: TestPanel) => panel.show(file);

/** Types into the field that searches lanes. */
const searching =
  (text: string, file = crowd) =>
  async (panel: TestPanel): Promise<void> => {
    await panel.show(file);
    await panel.page.keyboard.press('/');
    await panel.page.keyboard.type(text);
    await panel.page.keyboard.press('Enter');
  };

/** Pins two lanes, hides one, puts the longest first and shows the sheet of the lanes. */
async function pinned(panel: TestPanel): Promise<void> {
  const { page } = panel;
  await panel.show(crowd);
  const press = async (label: string, key: string) => {
    await page.keyboard.press('/');
    await page.keyboard.type(label);
    for (const pressed of ['Enter', 'Escape', key]) await page.keyboard.press(pressed);
    await panel.drawn();
  };
  await press('upload', 'p');
  await press('resizer', 'p');
  await press('log', 'h');
}

const withSheet = async (panel: TestPanel): Promise<void> => {
  await pinned(panel);
  await panel.page.getByRole('button', { name: /^Lanes: / }).click();
  await panel.page.getByRole('radio', { name: 'longest call first' }).check();
};

const withMenu = async (panel: TestPanel): Promise<void> => {
  await pinned(panel);
  await panel.page.keyboard.press('Shift+F10');
};

/** Opens the moment view, and goes that many events on. */
const momentOf = (file: string, events: number) => async (panel: TestPanel) => {
  await panel.show(file);
  await panel.page.getByRole('tab', { name: 'Moment' }).click();
  await panel.page.locator('.pane-sash').focus();
  for (let i = 0; i < 12; i++) await panel.page.keyboard.press('ArrowUp');
  for (let i = 0; i < events; i++) await panel.page.keyboard.press('.');
};
/** The same in light and dark. */
const inBoth = (name: string, prepare: Screen['prepare']): Record<string, Screen> => ({
  [`${name}-dark`]: { prepare },
  [`${name}-light`]: { options: { theme: 'light' }, prepare },
});

/** Clicks into the row of that name, at a share of the picture's width. */
async function clickIn(panel: TestPanel, label: string, share: number): Promise<void> {
  const row = await panel.rowAt(label);
  await panel.page.mouse.click(row.x + row.width * share, row.y);
}

async function openSpans(panel: TestPanel, file: string): Promise<void> {
  await panel.show(file);
  await panel.page.getByRole('tab', { name: 'Spans' }).click();
  await panel.page.locator('.span-rows .span-row').first().waitFor();
}
/** The totals of a recording, in one of their lists. */
const totals = (file: string, list?: string) => async (panel: TestPanel) => {
  await panel.show(file);
  await panel.page.keyboard.press('t');
  if (list) await panel.page.getByRole('button', { name: list }).click();
};
/** Asks why the first wait of the row took so long. */
const why = (file: string, label: string, share: number) => async (panel: TestPanel) => {
  await panel.show(file);
  await clickIn(panel, label, share);
  await panel.page.keyboard.press('y');
  await panel.answerExcerpts((name) => programs[name.replace('.ts', '') as keyof typeof programs] ?? '');
  await panel.page.mouse.move(5, 5);
};

const screens: Readonly<Record<string, Screen>> = {
  'five-bars-dark': { prepare: show(kitchen) },
  'five-bars-light': { options: { theme: 'light' }, prepare: show(kitchen) },
  'five-bars-high-contrast': { options: { theme: 'highContrast' }, prepare: show(kitchen) },
  'five-bars-forced-colors': { options: { forcedColors: 'active' }, prepare: show(kitchen) },
  'five-bars-sharp': { options: { pixelRatio: 2, width: 700, height: 400 }, prepare: show(kitchen) },
  narrow: { options: { width: 420, height: 460 }, prepare: show(kitchen) },
  running: { prepare: (panel) => panel.show(kitchen, 'recording') },
  threads: { options: { theme: 'light', width: 1100 }, prepare: show(threads) },
  'cores-dark': { options: { width: 1100, height: 700 }, prepare: show(turns) },
  'cores-light': { options: { theme: 'light', width: 1100, height: 700 }, prepare: show(turns) },
  'cores-high-contrast': {
    options: { theme: 'highContrast', width: 1100, height: 700 },
    prepare: show(turns),
  },
  'moment-dark': { options: { width: 1100, height: 720 }, prepare: momentOf(kitchen, 6) },
  'moment-light': { options: { theme: 'light', width: 1100, height: 720 }, prepare: momentOf(turns, 60) },
  'moment-threads': { options: { width: 1100, height: 720 }, prepare: momentOf(threads, 40) },
  'moment-narrow': { options: { width: 500, height: 720 }, prepare: momentOf(kitchen, 9) },
  'moment-narrow-light': {
    options: { theme: 'light', width: 500, height: 720 },
    prepare: momentOf(threads, 40),
  },
  'moment-high-contrast': {
    options: { theme: 'highContrast', width: 1100, height: 720 },
    prepare: momentOf(kitchen, 6),
  },
  'moment-none': { prepare: momentOf(kitchen, 0) },
  'timings-dark': { options: { width: 1100 }, prepare: show(timings) },
  'timings-light': { options: { width: 1100, theme: 'light' }, prepare: show(timings) },
  'timings-high-contrast': { options: { width: 1100, theme: 'highContrast' }, prepare: show(timings) },
  'spans-dark': { prepare: async (panel) => openSpans(panel, kitchen) },
  'spans-light': {
    options: { theme: 'light', width: 1100, height: 700 },
    prepare: async (panel) => {
      await openSpans(panel, turns);
      await panel.page.getByRole('button', { name: 'Duration' }).click();
      await panel.page.locator('.span-grid').focus();
      await panel.page.keyboard.press('ArrowDown');
      await panel.page.keyboard.press('ArrowDown');
    },
  },
  'spans-high-contrast': {
    options: { theme: 'highContrast' },
    prepare: async (panel) => {
      await openSpans(panel, kitchen);
      await panel.page.locator('.span-grid').focus();
      await panel.page.keyboard.press('Enter');
    },
  },
  hostile: { prepare: show(hostile) },
  selected: {
    prepare: async (panel) => {
      await panel.show(kitchen);
      await clickIn(panel, 'boil', 0.3);
    },
  },
  'why-dark': { options: { width: 1100, height: 700 }, prepare: why(parts, 'main', 0.2) },
  'why-light': { options: { theme: 'light', width: 1100, height: 700 }, prepare: why(parts, 'main', 0.2) },
  'why-high-contrast': {
    options: { theme: 'highContrast', width: 1100, height: 700 },
    prepare: why(parts, 'main', 0.2),
  },
  'why-narrow': { options: { width: 500, height: 700 }, prepare: why(parts, 'fetchAll', 0.2) },
  'why-ready': {
    options: { theme: 'light', width: 1100, height: 700 },
    prepare: why(parts, 'patient', 0.85),
  },
  'why-threads': { options: { width: 1100, height: 700 }, prepare: why(threads, '<module>', 0.8) },
  'why-empty': {
    prepare: async (panel) => {
      await panel.show(kitchen);
      await panel.page.getByRole('tab', { name: 'Why?' }).click();
    },
  },
  'many-lanes-folded': { prepare: show(many) },
  'many-lanes-open': {
    options: { theme: 'light' },
    prepare: async (panel) => {
      await panel.show(many);
      await panel.page.locator('[role=row]', { hasText: '×600' }).locator('.fold').click();
    },
  },
  'search-dark': { options: { width: 1100 }, prepare: searching('resize') },
  'search-light-narrow': { options: { theme: 'light', width: 500 }, prepare: searching('resize') },
  'search-high-contrast': { options: { theme: 'highContrast', width: 1100 }, prepare: searching('up') },
  'search-finds-nothing': { options: { theme: 'light', width: 1100 }, prepare: searching('nowhere') },
  'pinned-dark': { options: { width: 1100, height: 460 }, prepare: pinned },
  'pinned-light-narrow': { options: { theme: 'light', width: 500, height: 460 }, prepare: pinned },
  'pinned-high-contrast': { options: { theme: 'highContrast', width: 1100, height: 460 }, prepare: pinned },
  'pinned-forced-colors': { options: { forcedColors: 'active', width: 1100, height: 460 }, prepare: pinned },
  'pinned-many-light': {
    options: { theme: 'light', width: 1100 },
    prepare: async (panel) => {
      await panel.show(many);
      const row = panel.page.locator('[role=row]', { hasText: '×600' });
      await row.locator('.label').click();
      for (const key of ['p', 'ArrowRight', 'ArrowUp', 'ArrowUp', 'p']) await panel.page.keyboard.press(key);
      await panel.page.locator('[role=treegrid] [role=row]').last().hover();
    },
  },
  'lanes-sheet-dark': { options: { width: 1100 }, prepare: withSheet },
  'lanes-sheet-light-narrow': { options: { theme: 'light', width: 360 }, prepare: withSheet },
  'lane-menu-dark': { options: { width: 500 }, prepare: withMenu },
  'lane-menu-high-contrast': { options: { theme: 'highContrast', width: 1100 }, prepare: withMenu },
  'totals-dark': { options: { width: 1100, height: 700 }, prepare: totals(kitchen) },
  'totals-light': {
    options: { theme: 'light', width: 1100, height: 700 },
    prepare: totals(turns, 'by line'),
  },
  'totals-narrow': { options: { width: 500, height: 620 }, prepare: totals(kitchen, 'by line') },
  'totals-narrow-light': {
    options: { theme: 'light', width: 500, height: 620 },
    prepare: totals(threads, 'by thread'),
  },
  'totals-stretch': {
    options: { theme: 'highContrast', width: 1100, height: 700 },
    prepare: async (panel) => {
      await totals(kitchen)(panel);
      await clickIn(panel, 'boil', 0.3);
      await panel.page.keyboard.press('m');
    },
  },
  idle: {
    prepare: (panel) => panel.status('idle', 'Open a TypeScript file and run “Visualize Concurrency”.'),
  },
  starting: {
    options: { theme: 'light' },
    prepare: (panel) => panel.status('starting', 'Compiling 3 files'),
  },
  failed: {
    prepare: (panel) =>
      panel.status('failed', 'Unexpected token. Correct the line and run again.', {
        at: { file: 'src/main.ts', line: 3, column: 7 },
      }),
  },
  'wrong-version': { prepare: (panel) => panel.send({ type: 'hello', version: 99, texts: {} }) },
  ...inBoth('empty-file', show(empty)),
  ...inBoth('one-bar', show(oneBar)),
  ...inBoth('synchronous', show(synchronous)),
  ...inBoth('exits-at-once', show(exitsAtOnce)),
  ...inBoth('throws-later', async (panel) => {
    await panel.show(throwsLater);
    const text = 'Ended with exit code 1 after 142 ms; its output says more';
    await panel.status('finished', text, { code: 1 });
  }),
  ...inBoth('stopped-early', (panel) => panel.status('stopped', 'Stopped before it started')),
  ...inBoth('stopped', async (panel) => {
    await panel.show(kitchen);
    await panel.status('stopped', 'Stopped after 1.2 s');
  }),
  ...inBoth('waiting', (panel) => panel.status('recording')),
  ...inBoth('starting-node', (panel) => panel.status('starting', 'Compiled 3 files, starting Node 24.21.0')),
};

const wanted = process.argv.slice(2);
await mkdir(folder, { recursive: true });
const browser = await launchChromium();
for (const [name, { options, prepare }] of Object.entries(screens)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const greeted = name === 'wrong-version' ? TestPanel.open : TestPanel.greeted;
  const panel = await greeted(browser, options);
  await prepare(panel);
  await panel.drawn();
  await panel.page.screenshot({ path: join(folder, `${name}.png`) });
  console.log(`${name}: ${(await panel.sent()).filter(({ type }) => type === 'pageError').length} errors`);
  await panel.close();
}
await browser.close();
await recordings.remove();
