import { strict as assert } from 'node:assert';
import { readdir, readFile } from 'node:fs/promises';
import { statusText } from './timelinePage.ts';
import { picturesOfFailures, until, Workbench } from './workbench.ts';

const MAX_PAGE_MB = 500;

interface Program {
  readonly name: string;
  readonly text: string;
  /** Resident, with all that VS Code itself and its other extensions need (100 to 160 MB). */
  readonly maxHostMB: number;
}

const awaits: Program = {
  name: '1,000,000 awaits',
  maxHostMB: 500,
  text: `async function main(): Promise<void> {
  for (let count = 0; count < 1_000_000; count++) await Promise.resolve(count);
}

await main();
`,
};

/** Twice as many records, and a million tasks with their links. */
const awaitedCalls: Program = {
  name: '1,000,000 awaited calls',
  maxHostMB: 700,
  text: `async function step(): Promise<void> {}

async function main(): Promise<void> {
  for (let count = 0; count < 1_000_000; count++) await step();
}

await main();
`,
};

/** Resident memory of the extension host that belongs to a server, in MB; Linux only. */
async function extensionHostMB(server: number): Promise<number> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const sizes = await Promise.all(
    pids.map(async (pid) => {
      const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
      const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
      const isOurs = status.includes(`PPid:\t${server}\n`) && command.includes('--type=extensionHost');
      return isOurs ? Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024 : 0;
    }),
  );
  return Math.max(...sizes);
}

for (const { name, text, maxHostMB } of [awaits, awaitedCalls]) {
  describe(`a program with ${name}`, () => {
    let workbench: Workbench;

    before(async () => {
      workbench = await Workbench.open({ files: { 'many.ts': text } });
    });

    after(() => workbench.close());
    picturesOfFailures(() => workbench);

    it('is shown whole, and fills neither the memory of the extension host nor that of the page', async () => {
      await workbench.openFile('many.ts');
      const beforeMB = await extensionHostMB(workbench.serverPid);
      await workbench.command('Visualize Concurrency');
      const timeline = await workbench.timeline();
      await until('the end', async () => /Finished/.test(await statusText(timeline)), 100_000);
      if (text === awaitedCalls.text) {
        // Every call is a lane of its own in the group of its function.
        await timeline.locator('[role=row]', { hasText: '1,000,000' }).waitFor();
        await workbench.screenshot('large');
      }
      const hostMB = await extensionHostMB(workbench.serverPid);
      const pageMB = await timeline.evaluate(() => {
        const { memory } = performance as unknown as { memory: { usedJSHeapSize: number } };
        return memory.usedJSHeapSize / 2 ** 20;
      });
      const before = `before: ${beforeMB.toFixed(0)}`;
      console.log(`      extension host ${hostMB.toFixed(0)} MB (${before}), page ${pageMB.toFixed(0)} MB`);
      assert(hostMB > 0 && hostMB < maxHostMB, `the extension host takes ${hostMB} MB`);
      assert(pageMB < MAX_PAGE_MB, `the page takes ${pageMB} MB`);
    });
  });
}
