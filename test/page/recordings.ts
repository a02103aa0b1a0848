/** Real recordings for the tests of the page: programs run under the recorder, through the command line. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runNode } from '../recorder/record.ts';

const cli = join(import.meta.dirname, '../../dist/cli.cjs');

/** A folder of programs and their recordings; `remove` it when the tests are over. */
export class Recordings {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async create(): Promise<Recordings> {
    return new Recordings(await mkdtemp(join(tmpdir(), 'cv-page-')));
  }

  /** Runs a program with this text in the folder; returns the path of its recording. */
  async record(name: string, program: string, expectedCode = 0): Promise<string> {
    return (await this.run(name, program, expectedCode)).path;
  }

  /** The same, with what it printed. */
  async run(
    name: string,
    program: string,
    expectedCode = 0,
  ): Promise<{ readonly path: string; readonly stdout: string }> {
    await writeFile(join(this.folder, `${name}.ts`), program);
    const path = join(this.folder, `${name}.cvtrace`);
    const options = ['run', '--quiet', '--node', process.execPath, '--out', path];
    const { code, stdout, stderr } = await runNode([cli, ...options, `${name}.ts`], this.folder);
    if (code !== expectedCode) throw new Error(`${name}.ts ended with code ${code}: ${stderr}`);
    return { path, stdout };
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true });
  }
}

/** Programs by what they show; their lines are counted on by the tests. */
export const programs = {
  /** Five async functions on one thread; two calls of one of them. */
  kitchen: `import { setTimeout as sleep } from 'node:timers/promises';
async function boil() {
  await sleep(60);
}
async function toast(ms: number) {
  await sleep(ms);
  console.log('turned');
  await sleep(ms);
}
async function cut() {
  const until = performance.now() + 15;
  while (performance.now() < until);
}
async function cook() {
  await Promise.all([boil(), toast(20), toast(25), cut()]);
}
await cook();
`,
  /** Garbage, marks and measures, alone and many at a time. */
  timings: `import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
async function load(name: string, ms: number) {
  performance.mark('begin ' + name);
  await sleep(ms);
  performance.measure('load ' + name, 'begin ' + name);
}
async function work() {
  await sleep(5);
  const until = performance.now() + 20;
  while (performance.now() < until);
  collect();
  console.log('collected');
  await sleep(10);
  for (let i = 0; i < 30; i++) performance.mark('step ' + i);
  for (let i = 0; i < 5; i++) console.log(i);
  performance.mark('far away', { startTime: 1e9 });
}
await Promise.all([load('text', 30), load('pictures', 60), work()]);
await sleep(10);
`,
  /** A wait that was ended by a wait that was ended by a timer; a task that was ready because another one calculated. */
  parts: `import { setTimeout as sleep } from 'node:timers/promises';
async function fetchPart(i: number) {
  await sleep(i * 20);
}
async function fetchAll() {
  await Promise.all([fetchPart(1), fetchPart(2), fetchPart(3)]);
}
async function main() {
  await fetchAll();
}
await main();
const gate = sleep(20);
async function greedy() {
  await gate;
  const until = performance.now() + 30;
  while (performance.now() < until);
}
async function patient() {
  await gate;
}
await Promise.all([greedy(), patient()]);
`,
  /** Two threads that talk. */
  threads: `import { Worker } from 'node:worker_threads';
const code = "const { parentPort } = require('node:worker_threads'); parentPort.on('message', (n) => { const until = performance.now() + 10; while (performance.now() < until); parentPort.postMessage(n * n); });";
async function ask(worker: Worker, n: number) {
  const answer = new Promise((resolve) => worker.once('message', resolve));
  worker.postMessage(n);
  return answer;
}
const worker = new Worker(code, { eval: true, name: 'squares' });
for (let n = 1; n <= 3; n++) await ask(worker, n);
await worker.terminate();
`,
  /** Three threads that calculate at the same time, and children that are not recorded themselves. */
  turns: `import { exec, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
const code = "const { parentPort } = require('node:worker_threads'); parentPort.on('message', (ms) => { const until = performance.now() + ms; while (performance.now() < until); parentPort.postMessage(ms); });";
async function ask(worker: Worker, ms: number) {
  worker.postMessage(ms);
  await once(worker, 'message');
}
exec('sleep 0.1');
spawn('sh', ['-c', 'exit 3']);
const workers = ['ada', 'grace', 'linus'].map((name) => new Worker(code, { eval: true, name }));
await Promise.all(workers.map((worker) => ask(worker, 60)));
await Promise.all(workers.map((worker) => worker.terminate()));
`,
  /** Hundreds of calls, most of them at the same time. */
  many: `import { setTimeout as sleep } from 'node:timers/promises';
async function call(i: number) {
  await sleep(5 + (i % 40));
}
async function few(i: number) {
  await sleep(i);
}
await Promise.all(Array.from({ length: 600 }, (_, i) => call(i)));
await Promise.all([few(1), few(2)]);
`,
  /** Many functions on two threads, with console lines, a package and a file outside of the working directory. */
  crowd: `import { setTimeout as sleep } from 'node:timers/promises';
import { readFile } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
const spin = (ms: number) => { const until = performance.now() + ms; while (performance.now() < until); };
const stages = {
  async parse(i: number) { await sleep(i); spin(1); },
  async check(i: number) { await sleep(3 * i); },
  async resize(i: number) { spin(4); await sleep(2); console.log('resized', i); },
  async upload(i: number) { await sleep(30 + 10 * i); },
  async log() { await readFile(import.meta.filename); },
};
const worker = new Worker("setTimeout(() => console.log('resized in the worker'), 20)", { eval: true, name: 'resizer' });
const over = new Promise((resolve) => worker.once('exit', resolve));
for (const i of [1, 2, 3]) await Promise.all(Object.values(stages).map((stage) => stage(i)));
await over;
`,
  /** Names that would like to be more than text. */
  hostile: `import { Worker } from 'node:worker_threads';
const calls = {
  async '</script><script>window.hacked = 1</script>'() { await null; },
  async '<img src=x onerror="window.hacked = 1">'() { await null; },
  async 'a\u202eb\u0007c'() { await null; },
  async '${'x'.repeat(5000)}'() { await null; },
};
for (const call of Object.values(calls)) await call();
const name = '<b id="injected">worker</b>';
const worker = new Worker('setTimeout(() => {}, 20)', { eval: true, name });
await new Promise((resolve) => worker.once('exit', resolve));
`,
  /** A million awaits: half of them in calls of their own. */
  million: `async function step(i: number) {
  await null;
  return i;
}
let sum = 0;
for (let i = 0; i < 500_000; i++) sum += await step(i);
`,
  /** Nothing at all. */
  empty: '',
  /** One bar. */
  oneBar: `const until = performance.now() + 3;
while (performance.now() < until);
`,
  /** Calls and calculates, and never waits. */
  synchronous: `function fibonacci(n: number): number {
  return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
}
for (let n = 20; n < 30; n++) console.log(n, fibonacci(n));
`,
  exitsAtOnce: 'process.exit(0);\n',
  /** An error that nobody catches, after some work; its exit code says nothing of that. */
  throwsLater: `import { setTimeout as sleep } from 'node:timers/promises'; process.on('exit', () => { process.exitCode = 0; });
async function load(id: number) {
  await sleep(20);
  if (id === 2) throw new TypeError('no such id');
}
await load(1);
await load(2);
`,
} as const;
