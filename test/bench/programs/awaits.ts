/** 2,000,000 awaits in a loop that does nothing else. Prints how long that took, in ms. */
async function run(): Promise<number> {
  let sum = 0;
  for (let i = 0; i < 2_000_000; i++) sum += await i;
  return sum;
}

const start = performance.now();
await run();
console.log(performance.now() - start);

export {};
