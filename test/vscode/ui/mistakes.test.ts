import { strict as assert } from 'node:assert';
import { statusText } from './timelinePage.ts';
import { picturesOfFailures, until, Workbench } from './workbench.ts';

describe('a program with a syntax error', () => {
  let workbench: Workbench;

  before(async () => {
    const files = { 'broken.ts': '// One\n// Two\nconst broken = (;\n// Four\n' };
    workbench = await Workbench.open({ files });
    await workbench.openFile('broken.ts');
    await workbench.command('Visualize Concurrency');
  });

  after(() => workbench.close());
  picturesOfFailures(() => workbench);

  it('is explained in the panel', async () => {
    const timeline = await workbench.timeline();
    await until('the failure', async () => /Failed/.test(await statusText(timeline)));
    await timeline
      .getByText(/Line 3 cannot be compiled/)
      .first()
      .waitFor();
    await workbench.screenshot('syntax-error');
  });

  it('is a click away from its line', async () => {
    const timeline = await workbench.timeline();
    await timeline.getByRole('button', { name: 'broken.ts:3' }).first().click();
    await until('the line in the editor', async () => (await workbench.cursorLine()) === 3);
  });

  it('is run again when it is mended', async () => {
    await workbench.page.keyboard.press('End');
    await workbench.page.keyboard.press('Backspace');
    await workbench.page.keyboard.type('1);');
    const timeline = await workbench.timeline();
    await workbench.command('Visualize Concurrency');
    await until('a good end', async () => /Finished/.test(await statusText(timeline)));
    assert.equal(await workbench.page.locator('.tab.dirty').count(), 0);
  });
});
