/** The ways to run a program that are compared, each in a fresh process, and the two ways to take its time. */
import { execFile, spawn } from 'node:child_process';
import { join } from 'node:path';
import { startRun } from '../../src/collector/index.ts';
import type { RecordingMode } from '../../src/shared/frames.ts';

const root = join(import.meta.dirname, '../..');
const dist = join(root, 'dist');

export interface Variant {
  /** ms that the program measured itself: the last line that it printed. */
  printedMs(program: string, cwd: string): Promise<number>;
  /** ms from the start of the program's own process to its end. */
  processMs(program: string, cwd: string): Promise<number>;
}

/** Node itself, with these options. */
export const node = (...options: readonly string[]): Variant => ({
  printedMs: (program, cwd) => lastLine([...options, program], cwd),
  processMs: (program, cwd) => wallMs([...options, program], cwd),
});

/** The program under the recorder, started from the command line; for `processMs`, by the collector as there. */
export const recorded = (mode: RecordingMode): Variant => ({
  printedMs(program, cwd) {
    const options = ['--quiet', '--mode', mode, '--node', process.execPath];
    return lastLine([join(dist, 'cli.cjs'), 'run', ...options, program], cwd);
  },
  async processMs(program, cwd) {
    const run = startRun({
      entry: program,
      args: [],
      cwd,
      env: process.env,
      node: { path: process.execPath, version: process.versions.node, electron: false },
      assets: { preload: join(dist, 'recorder.cjs') },
      mode,
      stdio: { onStdout() {}, onStderr() {} },
      onBytes() {},
      pollMs: 100,
    });
    const { wallMs: ms, code } = await run.finished;
    await run.dispose();
    if (code !== 0) throw new Error(`${program} under the recorder ended with ${code}`);
    return ms;
  },
});

function lastLine(args: readonly string[], cwd: string): Promise<number> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { cwd, maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      const ms = Number(stdout.trim().split('\n').at(-1));
      if (error || !Number.isFinite(ms)) reject(new Error(`${args.join(' ')} failed: ${stderr || error}`));
      else resolve(ms);
    });
  });
}

/** As the collector measures it: from just before the start to the word of the end. */
function wallMs(args: readonly string[], cwd: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const startMs = performance.now();
    const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.resume();
    child.stderr.resume();
    child.once('error', reject);
    child.once('exit', (code) => {
      if (code === 0) resolve(performance.now() - startMs);
      else reject(new Error(`${args.join(' ')} ended with ${code}`));
    });
  });
}
