// Five async functions on one thread. Run "Visualize Concurrency" and look who waits while who runs;
// then change a number, save, and run again.
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

const startMs = performance.now();
const say = (text: string) => console.log(`${(performance.now() - startMs).toFixed(0).padStart(4)} ms  ${text}`);

/** Waits for a timer: the thread is free meanwhile. */
async function boilWater(): Promise<string> {
  await sleep(200);
  return 'water';
}

/** Waits twice. */
async function toastBread(): Promise<string> {
  await sleep(90);
  say('bread turned');
  await sleep(90);
  return 'toast';
}

/** Waits for the disk instead of a timer. */
async function readRecipe(): Promise<string> {
  const text = await readFile(new URL(import.meta.url), 'utf8');
  return `recipe of ${text.split('\n').length} lines`;
}

/** Never waits: it holds the thread, and everybody else stands still. */
async function cutBread(): Promise<string> {
  const untilMs = performance.now() + 40;
  while (performance.now() < untilMs) {
    // A busy hand.
  }
  return 'slices';
}

/** Starts the other four at once, then waits for all of them. */
async function makeBreakfast(): Promise<void> {
  const things = await Promise.all([boilWater(), toastBread(), readRecipe(), cutBread()]);
  say(`ready: ${things.join(', ')}`);
}

await makeBreakfast();
