// @cores 1
// Three threads that only calculate, on one core: they take turns, as the lane of the core shows. Without the first line they
// share all cores of the machine.
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

const LIMIT = 400_000;
const startWorker = (name: string) => new Worker(new URL('./worker.ts', import.meta.url), { name });

/** Sends a piece of work and waits for the answer. */
async function ask(worker: Worker, limit: number): Promise<number> {
  worker.postMessage(limit);
  const [answer] = await once(worker, 'message');
  return answer.count;
}

const workers = ['ada', 'grace', 'linus'].map(startWorker);
// Once for nothing: a thread has to start, and its code to be compiled.
await Promise.all(workers.map((worker) => ask(worker, 1000)));

const startMs = performance.now();
const counts = await Promise.all(workers.map((worker) => ask(worker, LIMIT)));
console.log(`${counts.join(', ')} primes after ${(performance.now() - startMs).toFixed(0)} ms`);

await Promise.all(workers.map((worker) => worker.terminate()));
