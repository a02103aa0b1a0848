import { strict as assert } from 'node:assert';
import { statusText } from './timelinePage.ts';
import { picturesOfFailures, until, Workbench } from './workbench.ts';

const program = `import { setTimeout as sleep } from 'node:timers/promises';

async function boil(): Promise<void> {
  await sleep(60);
}

async function toast(): Promise<void> {
  await sleep(20);
}

await Promise.all([boil(), toast()]);
`;

describe('a person who plays a run again', () => {
  let workbench: Workbench;

  before(async () => {
    workbench = await Workbench.open({ files: { 'main.ts': program } });
    await workbench.openFile('main.ts');
    await workbench.command('Visualize Concurrency');
    const timeline = await workbench.timeline();
    await until('the end', async () => /Finished/.test(await statusText(timeline)));
  });

  after(() => workbench.close());
  picturesOfFailures(() => workbench);

  /** What the editor shows behind the lines, one text. */
  const notes = async (): Promise<string> => {
    const texts = await workbench.page
      .locator('.editor-instance .view-line')
      .evaluateAll((lines) =>
        lines.flatMap((line) =>
          [...line.querySelectorAll('span')].map((part) => getComputedStyle(part, '::after').content),
        ),
      );
    return texts.filter((text) => text !== 'none' && text !== 'normal').join('\n');
  };

  it('sees in the editor which line each task is on, and the moment in the panel', async () => {
    const timeline = await workbench.timeline();
    await timeline.getByRole('tab', { name: 'Moment' }).click();
    const next = timeline.getByRole('button', { name: 'Next event' });
    await until('boil and toast wait', async () => {
      await next.click();
      return (await timeline.locator('[data-kind=suspended] .moment-entry').count()) >= 2;
    });
    await until('the notes', async () =>
      /boil waits for timer 60/.test((await notes()).replaceAll('\u00a0', ' ')),
    );
    await workbench.screenshot('replay', 'dark');
    await workbench.screenshot('replay', 'light');
    assert.match((await notes()).replaceAll('\u00a0', ' '), /toast waits for timer 20/);
  });

  it('sees nothing of it any more when the cursor is gone', async () => {
    const timeline = await workbench.timeline();
    await timeline.getByRole('button', { name: 'Next event' }).press('Escape');
    await until('an editor without notes', async () => !(await notes()).includes('waits'));
  });
});
