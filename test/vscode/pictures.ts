/** `node test/vscode/pictures.ts`: takes the README's pictures, of real runs in a real VS Code, into `media/pictures`. */
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
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
const workbench = await Workbench.open({ files: Object.fromEntries(await Promise.all(texts)) });
try {
  await workbench.page.setViewportSize({ width: 1600, height: 860 });
  await workbench.page.keyboard.press('Control+B'); // the room of the side bar goes to code and timeline
  await takePicture('hello-concurrency.ts', 'cutBread', 'dark');
  await takePicture('family.ts', 'calculate', 'light');
  await takePicture('one-core.ts', 'ada', 'dark');
} finally {
  await workbench.close();
}

/** Runs a sample, selects a bar of the function, and takes the picture. */
async function takePicture(file: string, name: string, scheme: 'dark' | 'light'): Promise<void> {
  // The palette is a list of files as soon as its `>` is gone; unlike Ctrl+P it also opens from within the panel.
  await workbench.page.keyboard.press('Control+1');
  await workbench.page.keyboard.press('F1');
  const input = workbench.page.locator('.quick-input-widget input[type=text]');
  await input.waitFor();
  await input.fill(file);
  await workbench.page.locator('.quick-input-list .monaco-list-row.focused', { hasText: file }).waitFor();
  await workbench.page.keyboard.press('Enter');
  await workbench.page.locator('.tab.active', { hasText: file }).first().waitFor();
  await workbench.page.locator('.monaco-editor.focused').waitFor();
  await workbench.command('Visualize Concurrency');
  const timeline = await workbench.timeline();
  await timeline.locator('.status-file, .file', { hasText: file }).first().waitFor();
  await until('the end', async () => /Finished/.test(await statusText(timeline)));
  const bar = await until(`a bar of ${name}`, () => barOf(timeline, name));
  await workbench.page.emulateMedia({ colorScheme: scheme });
  await timeline.locator('canvas.bars').click({ position: bar });
  await timeline.locator('.verdict', { hasText: 'in progress' }).first().waitFor();
  await workbench.page.mouse.move(5, 5);
  // The last of the cores and the verdict on all of it come a moment after the end.
  await workbench.page.waitForTimeout(1500);
  const path = join(folder, `${file.replace('.ts', '')}-${scheme}.png`);
  await workbench.page.screenshot({ path, animations: 'disabled' });
  console.log(`wrote ${path}`);
}
