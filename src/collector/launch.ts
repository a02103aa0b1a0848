/** Starts the program's own process, so that it is recorded and can be ended with all its children. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { SESSION_VARIABLE, type SessionConfig } from '../shared/session.ts';
import { nodeOptions } from './nodeOptions.ts';
import type { PipedOutput, RunOptions } from './types.ts';

/** How a process ended, and when, on the monotonic clock. */
export interface Exit {
  readonly code: number | null;
  readonly signal: string | null;
  readonly ns: bigint;
}

export interface Program {
  readonly pid: number;
  /** Just before its start, on the monotonic clock. */
  readonly startNs: bigint;
  readonly exited: Promise<Exit>;
  /** It is over and all its output was handed on; later than `exited` while a child of it holds the pipes. */
  readonly closed: Promise<unknown>;
}

/** Resolves once the process runs; rejects with the system's error. `file` is what Node is given to run. */
export async function launch(options: RunOptions, file: string, config: SessionConfig): Promise<Program> {
  const { node, args, execArgv = [], stdio } = options;
  const startNs = process.hrtime.bigint();
  const child = spawn(node.path, [...execArgv, file, ...args], {
    cwd: options.cwd,
    env: programEnv(options, config),
    // A process group of its own, through which all its children can be reached.
    detached: process.platform !== 'win32',
    windowsHide: true,
    stdio: stdio === 'inherit' ? 'inherit' : ['ignore', 'pipe', 'pipe'],
  });
  const exited = exitOf(child);
  const closed = new Promise((resolve) => child.once('close', resolve));
  if (stdio !== 'inherit') passOn(child, stdio);
  await once(child, 'spawn');
  return { pid: child.pid ?? 0, startNs, exited, closed };
}

function programEnv(options: RunOptions, config: SessionConfig): Record<string, string | undefined> {
  const { env, node, assets, memoryMb } = options;
  return {
    ...env,
    ...(node.electron ? { ELECTRON_RUN_AS_NODE: '1' } : {}),
    NODE_OPTIONS: nodeOptions(env.NODE_OPTIONS, assets.preload, memoryMb),
    [SESSION_VARIABLE]: JSON.stringify(config),
  };
}

function exitOf(child: ChildProcess): Promise<Exit> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal, ns: process.hrtime.bigint() }));
  });
}

/** Each piece goes on at once: while the callee is busy, nothing is read, and a program that prints more waits. */
function passOn(child: ChildProcess, output: PipedOutput): void {
  child.stdout?.on('data', (chunk: Uint8Array) => output.onStdout(chunk));
  child.stderr?.on('data', (chunk: Uint8Array) => output.onStderr(chunk));
}
