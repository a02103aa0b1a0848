/** Children that are waited for synchronously (`spawnSync`, `execSync`, `execFileSync`): their thread is blocked meanwhile. */
import childProcess from 'node:child_process';
import { BlockKind, RecordKind } from '../../shared/records.ts';
import { type Guest, putEvent, replaceMethod } from '../guest.ts';
import { now } from '../originals.ts';
import { nodeBinding } from './binding.ts';
import { withOwnEnvironment } from './environment.ts';
import { commandOf, nextSpawn, type SpawnOptions, withOurPairs } from './processes.ts';

interface SyncResult {
  /** 0: it could not be started. */
  readonly pid: number;
  readonly status: number | null;
  readonly signal: string | null;
  /** The system's number of an error, negative. */
  readonly error?: number;
}

export function recordSyncProcesses(guest: Guest): void {
  const binding = nodeBinding('spawn_sync');
  if (binding === null) recordCalls(guest);
  else replaceMethod(binding, 'spawn', (original) => recordedSpawn(guest, original));
}

function recordedSpawn(guest: Guest, original: (...args: unknown[]) => unknown) {
  return function (this: unknown, ...args: unknown[]): unknown {
    const options = args[0] as SpawnOptions;
    const site = guest.tasks.takeSite();
    const spawn = nextSpawn(guest);
    if (Array.isArray(options?.envPairs)) options.envPairs = withOurPairs(guest, options.envPairs, spawn);
    return held(guest, site, () => {
      const startNs = now();
      const result = original.apply(this, args) as SyncResult;
      const agoNs = Number(now() - startNs);
      putChild(guest, { spawn, command: commandOf(options), agoNs, site }, result);
      return result;
    });
  };
}

interface SyncChild {
  readonly spawn: number;
  readonly command: readonly string[];
  readonly agoNs: number;
  readonly site: number;
}

function putChild(guest: Guest, { site, ...child }: SyncChild, result: SyncResult): void {
  const { pid, status: code, signal, error } = result;
  if (pid > 0) {
    putEvent(guest, { e: 'spawn', pid, ...child }, site);
    putEvent(guest, { e: 'childExit', pid, code, signal });
  } else {
    putEvent(
      guest,
      { e: 'spawn', pid: null, ...child, message: `could not be started (error ${error})` },
      site,
    );
  }
}

/** Where Node's own part cannot be reached (its permission model), the children have no rows of their own. */
function recordCalls(guest: Guest): void {
  for (const method of ['spawnSync', 'execSync', 'execFileSync']) {
    replaceMethod(
      childProcess,
      method,
      (original) =>
        function (this: unknown, ...args) {
          const recorded = args.map((arg) => withOwnEnvironment(guest, arg));
          return held(guest, guest.tasks.takeSite(), () => original.apply(this, recorded));
        },
    );
  }
}

function held<T>({ ring, tasks }: Guest, site: number, run: () => T): T {
  const flags = BlockKind.syncProcess << 8;
  ring.put(RecordKind.block | flags, tasks.currentId, site, 0);
  try {
    return run();
  } finally {
    ring.put(RecordKind.unblock | flags, 0, 0, 0);
  }
}
