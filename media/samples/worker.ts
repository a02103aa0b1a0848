// A worker thread: counts the primes below the numbers that it is sent, and answers each.
import { parentPort, threadId } from 'node:worker_threads';

const isPrime = (candidate: number): boolean => {
  for (let divisor = 2; divisor * divisor <= candidate; divisor++) {
    if (candidate % divisor === 0) return false;
  }
  return candidate > 1;
};

parentPort?.on('message', (limit: number) => {
  let count = 0;
  for (let candidate = 0; candidate < limit; candidate++) {
    if (isPrime(candidate)) count++;
  }
  parentPort?.postMessage({ limit, count, threadId });
});
