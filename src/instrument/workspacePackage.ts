/** Packages of the workspace: linked into `node_modules`, with sources that Node's own rules may miss. */
import { realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findFile, readPackage } from './findFile.ts';

/**
 * The file of a bare specifier, when it is in a package outside `node_modules` and is not where its `package.json` says
 * (no extension, or the name of the compiler's output). Null otherwise: Node finds the rest by itself.
 */
export function findInPackages(specifier: string, folder: string): string | null {
  const match = /^(?<name>@[^/]+\/[^/]+|[^@./\\][^/\\]*)(?<sub>\/.+)?$/.exec(specifier);
  const { name, sub } = match?.groups ?? {};
  if (name === undefined) return null;
  const root = linkedPackage(name, folder);
  if (root === null) return null;
  const target = targetOf(root, sub === undefined ? '.' : `.${sub}`);
  return target === null ? null : findFile(join(root, target));
}

/** The folder behind a link in the nearest `node_modules` that has the package; null when it is not a link out of it. */
function linkedPackage(name: string, folder: string): string | null {
  for (let at = folder; ; at = dirname(at)) {
    const real = realPath(join(at, 'node_modules', name));
    if (real !== null) return /[\\/]node_modules[\\/]/.test(real) ? null : real;
    if (dirname(at) === at) return null;
  }
}

function realPath(path: string): string | null {
  try {
    return realpathSync(path);
  } catch {
    return null;
  }
}

/** The path in the package that its `exports` give for a subpath, else the subpath itself. */
function targetOf(root: string, subpath: string): string | null {
  const { exports } = readPackage(root) ?? {};
  if (exports === undefined || exports === null) return subpath;
  if (typeof exports === 'string' || Array.isArray(exports) || !hasSubpaths(exports)) {
    return subpath === '.' ? pickTarget(exports) : null;
  }
  const table = exports as Readonly<Record<string, unknown>>;
  if (table[subpath] !== undefined) return pickTarget(table[subpath]);
  for (const [pattern, target] of Object.entries(table)) {
    const filled = fillPattern(pattern, subpath, pickTarget(target));
    if (filled !== null) return filled;
  }
  return null;
}

function hasSubpaths(exports: object): boolean {
  return Object.keys(exports).some((key) => key.startsWith('.'));
}

/** The first target that a condition of Node leads to. */
function pickTarget(target: unknown): string | null {
  if (typeof target === 'string') return target;
  if (typeof target !== 'object' || target === null) return null;
  for (const [condition, inner] of Object.entries(target)) {
    if (!Array.isArray(target) && !['node', 'import', 'require', 'default'].includes(condition)) continue;
    const picked = pickTarget(inner);
    if (picked !== null) return picked;
  }
  return null;
}

function fillPattern(pattern: string, subpath: string, target: string | null): string | null {
  const [before, after, ...more] = pattern.split('*');
  if (target === null || before === undefined || after === undefined || more.length > 0) return null;
  const fits = subpath.startsWith(before) && subpath.endsWith(after);
  if (!fits || subpath.length < before.length + after.length) return null;
  return target.replaceAll('*', subpath.slice(before.length, subpath.length - after.length));
}
