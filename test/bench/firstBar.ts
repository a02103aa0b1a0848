/** How long it takes, in a real VS Code, from the command to the first bar of the program, which still runs then. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { barOf, statusText } from '../vscode/ui/timelinePage.ts';
import { until, Workbench } from '../vscode/ui/workbench.ts';
import { median } from './paired.ts';

const ROUNDS = 5;

/** Each round's function has a name of its own, so that no bar of the round before is taken for one of this. */
const programOf = (round: number): string => `import { setTimeout as sleep } from 'node:timers/promises';

async function work${round}(): Promise<void> {
  const untilMs = performance.now() + 100;
  while (performance.now() < untilMs) {}
  await sleep(1500);
}

await work${round}();
`;

export async function firstBar(): Promise<object> {
  const workbench = await Workbench.open({ files: { 'work.ts': programOf(0) } });
  try {
    await workbench.openFile('work.ts');
    await workbench.command('Visualize Concurrency'); // warms up: not counted
    const timeline = await workbench.timeline();
    const isOver = async () => /Finished/.test(await statusText(timeline));
    const runAgain = timeline.getByRole('button', { name: 'Run Again' });
    const times: number[] = [];
    for (let round = 1; round <= ROUNDS; round++) {
      await until('the end', isOver);
      await writeFile(join(workbench.folder, 'work.ts'), programOf(round));
      const startMs = performance.now();
      await runAgain.evaluate((button: HTMLElement) => button.click());
      await until('the first bar', () => barOf(timeline, `work${round}`));
      if (await isOver()) throw new Error('the program was over before its first bar was seen');
      times.push(Math.round(performance.now() - startMs));
    }
    const firstBarMs = median(times);
    console.log(`From the command to the first bar, warm: ${firstBarMs} ms (median of ${times.join(', ')})`);
    return { firstBarMs };
  } finally {
    await workbench.close();
  }
}
