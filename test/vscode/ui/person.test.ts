import { strict as assert } from 'node:assert';
import { barOf, statusText } from './timelinePage.ts';
import { picturesOfFailures, until, Workbench } from './workbench.ts';

const program = `import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

async function fetchUser(): Promise<string> {
  await sleep(300);
  return 'Ada';
}

async function calculate(): Promise<number> {
  await sleep(150);
  const untilMs = performance.now() + 250;
  while (performance.now() < untilMs) {}
  return 42;
}

async function readItself(): Promise<number> {
  const text = await readFile(new URL(import.meta.url), 'utf8');
  return text.length;
}

async function main(): Promise<void> {
  console.log(await Promise.all([fetchUser(), calculate(), readItself()]));
  await sleep(3000);
}

await main();
`;

describe('a person', () => {
  let workbench: Workbench;

  before(async () => {
    workbench = await Workbench.open({ files: { 'main.ts': program, 'other.ts': 'export {};\n' } });
  });

  after(() => workbench.close());
  picturesOfFailures(() => workbench);

  it('runs a command from the palette, and bars appear while the program runs', async () => {
    await workbench.openFile('main.ts');
    await workbench.command('Visualize Concurrency');
    const timeline = await workbench.timeline();
    await until('a bar of calculate', () => barOf(timeline, 'calculate'));
    assert.match(await statusText(timeline), /Recording/);
    await workbench.screenshot('recording');
  });

  it('sees how the program ended', async () => {
    const timeline = await workbench.timeline();
    await until('the end', async () => /Finished/.test(await statusText(timeline)));
    await workbench.screenshot('finished', 'dark');
    await workbench.screenshot('finished', 'light');
  });

  it('clicks on a bar, and the editor is at its line', async () => {
    const timeline = await workbench.timeline();
    const bar = await until('a bar of calculate', () => barOf(timeline, 'calculate'));
    await timeline.locator('canvas.bars').click({ position: bar });
    await until('the line in the editor', async () => [9, 10].includes(await workbench.cursorLine()));
    await workbench.screenshot('selected', 'dark');
    await workbench.screenshot('selected', 'light');
  });

  it('puts the cursor on a line, and its lane stands out', async () => {
    const timeline = await workbench.timeline();
    await workbench.page.locator('.view-line', { hasText: 'async function fetchUser' }).click();
    await timeline.locator('[role=row].on-cursor', { hasText: 'fetchUser' }).first().waitFor();
  });

  it('zooms with a command', async () => {
    const timeline = await workbench.timeline();
    const axis = () => timeline.locator('svg.axis-plot').innerHTML();
    const before = await axis();
    await workbench.command('Concurrency Visualizer: Zoom In');
    await until('another axis', async () => (await axis()) !== before);
    await workbench.command('Concurrency Visualizer: Fit the Whole Run');
    await until('the axis as it was', async () => (await axis()) === before);
  });

  it('saves the recording beside the program', async () => {
    const timeline = await workbench.timeline();
    await timeline.getByRole('button', { name: 'Save Recording…' }).click();
    const path = workbench.page.locator('.quick-input-widget input[type=text]');
    await until('the proposed name', async () => (await path.inputValue()).endsWith('main.ts.cvrec'));
    await workbench.page.keyboard.press('Enter');
    await workbench.explorerRow('main.ts.cvrec').waitFor();
  });

  it('finds the timeline again after the panel was hidden', async () => {
    const { page } = workbench;
    // The explorer opens files where the focus was last: over the panel.
    await page.locator('.tab', { hasText: 'Concurrency' }).click();
    await workbench.openFile('other.ts');
    await until('the page to go', async () =>
      page.frames().every((frame) => !frame.url().includes('fake.html')),
    );
    await page.locator('.tab', { hasText: 'Concurrency' }).click();
    const timeline = await workbench.timeline();
    await until('a bar of calculate', () => barOf(timeline, 'calculate'));
  });

  it('finds an empty panel, and what to do, after the window was loaded again', async () => {
    await workbench.page.reload();
    const timeline = await workbench.timeline();
    await until('that nothing is recorded', async () => /Nothing recorded/.test(await statusText(timeline)));
    await timeline
      .getByText(/Visualize Concurrency/)
      .first()
      .waitFor();
    await workbench.screenshot('idle');
  });

  it('runs the sample from there', async () => {
    const timeline = await workbench.timeline();
    await timeline.getByRole('button', { name: 'Run a Sample' }).click();
    await until('the end', async () => /Finished/.test(await statusText(timeline)));
    await timeline.locator('[role=row]', { hasText: 'makeBreakfast' }).first().waitFor();
    await workbench.screenshot('sample');
  });
});
