/** Starts the program's own process, so that it is recorded and can be ended with all its children. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Writable } from 'node:stream';
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
  /** Opens its gate, if it has one: it starts now. */
  release(): void;
  readonly exited: Promise<Exit>;
  /** It is over and all its output was handed on; later than `exited` while a child of it holds the pipes. */
  readonly closed: Promise<unknown>;
}

/**
 * Resolves once the process runs; rejects with the system's error. `file` is what Node is given to run; `gate` and `prefix` are
 * commands that turn themselves into the one behind them. `gate` waits for a line from `release` before.
 */
export async function launch(
  options: RunOptions,
  file: string,
  config: SessionConfig,
  gate: readonly string[],
  prefix: readonly string[],
): Promise<Program> {
  const { node, args, execArgv = [], stdio } = options;
  const [command = node.path, ...rest] = [...gate, ...prefix, node.path, ...execArgv, file, ...args];
  let startNs = process.hrtime.bigint();
  const child = spawn(command, rest, {
    cwd: options.cwd,
    env: programEnv(options, config),
    // A process group of its own, through which all its children can be reached.
    detached: process.platform !== 'win32',
    windowsHide: true,
    stdio: [...standardStreams(stdio), ...(gate.length > 0 ? (['pipe'] as const) : [])],
  });
  const exited = exitOf(child);
  const closed = new Promise((resolve) => child.once('close', resolve));
  if (stdio !== 'inherit') passOn(child, stdio);
  await once(child, 'spawn');
  return {
    pid: child.pid ?? 0,
    get startNs() {
      return startNs;
    },
    release() {
      const line = child.stdio[GATE] as Writable | null | undefined;
      if (!line) return;
      startNs = process.hrtime.bigint();
      line.on('error', () => {}); // It was ended at its gate.
      line.end('\n');
    },
    exited,
    closed,
  };
}

/** Descriptor over which a gate is opened. */
const GATE = 3;

const standardStreams = (stdio: RunOptions['stdio']): ('inherit' | 'ignore' | 'pipe')[] =>
  stdio === 'inherit' ? ['inherit', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'];

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
