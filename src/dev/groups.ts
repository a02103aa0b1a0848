/** Process groups that we start, and that never outlive us. */
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';

/** How long a group may take to end by itself, in ms. */
const GRACE_MS = 3000;
const PARENT_POLL_MS = 500;

const leaders = new Set<ChildProcess>();
process.once('exit', () => {
  for (const leader of leaders) signalGroup(leader, 'SIGKILL');
});

/** Starts a process as the leader of a group of its own. */
export function spawnGroup(command: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  const child = spawn(command, args, { ...options, detached: process.platform !== 'win32' });
  leaders.add(child);
  child.once('error', () => leaders.delete(child));
  return child;
}

/** Ends a process that `spawnGroup` started, and its group. Resolves when the process is over. */
export async function endGroup(leader: ChildProcess): Promise<void> {
  signalGroup(leader, 'SIGTERM');
  const timer = setTimeout(() => signalGroup(leader, 'SIGKILL'), GRACE_MS);
  if (leader.exitCode === null && leader.signalCode === null) await once(leader, 'exit');
  clearTimeout(timer);
  // Those of the group that did not listen.
  signalGroup(leader, 'SIGKILL');
  leaders.delete(leader);
}

/**
 * Ends all groups when we are told to end: by Ctrl+C, by a signal, or because who started us is gone. Then `after` is
 * called.
 */
export function endGroupsWithUs(after: () => void = () => {}): void {
  const end = () => void Promise.all([...leaders].map(endGroup)).then(after);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    end();
  }, PARENT_POLL_MS);
  watch.unref();
}

function signalGroup(leader: ChildProcess, signal: NodeJS.Signals): void {
  if (leader.pid === undefined) return;
  try {
    if (process.platform === 'win32') leader.kill(signal);
    else process.kill(-leader.pid, signal);
  } catch {
    // Nothing of the group is left.
  }
}
