import { strict as assert } from 'node:assert';
import { statusText } from './timelinePage.ts';
import { picturesOfFailures, until, Workbench } from './workbench.ts';

const program = `import { setTimeout as sleep } from 'node:timers/promises';

let ready = () => {};
const isReady = new Promise<void>((resolve) => {
  ready = resolve;
});

async function prepare(): Promise<void> {
  await sleep(400);
  ready();
  await sleep(20);
}

async function serve(): Promise<string> {
  await isReady;
  return 'dinner';
}

const [, dinner] = await Promise.all([prepare(), serve()]);
console.log(dinner);
`;
/** Where the timer is set that `prepare` waited for before it called `ready()`. */
const TIMER_LINE = 9;

describe('a person with nothing but a keyboard', () => {
  let workbench: Workbench;
  const press = async (...keys: readonly string[]) => {
    for (const key of keys) await workbench.page.keyboard.press(key);
  };

  before(async () => {
    workbench = await Workbench.open({ files: { 'main.ts': program } });
    await workbench.openFile('main.ts');
  });

  after(() => workbench.close());
  picturesOfFailures(() => workbench);

  it('runs the program and goes to its timeline', async () => {
    await workbench.command('Visualize Concurrency');
    const timeline = await workbench.timeline();
    await until('the end', async () => /Finished/.test(await statusText(timeline)));
    await workbench.command('Concurrency Visualizer: Show Timeline');
    // The panel has the focus a moment after the command.
    await until('a row with the focus', async () => {
      await press('ArrowDown');
      return (await timeline.locator('[role=row]:focus').count()) > 0;
    });
  });

  it('finds the lanes that waited for long', async () => {
    const timeline = await workbench.timeline();
    await press('/');
    await timeline.locator('input:focus').waitFor();
    await workbench.page.keyboard.type('serve');
    await press('Enter');
    await until('the wait', async () =>
      /serve/.test((await timeline.locator('.details-title').textContent()) ?? ''),
    );
    await press('Escape');
    for (let i = 0; i < 4; i++) {
      if (/waited/.test((await timeline.locator('.details-sentence').textContent()) ?? '')) break;
      await press(']');
    }
    assert.match((await timeline.locator('.details-sentence').textContent()) ?? '', /waited (39|4\d)\d/);
  });

  it('asks why, and reads what ended the wait', async () => {
    const timeline = await workbench.timeline();
    await press('y');
    await timeline.locator('.why-step:focus').waitFor();
    await until('the answer', async () =>
      /prepare/.test((await timeline.locator('.why-answer').textContent()) ?? ''),
    );
    await workbench.screenshot('why', 'dark');
    await workbench.screenshot('why', 'light');
  });

  it('lands on the line of the timer that ended it', async () => {
    await press('End', 'Enter');
    await until('the line in the editor', async () => (await workbench.cursorLine()) === TIMER_LINE);
  });
});
