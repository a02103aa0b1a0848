/** 200,000 timers, in groups of 1,000 that are pending together. Prints how long that took, in ms. */
async function group(): Promise<void> {
  const timers: Promise<void>[] = [];
  for (let i = 0; i < 1_000; i++) timers.push(new Promise((resolve) => setTimeout(resolve, 0)));
  await Promise.all(timers);
}

const start = performance.now();
for (let i = 0; i < 200; i++) await group();
console.log(performance.now() - start);

export {};
