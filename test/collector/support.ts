/** Helpers of the collector's tests. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** A new folder, removed after the test that asked for it. Call it in a `describe`, use the getter in its tests. */
export function temporaryFolder(): { readonly path: string } {
  let path = '';
  beforeEach(() => {
    path = mkdtempSync(join(realpathSync(tmpdir()), 'cv-test-'));
  });
  afterEach(() => rmSync(path, { recursive: true, force: true }));
  return {
    get path() {
      return path;
    },
  };
}

/** Writes a file into a folder and returns its path. */
export function put(folder: string, name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** Looks every few ms until it is true. Throws, with `what`, when it is not within `limitMs`. */
export async function waitFor(
  what: string,
  condition: () => boolean | Promise<boolean>,
  limitMs = 15_000,
): Promise<void> {
  const deadline = performance.now() + limitMs;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`waited ${limitMs} ms in vain: ${what}`);
    await delay(10);
  }
}

/** Whether a process runs; one that is dead but was not collected by its parent does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    const stat = process.platform === 'linux' ? readFileSync(`/proc/${pid}/stat`, 'latin1') : '';
    return !/\) [ZX] /.test(stat);
  } catch {
    return false;
  }
}

/** Waits until none of the processes runs any more; the system may still be clearing up after one that was ended. */
export const waitForEnd = (pids: readonly number[], limitMs = 500): Promise<void> =>
  waitFor(`the end of ${pids}`, () => pids.every((pid) => !isAlive(pid)), limitMs);

const started = new Set<ChildProcess>();

/** Starts Node on a script text; killed at the end of the tests if it still runs. */
export function startNode(script: string, options: Parameters<typeof spawn>[2] = {}): ChildProcess {
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'], ...options });
  started.add(child);
  child.once('exit', () => started.delete(child));
  return child;
}

after(() => {
  for (const child of started) child.kill('SIGKILL');
});

/** The lines of numbers that a program prints, as they come. */
export function numbersFrom(child: ChildProcess): number[] {
  const numbers: number[] = [];
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    numbers.push(...text.split(/\s+/).filter(Boolean).map(Number));
  });
  return numbers;
}
