/** Five workers that only calculate, for as many ms as the second argument says, once the file that the first names is there. */
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { isMainThread, Worker, workerData } from 'node:worker_threads';

const WORKERS = 5;

function calculate(ms: number): void {
  const untilMs = performance.now() + ms;
  while (performance.now() < untilMs) {}
}

if (isMainThread) {
  const [file = '', ms = '1000'] = process.argv.slice(2);
  while (!existsSync(file)) await sleep(10);
  for (let i = 0; i < WORKERS; i++) new Worker(new URL(import.meta.url), { workerData: Number(ms) });
} else calculate(workerData as number);
