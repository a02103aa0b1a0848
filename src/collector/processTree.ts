/** Ends all that a session started: the program, its children at any depth, also those that left its group. */
import { spawnSync } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { linuxTable, pickOwn, psTable } from './processTable.ts';

/** What is known of a session's processes. */
export interface ProcessTree {
  /** The session's folder, as `SessionConfig.dir`. */
  readonly dir: string;
  /** The program's own process while it is not known to be over, else null. */
  readonly root: number | null;
  /** Processes that began to record and have not said that they are over. */
  readonly recording: readonly number[];
}

/** Between the request to end and the end by force, in ms: recorders write out what they still hold. */
const GRACE_MS = 300;
/** Between two looks at the processes, in ms. */
const LOOK_MS = 25;
/** After so many ms, a tree that starts processes faster than they can be killed is given up on. */
const GIVE_UP_MS = 2000;

/** The session's live processes. A process that has ended but was not collected by its parent is not one. */
export function ownPids(tree: ProcessTree): number[] {
  if (process.platform === 'win32') return windowsPids(tree);
  const mark = `"dir":${JSON.stringify(tree.dir)}`;
  return pickOwn(process.platform === 'linux' ? linuxTable(mark) : psTable(mark), tree.root);
}

/**
 * Asks all processes of the tree to end and, after `GRACE_MS`, ends what is still there by force. Resolves to whether
 * nothing is left.
 */
export async function stopTree(tree: () => ProcessTree): Promise<boolean> {
  const begin = performance.now();
  const asked = new Set<number>();
  for (let quietLooks = 0; performance.now() - begin < GIVE_UP_MS; await delay(LOOK_MS)) {
    const pids = ownPids(tree());
    // One look can miss a process that is just being started.
    quietLooks = pids.length === 0 ? quietLooks + 1 : 0;
    if (quietLooks === 2) return true;
    if (performance.now() - begin < GRACE_MS) ask(pids, asked);
    else signalAll(pids, 'SIGKILL');
  }
  return false;
}

/** Each process is asked once: to many programs a second request means to end at any price. */
function ask(pids: readonly number[], asked: Set<number>): void {
  signalAll(
    pids.filter((pid) => !asked.has(pid)),
    'SIGTERM',
  );
  for (const pid of pids) asked.add(pid);
}

/** Ends all processes of the tree by force, at once, without waiting for their end. */
export function killTreeNow(tree: ProcessTree): void {
  signalAll(ownPids(tree), 'SIGKILL');
}

function signalAll(pids: readonly number[], signal: 'SIGTERM' | 'SIGKILL'): void {
  for (const pid of pids) {
    if (process.platform === 'win32') taskkill(pid);
    else signalOne(pid, signal);
  }
}

/** With all that it started. Windows has no request that a program without a window could heed. */
function taskkill(pid: number): void {
  spawnSync('taskkill', ['/T', '/F', '/PID', String(pid)], { windowsHide: true });
}

function signalOne(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false; // It ended meanwhile, or has become another user's.
  }
}

/** Windows has no cheap table with environments; `taskkill /T` follows the children of these. */
function windowsPids({ root, recording }: ProcessTree): number[] {
  return [...new Set([...(root === null ? [] : [root]), ...recording])].filter((pid) => signalOne(pid, 0));
}
