import { strict as assert } from 'node:assert';
import { statusText } from './timelinePage.ts';
import { picturesOfFailures, until, Workbench } from './workbench.ts';

const spin = `async function before(): Promise<void> {
  console.log('spinning');
}

await before();
while (true) {}
`;

describe('a program that never ends', () => {
  let workbench: Workbench;

  before(async () => {
    workbench = await Workbench.open({ files: { 'spin.ts': spin } });
    await workbench.openFile('spin.ts');
  });

  after(() => workbench.close());
  picturesOfFailures(() => workbench);

  beforeEach(async () => {
    await workbench.command('Visualize Concurrency');
    const timeline = await workbench.timeline();
    // What happened before the loop is there, though the program's thread never comes back.
    await timeline.locator('[role=row]', { hasText: 'before' }).waitFor();
    await until('the process', async () => (await workbench.recordedPids()).length > 0);
  });

  it('ends with the Stop button of the panel, within a second', async () => {
    const timeline = await workbench.timeline();
    const button = timeline.getByRole('button', { name: 'Stop' });
    // The moment of the click itself: the browser's driver takes its time around it.
    const clicked = button.evaluate(
      (element) => new Promise<number>((done) => element.addEventListener('click', () => done(Date.now()))),
    );
    await button.click();
    await until('the end of the process', async () => (await workbench.recordedPids()).length === 0, 5000);
    const tookMs = Date.now() - (await clicked);
    await until('the word on it', async () => /Stopped/.test(await statusText(timeline)));
    assert(tookMs < 1000, `it took ${tookMs} ms`);
  });

  it('ends with a click in the status bar', async () => {
    await workbench.page.getByRole('button', { name: /Recording spin\.ts/ }).click();
    await until('the end of the process', async () => (await workbench.recordedPids()).length === 0);
  });

  it('ends with the panel', async () => {
    await workbench.page
      .locator('.tab', { hasText: 'Concurrency' })
      .getByRole('button', { name: /Close/ })
      .click();
    await until('the end of the process', async () => (await workbench.recordedPids()).length === 0);
    await workbench.page.getByRole('button', { name: /Recording spin\.ts/ }).waitFor({ state: 'hidden' });
  });

  it('ends with the window', async () => {
    await workbench.page.close({ runBeforeUnload: true });
    await until('the end of the process', async () => (await workbench.recordedPids()).length === 0);
  });
});
