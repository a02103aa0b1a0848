/** How far the clocks of two threads of this machine can be apart, measured. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

const ROUNDS = 2000;
/** Longest time that the calling thread is kept busy, in ms. On busy cores a round takes longer. */
const BUSY_MS = 20;
/** Looks at the other thread's word before going to sleep: enough for one that runs on another core just now. */
const SPINS = 2000;

/** Words of the shared memory, which the two threads set in turn to the number of the round. */
const PING = 0;
const PONG = 1;
const TIME_OFFSET = 8;

/** The other thread: answers each round with the time that it reads. A negative round ends it. */
const ANSWERER = `
const { parentPort, workerData } = require('node:worker_threads');
const words = new Int32Array(workerData, 0, 2);
const time = new BigInt64Array(workerData, ${TIME_OFFSET}, 1);
parentPort.postMessage('ready');
for (let last = 0; last >= 0; ) {
  for (let spin = 0; spin < ${SPINS} && Atomics.load(words, ${PING}) === last; spin++);
  Atomics.wait(words, ${PING}, last);
  time[0] = process.hrtime.bigint();
  last = Atomics.load(words, ${PING});
  Atomics.store(words, ${PONG}, last);
  Atomics.notify(words, ${PONG});
}`;

let known: Promise<number | null> | null = null;

/** The bound, measured when it is first asked for: it is a property of the machine. Null: it cannot be measured. */
export function clockError(): Promise<number | null> {
  known ??= measureClockError().catch(() => null);
  return known;
}

/**
 * Measures a bound of the difference between this thread's clock and another's, in ns: in each round the other one
 * reads its clock at some moment between two readings of ours, which bounds the difference from both sides.
 * Keeps the thread busy for some ms. Resolves to null when no round succeeded; rejects when no thread can be started.
 */
export async function measureClockError(): Promise<number | null> {
  const memory = new SharedArrayBuffer(TIME_OFFSET + BigInt64Array.BYTES_PER_ELEMENT);
  const words = new Int32Array(memory, 0, 2);
  const worker = new Worker(ANSWERER, { eval: true, workerData: memory, env: {}, execArgv: [] });
  await once(worker, 'message');
  const errorNs = playRounds(words, new BigInt64Array(memory, TIME_OFFSET, 1));
  sayRound(words, -1);
  await worker.terminate();
  return errorNs;
}

function playRounds(words: Int32Array, time: BigInt64Array): number | null {
  const deadline = performance.now() + BUSY_MS;
  let low = Number.NEGATIVE_INFINITY;
  let high = Number.POSITIVE_INFINITY;
  let last = 0;
  for (let round = 1; round <= ROUNDS && performance.now() < deadline; round++) {
    const before = process.hrtime.bigint();
    sayRound(words, round);
    if (!heard(words, last)) break;
    const after = process.hrtime.bigint();
    low = Math.max(low, Number((time[0] ?? 0n) - after));
    high = Math.min(high, Number((time[0] ?? 0n) - before));
    last = round;
  }
  return Number.isFinite(low) ? Math.max(Math.abs(low), Math.abs(high)) : null;
}

function sayRound(words: Int32Array, round: number): void {
  Atomics.store(words, PING, round);
  Atomics.notify(words, PING);
}

/** Waits until the other thread says something else than `last`. */
function heard(words: Int32Array, last: number): boolean {
  for (let spin = 0; spin < SPINS; spin++) if (Atomics.load(words, PONG) !== last) return true;
  return Atomics.wait(words, PONG, last, BUSY_MS) !== 'timed-out';
}
