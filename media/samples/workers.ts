// The same work for one thread, then shared by two: with two cores free, they really run at the same instant.
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

async function timed(title: string, work: () => Promise<unknown>): Promise<void> {
  const startMs = performance.now();
  await work();
  console.log(`${title}: ${(performance.now() - startMs).toFixed(0)} ms`);
}

const ada = startWorker('ada');
const grace = startWorker('grace');
// Once for nothing: a thread has to start, and its code to be compiled.
await Promise.all([ask(ada, LIMIT), ask(grace, LIMIT)]);

await timed('one after the other', async () => {
  await ask(ada, LIMIT);
  await ask(grace, LIMIT);
});
await timed('both at once', () => Promise.all([ask(ada, LIMIT), ask(grace, LIMIT)]));

await Promise.all([ada.terminate(), grace.terminate()]);
