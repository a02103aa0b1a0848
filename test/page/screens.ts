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

interface Screen {
  readonly options?: PanelOptions;
  readonly prepare: (panel: TestPanel) => Promise<void>;
}

const show = (file: string) => (panel: TestPanel) => panel.show(file);

/** Clicks into the row of that name, at a share of the picture's width. */
async function clickIn(panel: TestPanel, label: string, share: number): Promise<void> {
  const row = await panel.rowAt(label);
  await panel.page.mouse.click(row.x + row.width * share, row.y);
}

/** Opens the moment view, and goes that many events on. */
const momentOf = (file: string, events: number) => async (panel: TestPanel) => {
  await panel.show(file);
  await panel.page.getByRole('tab', { name: 'Moment' }).click();
  await panel.page.locator('.pane-sash').focus();
  for (let i = 0; i < 12; i++) await panel.page.keyboard.press('ArrowUp');
  for (let i = 0; i < events; i++) await panel.page.keyboard.press('.');
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
