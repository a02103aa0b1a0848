// A whole family: this process with two workers, and a child process with a worker of its own. Meanwhile five async
// functions wait for timers and a file. At the end each prints, as JSON, how long it took by its own measure, to be
// compared with its bar in the timeline.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';

const measured: { name: string; ms: number }[] = [];
function report(name: string, startMs: number): void {
  measured.push({ name, ms: performance.now() - startMs });
}

async function shortTimer(): Promise<void> {
  const startMs = performance.now();
  await sleep(60);
  report('shortTimer', startMs);
}

async function longTimer(): Promise<void> {
  const startMs = performance.now();
  await sleep(240);
  report('longTimer', startMs);
}

async function twoTimers(): Promise<void> {
  const startMs = performance.now();
  await sleep(50);
  await sleep(100);
  report('twoTimers', startMs);
}

async function readItself(): Promise<void> {
  const startMs = performance.now();
  await readFile(new URL(import.meta.url), 'utf8');
  report('readItself', startMs);
}

async function calculate(): Promise<void> {
  const startMs = performance.now();
  await sleep(30);
  while (performance.now() < startMs + 70) {
    // Holds the thread for 40 ms, so that the others have to wait.
  }
  report('calculate', startMs);
}

/** Sends numbers to a worker, one after the other, each when the answer to the one before is there. */
async function talkTo(worker: Worker, values: readonly number[]): Promise<void> {
  const startMs = performance.now();
  for (const value of values) {
    worker.postMessage(value);
    await once(worker, 'message');
  }
  worker.postMessage('stop');
  await once(worker, 'exit');
  report('talkTo', startMs);
}

async function askChild(child: ChildProcess, value: number): Promise<void> {
  const startMs = performance.now();
  child.send(value);
  await once(child, 'message');
  child.send('stop');
  await once(child, 'exit');
  report('askChild', startMs);
}

const ada = new Worker(new URL('./family-worker.ts', import.meta.url), { name: 'ada' });
const grace = new Worker(new URL('./family-worker.ts', import.meta.url), { name: 'grace' });
const child = fork(fileURLToPath(new URL('./family-child.ts', import.meta.url)));
await Promise.all([once(ada, 'online'), once(grace, 'online'), once(child, 'message')]);

await Promise.all([
  shortTimer(),
  longTimer(),
  twoTimers(),
  readItself(),
  calculate(),
  talkTo(ada, [1, 2, 3]),
  talkTo(grace, [4, 5]),
  askChild(child, 7),
]);
for (const entry of measured) console.log(JSON.stringify(entry));
