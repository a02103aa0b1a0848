import { readFileSync } from 'node:fs';
import { findOnPath } from '../findOnPath.ts';
import type { RunFailure } from '../types.ts';
import { readCoreList } from './procText.ts';

/** How a program is kept on some cores. */
export interface Pinning {
  /** What stands before the program's command. It becomes the program: its process, streams and signals stay. */
  readonly prefix: readonly string[];
}

/** Prepares to keep a program on the first `count` of the cores that we may use, with the system's `taskset`. */
export function pinTo(
  count: number,
  env: Readonly<Record<string, string | undefined>>,
): Pinning | RunFailure {
  const allowed = allowedCores();
  if (allowed === null) return { kind: 'cores', reason: 'system', asked: count, available: 0 };
  if (!Number.isInteger(count) || count < 1 || count > allowed.length) {
    return { kind: 'cores', reason: 'number', asked: count, available: allowed.length };
  }
  const taskset = findOnPath('taskset', env);
  if (taskset === null) return { kind: 'cores', reason: 'taskset', asked: count, available: allowed.length };
  return { prefix: [taskset, '-c', allowed.slice(0, count).join(',')] };
}

/** The cores that this process may run on; null where the system does not tell. */
function allowedCores(): readonly number[] | null {
  if (process.platform !== 'linux') return null;
  try {
    const [, list] = /^Cpus_allowed_list:\s*(\S+)$/m.exec(readFileSync('/proc/self/status', 'latin1')) ?? [];
    const cores = readCoreList(list ?? '');
    return cores.length > 0 ? cores : null;
  } catch {
    return null;
  }
}
