/** `node test/vscode/pictures.ts`: takes the README's pictures, of real runs in a real VS Code, into `media/pictures`. */
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import { projectRoot } from '../../src/dev/paths.ts';
import { barOf, statusText } from './ui/timelinePage.ts';
import { until, Workbench } from './ui/workbench.ts';

const samples = [
  'hello-concurrency.ts',
  'family.ts',
  'family-child.ts',
  'family-worker.ts',
  'one-core.ts',
  'worker.ts',
  'tsconfig.json',
  'package.json',
];
const texts = samples.map(async (name) => [
  name,
  await readFile(join(projectRoot, 'media/samples', name), 'utf8'),
]);
const folder = join(projectRoot, 'media/pictures');
await mkdir(folder, { recursive: true });
/** The sample that is on the timeline. */
let shown = '';
const workbench = await Workbench.open({ files: Object.fromEntries(await Promise.all(texts)) });
try {
  await workbench.page.setViewportSize({ width: 1600, height: 860 });
  await workbench.page.keyboard.press('Control+B'); // the room of the side bar goes to code and timeline
  await takePicture({ file: 'hello-concurrency.ts', bar: 'cutBread', scheme: 'dark' });
  await takePicture({
    file: 'hello-concurrency.ts',
    bar: 'makeBreakfast',
    scheme: 'light',
    as: 'why',
    async prepare(timeline) {
      await workbench.page.keyboard.press(']');
      await workbench.page.keyboard.press('y');
      await timeline.locator('.why-step').first().waitFor();
    },
  });
  await takePicture({
    file: 'hello-concurrency.ts',
    bar: 'cutBread',
    scheme: 'dark',
    as: 'moment',
    async prepare(timeline, bar) {
      await timeline.getByRole('tab', { name: 'Moment' }).click();
      await timeline.locator('.axis-plot').click({ position: { x: bar.x, y: 8 } });
      await timeline.locator('.moment-entry').first().waitFor();
    },
  });
  await takePicture({ file: 'family.ts', bar: 'calculate', scheme: 'light' });
  await takePicture({ file: 'one-core.ts', bar: 'ada', scheme: 'dark' });
} finally {
  await workbench.close();
}

interface Picture {
  readonly file: string;
  /** The function whose bar is selected. */
  readonly bar: string;
  readonly scheme: 'dark' | 'light';
  /** Name of the picture, when it is not that of the sample. */
  readonly as?: string;
  /** What is done before the picture is taken; `bar`: where it was selected, on the canvas. */
  readonly prepare?: (timeline: Frame, bar: { readonly x: number; readonly y: number }) => Promise<void>;
}

/** Runs a sample, unless that is what is to be seen already; selects a bar of the function, and takes the picture. */
async function takePicture(picture: Picture): Promise<void> {
  const { file, bar: name, scheme, as = file.replace('.ts', ''), prepare } = picture;
  if (file !== shown) await run(file);
  shown = file;
  const timeline = await workbench.timeline();
  const bar = await until(`a bar of ${name}`, () => barOf(timeline, name));
  await workbench.page.emulateMedia({ colorScheme: scheme });
  await timeline.locator('canvas.bars').click({ position: bar });
  await timeline.locator('.verdict', { hasText: 'in progress' }).first().waitFor();
  await prepare?.(timeline, bar);
  await workbench.page.mouse.move(5, 5);
  await workbench.page.waitForTimeout(500);
  const path = join(folder, `${as}-${scheme}.png`);
  await workbench.page.screenshot({ path, animations: 'disabled' });
  console.log(`wrote ${path}`);
  if (prepare) await timeline.locator('[role=tab][aria-selected=true]').click(); // The pane is closed again.
}

/** Runs a sample, until all of it is to be seen. */
async function run(file: string): Promise<void> {
  await openFile(file);
  await workbench.command('Visualize Concurrency');
  const timeline = await workbench.timeline();
  await timeline.locator('.file', { hasText: file }).first().waitFor();
  await until('the end', async () => /Finished/.test(await statusText(timeline)));
  // The last of the cores and the verdict on all of it come a moment after the end.
  await workbench.page.waitForTimeout(1500);
}

/** The palette is a list of files as soon as its `>` is gone; unlike Ctrl+P it also opens from within the panel. */
async function openFile(file: string): Promise<void> {
  const input = workbench.page.locator('.quick-input-widget input[type=text]');
  const row = workbench.page.locator('.quick-input-list .monaco-list-row.focused', { hasText: file });
  // What is typed while the palette opens can be lost: then it is opened again.
  await until(`${file} in the palette`, async () => {
    await workbench.page.keyboard.press('Escape');
    await workbench.page.keyboard.press('Control+1');
    await workbench.page.keyboard.press('F1');
    await input.waitFor();
    await input.fill(file);
    return row.waitFor({ timeout: 3000 }).then(
      () => true,
      () => false,
    );
  });
  await workbench.page.keyboard.press('Enter');
  await workbench.page.locator('.tab.active', { hasText: file }).first().waitFor();
  await workbench.page.locator('.monaco-editor.focused').waitFor();
}
