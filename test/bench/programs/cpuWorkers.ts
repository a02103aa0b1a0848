/** Four workers that do nothing but calculate. Prints how long it took from the start of the first to the end of the last, in ms. */
import { once } from 'node:events';
import { isMainThread, Worker } from 'node:worker_threads';

function countPrimes(below: number): number {
  let count = 0;
  for (let n = 2; n < below; n++) {
    let divisor = 2;
    while (divisor * divisor <= n && n % divisor !== 0) divisor++;
    if (divisor * divisor > n) count++;
  }
  return count;
}

if (isMainThread) {
  const start = performance.now();
  const workers = Array.from({ length: 4 }, () => new Worker(new URL(import.meta.url)));
  await Promise.all(workers.map((worker) => once(worker, 'exit')));
  console.log(performance.now() - start);
} else {
  countPrimes(1_000_000);
}
