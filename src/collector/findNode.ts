/** Finds the Node that the program is run with. */
import { execFile } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { promisify } from 'node:util';
import { changedAt, findOnPath } from './findOnPath.ts';
import type { NodeRuntime } from './types.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Oldest Node that programs are run with: the first with synchronous loader hooks. */
export const OLDEST_NODE = '22.15';
/** Longest time that a program named `node` may take to tell its version, in ms. */
const PROBE_MS = 10_000;
const PROBE = 'JSON.stringify([process.versions.node, process.versions.electron ?? null])';

/** No Node can run the program. The message says which was tried and what to do. */
export class NoNodeError extends Error {
  /** What was found: the path that the setting names, or the own runtime. */
  readonly path: string;
  /** Its version; null when it is no Node at all. */
  readonly version: string | null;
  /** The setting (or option) names it. */
  readonly fromSetting: boolean;

  constructor(path: string, version: string | null, fromSetting: boolean) {
    const what = version === null ? `${path} is not a Node that can be run` : `${path} is Node ${version}`;
    const advice = fromSetting
      ? `Name a Node ${OLDEST_NODE} or newer, or none to have one chosen.`
      : `Install Node ${OLDEST_NODE} or newer.`;
    super(`${what}, and programs need Node ${OLDEST_NODE} or newer. ${advice}`);
    this.name = 'NoNodeError';
    this.path = path;
    this.version = version;
    this.fromSetting = fromSetting;
  }
}

/** Whether programs can be run with this version of Node: 22.15, 23.5, 24 or newer. */
export function isSupported(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 23 || (major === 23 && minor >= 5) || (major === 22 && minor >= 15);
}

/**
 * The runtime to use: the one that `setting` names; else `node` on the PATH, if it is new enough; else
 * `fallbackExecPath`, our own runtime. Throws `NoNodeError`.
 */
export async function findNode(
  setting: string | undefined,
  env: Environment,
  fallbackExecPath: string,
): Promise<NodeRuntime> {
  if (setting) return demand(setting, env, true);
  const onPath = findOnPath('node', env);
  const found = onPath === null ? null : await probe(onPath, env);
  if (found && isSupported(found.version)) return found;
  return demand(fallbackExecPath, env, false);
}

async function demand(path: string, env: Environment, fromSetting: boolean): Promise<NodeRuntime> {
  const found = await probe(path, env);
  if (found && isSupported(found.version)) return found;
  throw new NoNodeError(path, found?.version ?? null, fromSetting);
}

/** Our own runtime, which nobody has to ask, under any of its names; null when the path leads to another one. */
function ownRuntime(path: string): NodeRuntime | null {
  if (!existsSync(path) || realpathSync(path) !== realpathSync(process.execPath)) return null;
  const { node, electron } = process.versions;
  return { path, version: node, electron: electron !== undefined };
}

/** Answers of `ask` by path and time of change: a runtime is asked once. */
const answers = new Map<string, Promise<NodeRuntime | null>>();

async function probe(path: string, env: Environment): Promise<NodeRuntime | null> {
  const own = ownRuntime(path);
  if (own) return own;
  const key = `${path}\n${changedAt(path)}`;
  const known = answers.get(key) ?? ask(path, env);
  answers.set(key, known);
  return known;
}

/** Runs it once to learn what it is; null when it does not answer as Node does. */
async function ask(path: string, env: Environment): Promise<NodeRuntime | null> {
  const { NODE_OPTIONS: _theirs, ...rest } = env;
  const options = { timeout: PROBE_MS, windowsHide: true, env: { ...rest, ELECTRON_RUN_AS_NODE: '1' } };
  try {
    const { stdout } = await promisify(execFile)(path, ['-p', PROBE], options);
    const [version, electron]: unknown[] = JSON.parse(stdout);
    return typeof version === 'string' ? { path, version, electron: electron !== null } : null;
  } catch {
    return null;
  }
}
