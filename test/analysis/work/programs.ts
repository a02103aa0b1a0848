/**
 * Programs that calculate for fixed amounts of CPU time, measured by themselves, and what follows from how they are written. Each prints
 * the CPU time of its calculations, and how long its thread took to start, in ms.
 */
const head = `import { setTimeout as sleep } from 'node:timers/promises';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
let workMs = 0;
const usedMs = () => { const { user, system } = process.threadCpuUsage(); return (user + system) / 1000; };
function burn(ms: number) {
  const from = usedMs();
  while (usedMs() - from < ms) for (let i = 0; i < 1000; i++);
  workMs += usedMs() - from;
}
`;

export interface WorkProgram {
  readonly text: string;
  /** In ms; given the time that its threads took to start. */
  readonly work: number;
  written(startMs: number): number;
  freed(startMs: number): number;
}

const constant = (ms: number) => () => ms;

export const workPrograms: Readonly<Record<string, WorkProgram>> = {
  forkJoin: {
    text: `${head}async function left() { burn(120); }
async function right() { burn(60); }
burn(20);
await Promise.all([left(), right()]);
burn(20);
console.log(JSON.stringify({ workMs, startMs: 0 }));
`,
    work: 220,
    written: constant(220),
    freed: constant(160),
  },
  chain: {
    text: `${head}async function step(ms: number) { burn(ms); await null; return ms; }
for (const ms of [30, 60, 40]) await step(ms);
console.log(JSON.stringify({ workMs, startMs: 0 }));
`,
    work: 130,
    written: constant(130),
    freed: constant(130),
  },
  nested: {
    text: `${head}async function leaf(ms: number) { burn(ms); }
async function node(...ms: number[]) { burn(10); await Promise.all(ms.map(leaf)); burn(10); }
await Promise.all([node(60, 30), node(20, 40)]);
console.log(JSON.stringify({ workMs, startMs: 0 }));
`,
    work: 190,
    written: constant(190),
    freed: constant(80),
  },
  timer: {
    text: `${head}burn(20);
const due = sleep(200);
burn(100);
await due;
burn(50);
console.log(JSON.stringify({ workMs, startMs: 0 }));
`,
    work: 170,
    written: constant(270),
    freed: constant(270),
  },
  workers: {
    text: `${head}if (isMainThread) {
  burn(50);
  const beganMs = Date.now();
  const work = (ms: number) => new Promise<number[]>((resolve) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: ms });
    worker.on('message', resolve);
  });
  const answers = await Promise.all([work(250), work(100)]);
  burn(50);
  const all = answers.reduce((sum, [ms]) => sum + ms, workMs);
  console.log(JSON.stringify({ workMs: all, startMs: answers[0][1] - beganMs }));
} else {
  const startedMs = Date.now();
  burn(workerData);
  parentPort!.postMessage([workMs, startedMs]);
}
`,
    work: 450,
    written: (startMs) => 350 + startMs,
    freed: (startMs) => 350 + startMs,
  },
  messages: {
    text: `${head}if (isMainThread) {
  const beganMs = Date.now();
  const worker = new Worker(new URL(import.meta.url));
  const next = () => new Promise<number[]>((resolve) => worker.once('message', resolve));
  const ready = next();
  const [, startedMs] = await ready;
  const answer = next();
  worker.postMessage(120);
  burn(60);
  const [ms] = await answer;
  burn(40);
  console.log(JSON.stringify({ workMs: workMs + ms, startMs: startedMs - beganMs }));
  await worker.terminate();
} else {
  parentPort!.postMessage([0, Date.now()]);
  parentPort!.once('message', (ms) => {
    burn(ms);
    parentPort!.postMessage([workMs, 0]);
  });
}
`,
    work: 220,
    written: (startMs) => 160 + startMs,
    freed: (startMs) => 160 + startMs,
  },
  fork: {
    text: `import { fork } from 'node:child_process';
${head}if (process.send === undefined) {
  burn(40);
  const beganMs = Date.now();
  const child = fork(import.meta.filename);
  const [ms, startedMs] = await new Promise<number[]>((resolve) => child.once('message', resolve));
  burn(40);
  console.log(JSON.stringify({ workMs: workMs + ms, startMs: startedMs - beganMs }));
} else {
  const startedMs = Date.now();
  burn(200);
  process.send([workMs, startedMs]);
}
`,
    work: 280,
    written: (startMs) => 280 + startMs,
    freed: (startMs) => 280 + startMs,
  },
};
