import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import type { Assets, NodeRuntime } from './types.ts';

/** A session's guard (see `guard.ts`). */
export interface Guard {
  readonly pid: number;
  /** All is well: the guard goes away without doing anything. */
  release(): void;
}

/** Waits in a shell, which costs next to nothing, and starts Node only when there is something to do. */
const WAIT_THEN_RUN = 'read -r line || exec "$@"';

/** Starts the guard of a session's folder. It is not in our process group, so that what ends us does not end it. */
export function startGuard(dir: string, node: NodeRuntime, assets: Assets): Guard {
  const script = assets.guard ?? join(dirname(assets.preload), 'guard.cjs');
  const command = [node.path, script, dir];
  const [file, ...args] =
    process.platform === 'win32' ? command : ['/bin/sh', '-c', WAIT_THEN_RUN, 'guard', ...command];
  const { NODE_OPTIONS: _theirs, ...env } = process.env;
  const guard = spawn(file ?? node.path, args, {
    detached: true,
    windowsHide: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    cwd: dirname(dir),
    env: { ...env, ELECTRON_RUN_AS_NODE: '1' },
  });
  // Without a guard the program still runs; only the last net is missing.
  guard.on('error', () => {});
  guard.stdin.on('error', () => {});
  guard.unref();
  return { pid: guard.pid ?? 0, release: () => guard.stdin.end('done\n') };
}
