// A worker thread of family.ts or of its child: answers each number with its square, after a while.
import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort } from 'node:worker_threads';

async function square(value: number): Promise<void> {
  await sleep(20);
  parentPort?.postMessage(value * value);
}

// Ends by itself when its parent sends 'stop'.
parentPort?.on('message', (value: number | 'stop') => {
  if (value === 'stop') parentPort?.close();
  else void square(value);
});
