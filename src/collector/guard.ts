/**
 * The guard: a process of its own that outlives the collector. When the collector is gone without a word (killed, or
 * crashed), it ends what is left of the program and removes the session's folder. Its argument is that folder.
 * Its standard input is a pipe from the collector: a line means that all is well, an end without one that it died.
 * (On POSIX a shell reads the pipe, and this runs only in the second case: see `startGuard`.)
 */
import { rm } from 'node:fs/promises';
import { argv, platform, stdin } from 'node:process';
import { stopTree } from './processTree.ts';
import { Tail } from './tail.ts';

async function collectorDied(): Promise<boolean> {
  for await (const _line of stdin) return false;
  return true;
}

async function recordingPids(dir: string): Promise<number[]> {
  const tail = new Tail(dir, () => {});
  while (await tail.readNew());
  return tail.openPids;
}

async function cleanUp(dir: string): Promise<void> {
  // Elsewhere the processes themselves tell to which session they belong.
  const recording = platform === 'win32' ? await recordingPids(dir) : [];
  await stopTree(() => ({ dir, root: null, recording }));
  await rm(dir, { recursive: true, force: true, maxRetries: 5 });
}

async function guard(dir: string): Promise<void> {
  if (await collectorDied()) await cleanUp(dir);
}

void guard(argv[2] ?? '');
