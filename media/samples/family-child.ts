// A process of its own, started by family.ts: has a worker do the work, and sends the answer back.
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

const worker = new Worker(new URL('./family-worker.ts', import.meta.url), { name: 'grandchild' });
worker.once('online', () => process.send?.('ready'));

async function answer(value: number): Promise<void> {
  worker.postMessage(value);
  const [square] = await once(worker, 'message');
  process.send?.({ value, square });
}

process.on('message', async (value: number | 'stop') => {
  if (value !== 'stop') return answer(value);
  worker.postMessage('stop');
  process.disconnect();
});
