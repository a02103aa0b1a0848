/** 10,000 file reads, ten at a time. Prints how long that took, in ms. */
import { readFile } from 'node:fs/promises';

async function readMany(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await readFile(import.meta.filename);
}

const start = performance.now();
await Promise.all(Array.from({ length: 10 }, () => readMany(1_000)));
console.log(performance.now() - start);
