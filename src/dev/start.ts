/**
 * `npm start [-- [--server] [file]]`: opens VS Code with the extension on a sample workspace (or the file's folder) and records the
 * file at once. Desktop VS Code where it and a display can be had, else (or with `--server`)
 * VS Code's server, whose address is printed.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { cp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { desktopArgs, desktopVscode } from './desktop.ts';
import { endGroup, endGroupsWithUs, spawnGroup } from './groups.ts';
import { installServer } from './installServer.ts';
import { linkNodeTypes } from './nodeTypes.ts';
import { cacheRoot, projectRoot } from './paths.ts';
import { startServer } from './vscodeServer.ts';

/** The extension reads it when it runs in development. */
const OPEN_VARIABLE = 'CONCURRENCY_VISUALIZER_OPEN';
const SAMPLE = 'family.ts';

interface Task {
  readonly folder: string;
  readonly file: string;
}

/** Something that was opened. */
interface Opened {
  readonly exited: Promise<unknown>;
  stop(): Promise<void>;
}

const startedMs = performance.now();
const say = (line: string): void =>
  console.log(`[${((performance.now() - startedMs) / 1000).toFixed(1)} s] ${line}`);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { server: { type: 'boolean', default: false } },
});
const task = await chooseTask(positionals[0]);
await build();
// Made by VS Code, so that nothing is left behind when it is never started.
const dataDir = join(tmpdir(), `concurrency-visualizer-start-${process.pid}`);
const opened = await open(task);
await opened.exited;
await opened.stop();
await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
console.log('Ended.');

/** Here, not before us in the npm script: so that npm's signals reach us, and not a shell in between. */
async function build(): Promise<void> {
  say('Building the extension …');
  const child = spawn(process.execPath, [join(import.meta.dirname, 'build.ts')], { stdio: 'inherit' });
  const [code] = await once(child, 'exit');
  if (code !== 0) process.exit(1);
}

async function open(task: Task): Promise<Opened> {
  const desktop = values.server ? null : await desktopVscode(say);
  const server = desktop ?? (await installServer(say));
  endGroupsWithUs();
  return desktop ? openDesktop(desktop, task) : openServer(server, task);
}

async function chooseTask(path: string | undefined): Promise<Task> {
  if (path === undefined) return sampleTask();
  // npm runs us in the project's root; the path counts from where the person is.
  const file = resolve(process.env.INIT_CWD ?? '.', path);
  if (existsSync(file)) return { folder: dirname(file), file };
  console.error(`There is no file ${file}. Give the path of a TypeScript or JavaScript file.`);
  process.exit(1);
}

/** A fresh copy, so that the person can change what they like. */
async function sampleTask(): Promise<Task> {
  const folder = join(cacheRoot, 'sample');
  await rm(folder, { recursive: true, force: true });
  await cp(join(projectRoot, 'media/samples'), folder, { recursive: true });
  await linkNodeTypes(folder);
  return { folder, file: join(folder, SAMPLE) };
}

function openDesktop(executable: string, { folder, file }: Task): Opened {
  say(`Opening VS Code on ${folder}`);
  const child = spawnGroup(executable, [...desktopArgs(dataDir), folder, '--goto', file], {
    env: { ...process.env, [OPEN_VARIABLE]: file },
    stdio: 'ignore',
  });
  say('Close the window, or press Ctrl+C here, to end.');
  return { exited: new Promise((done) => child.once('exit', done)), stop: () => endGroup(child) };
}

async function openServer(main: string, { folder, file }: Task): Promise<Opened> {
  say("Starting VS Code's server …");
  const server = await startServer({
    main,
    dataDir,
    askForTrust: false,
    extension: 'installed',
    env: { [OPEN_VARIABLE]: file },
  });
  say(`Open this address in a browser on this machine; ${folder} and the timeline of ${file} are there:`);
  console.log(`\n${server.address({ folder, file })}\n`);
  say('Press Ctrl+C here to end.');
  return server;
}
