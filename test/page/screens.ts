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
const threads = await record('threads');
const many = await record('many');
const hostile = await record('hostile');
const turns = await record('turns');
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
  'many-lanes-folded': { prepare: show(many) },
  'many-lanes-open': {
    options: { theme: 'light' },
    prepare: async (panel) => {
      await panel.show(many);
      await panel.page.locator('[role=row]', { hasText: '×600' }).locator('.fold').click();
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
