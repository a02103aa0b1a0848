/** Runs the built command line as a person would. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TimelineJson } from '../../src/shared/timelineJson.ts';

const root = join(import.meta.dirname, '../..');
export const programs = join(root, 'test/fixtures/badluck');
const cli = join(root, 'dist/cli.cjs');
const reportMemory = join(import.meta.dirname, 'reportMemory.cjs');

export interface CliOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly input?: string;
  readonly cwd?: string;
  /** Called with each piece of the program's output; default: it is kept as text. */
  readonly onStdout?: (chunk: Buffer) => void;
}

export interface CliResult {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Most memory that the command line's own process held, in MB. */
  readonly peakMb: number;
}

/** The command line, running. `stdout` is what the program has printed so far. */
export interface RunningCli {
  readonly child: ChildProcess;
  readonly stdout: () => string;
  readonly ended: Promise<CliResult>;
}

const running = new Set<ChildProcess>();
after(() => {
  for (const child of running) child.kill('SIGKILL');
});

/** Starts `concurrency-visualizer` with these arguments, in the folder of the programs. */
export function startCli(args: readonly string[], options: CliOptions = {}): RunningCli {
  const child = spawn(process.execPath, ['--require', reportMemory, cli, ...args], {
    cwd: options.cwd ?? programs,
    env: { ...process.env, ...options.env },
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
  });
  running.add(child);
  child.stdin?.on('error', () => {});
  child.stdin?.end(options.input ?? '');
  const texts = [1, 2, 3].map((fd) => collect(child, fd, fd === 1 ? options.onStdout : undefined));
  const ended = new Promise<CliResult>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      running.delete(child);
      const [stdout = '', stderr = '', kibibytes = ''] = texts.map((text) => text());
      resolve({ code, signal, stdout, stderr, peakMb: (Number(kibibytes) * 1024) / 1e6 });
    });
  });
  return { child, stdout: texts[0] ?? (() => ''), ended };
}

function collect(child: ChildProcess, fd: number, onPiece?: (chunk: Buffer) => void): () => string {
  const pieces: Buffer[] = [];
  child.stdio[fd]?.on('data', onPiece ?? ((piece: Buffer) => pieces.push(piece)));
  return () => Buffer.concat(pieces).toString();
}

/** Runs it to its end. */
export const runCli = (args: readonly string[], options?: CliOptions): Promise<CliResult> =>
  startCli(args, options).ended;

/** A folder for the files of a test file; the command line keeps its own temporary files in it as well. */
export function outputFolder() {
  let path = '';
  before(() => {
    path = mkdtempSync(join(realpathSync(tmpdir()), 'cv-cli-'));
  });
  after(() => rmSync(path, { recursive: true, force: true }));
  const file = (name: string): string => join(path, name);
  return {
    file,
    env: () => ({ TMPDIR: path }),
    timeline: (name: string) => JSON.parse(readFileSync(file(name), 'utf8')) as TimelineJson,
    /** Session folders that are there now. */
    sessions: () => readdirSync(path).filter((name) => /^concurrency-visualizer-\w{6}$/.test(name)),
  };
}

/** What plain Node does with the same program. */
export function runNode(args: readonly string[], input = ''): Promise<CliResult> {
  const child = spawn(process.execPath, [...args], { cwd: programs, stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdin.end(input);
  const texts = [collect(child, 1), collect(child, 2)];
  return new Promise((resolve) => {
    child.once('close', (code, signal) => {
      const [stdout = '', stderr = ''] = texts.map((text) => text());
      resolve({ code, signal, stdout, stderr, peakMb: 0 });
    });
  });
}
