import { deepStrictEqual, ok } from 'node:assert';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Asked, ask, busyTexts, whyLines } from '../analysis/whyText.ts';
import { recordingOf, root } from './record.ts';

const program = (name: string): string => join(root, 'test/fixtures/programs', `${name}.ts`);

/** The chain of a real run. */
async function chainOf(file: string, asked: Asked): Promise<readonly string[]> {
  const { tables } = await recordingOf(file);
  return whyLines(tables, ask(tables, asked));
}

const module = (nth = 0): Asked => ({ name: '<module>', state: 'waiting', nth });

/** Writes a program into a folder of its own. */
async function withProgram(text: string, use: (file: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'cv-why-'));
  try {
    const file = join(folder, 'program.ts');
    await writeFile(file, text);
    await use(file);
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe('why a bar of a real program lasted as long as it did', () => {
  it('promise → async function → Promise.all → async function → timer', async () => {
    await withProgram(parts, async (file) => {
      deepStrictEqual(await chainOf(file, module()), [
        '<module> waiting :11 promise of main',
        '← resolve main waiting :9 promise of fetchAll',
        '← resolve fetchAll waiting :6 promise settled by fetchPart',
        '← resolve fetchPart waiting :3 timer 60 ms',
        '← resolve timer 60 ms waiting :3 timer 60 ms',
        '= outside',
      ]);
    });
  });

  it('a message to a worker and back: the first answer waits for the thread to start', async () => {
    const chain = await chainOf(program('worker-messages'), module());
    deepStrictEqual(chain.slice(0, 2), [
      '<module> waiting :16 promise of ask',
      '← resolve ask waiting :10 message',
    ]);
    deepStrictEqual(
      chain.slice(2).map((line) => line.split(' ').slice(0, 2).join(' ')),
      ['← resolve', '← message', '← starting', '= started'],
    );
    ok(chain.at(-2)!.startsWith('← starting squares running'));
  });

  it('a message to a worker and back: a later answer waits for what the worker does', async () => {
    await withProgram(worker, async (file) => {
      const chain = await chainOf(file, module(1));
      deepStrictEqual(chain.slice(0, 2), [
        '<module> waiting :12 promise of ask',
        '← resolve ask waiting :7 message',
      ]);
      deepStrictEqual(chain.slice(-3), [
        '← message answer waiting :16 timer 40 ms',
        '← resolve timer 40 ms waiting :16 timer 40 ms',
        '= outside',
      ]);
    });
  });

  it('Atomics.wait: who notified, and what for', async () => {
    deepStrictEqual(await chainOf(program('atomics-notify'), { name: '<module>', state: 'blocked' }), [
      '<module> blocked :18 Atomics.wait',
      '← notify wake waiting :8 timer 100 ms',
      '← resolve timer 100 ms waiting :8 timer 100 ms',
      '= outside',
    ]);
    const ofThread = await chainOf(program('atomics-notify'), { name: 'sleeper', state: 'blocked' });
    deepStrictEqual(ofThread[1], '← notify wake waiting :8 timer 100 ms');
  });

  it('a child that ends, and a worker that ends by its own code', async () => {
    const child = await chainOf(program('fork-messages'), module(-1));
    deepStrictEqual(child[0], '<module> waiting :11 child process');
    deepStrictEqual(child.slice(-2), ['← exit main running', '= ended']);
    const worker = await chainOf(program('worker-exit'), module());
    deepStrictEqual(worker.slice(-2), ['← join timer 50 ms waiting :14 timer 50 ms', '= outside']);
  });

  it('ready, because another task ran', async () => {
    const { tables } = await recordingOf(program('ready-while-computing'));
    const answer = ask(tables, { name: 'patient', state: 'ready' });
    deepStrictEqual(whyLines(tables, answer), ['patient ready :16', '← busy greedy running :9', '= busy']);
    ok(/^greedy (9\d|1\d\d)$/.test(busyTexts(tables, answer)[0]!), busyTexts(tables, answer).join());
    const all = await chainOf(program('ready-while-computing'), module());
    deepStrictEqual(all.slice(-2), ['← busy greedy running :9', '= busy']);
  });

  it('what is never settled, and what holds the thread from outside', async () => {
    deepStrictEqual(await chainOf(program('never-settled'), { name: 'forever', state: 'waiting' }), [
      'forever waiting :3 promise',
      '= never',
    ]);
    deepStrictEqual(await chainOf(program('spawn-sync'), { name: 'impatient', state: 'blocked' }), [
      'impatient blocked :8 synchronous child process',
      '= outside',
    ]);
  });
});

const parts = `import { setTimeout as sleep } from 'node:timers/promises';
async function fetchPart(i: number) {
  await sleep(i * 20);
}
async function fetchAll() {
  await Promise.all([fetchPart(1), fetchPart(2), fetchPart(3)]);
}
async function main() {
  await fetchAll();
}
await main();
`;

const worker = `import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';

async function ask(worker: Worker, n: number) {
  worker.postMessage(n);
  await once(worker, 'message');
}

if (isMainThread) {
  const worker = new Worker(new URL(import.meta.url), { name: 'slow' });
  for (const n of [1, 2, 3]) await ask(worker, n);
  await worker.terminate();
} else {
  async function answer(n: number) {
    await sleep(40);
    parentPort!.postMessage(n * n);
  }
  parentPort!.on('message', answer);
}
`;
