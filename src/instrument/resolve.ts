/**
 * Imports as TypeScript users write them. Bundled alone: the recorder asks it when Node itself finds nothing, and the
 * host to prepare files.
 */
import { statSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, isAbsolute, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createPathsMatcher, type PathsMatcher, type TsConfigResult } from 'get-tsconfig';
import { findFile } from './findFile.ts';
import { nearestConfig } from './tsconfig.ts';
import { findInPackages } from './workspacePackage.ts';

export { formatHintOf } from './formatHint.ts';
export { forgetConfigs } from './tsconfig.ts';

/**
 * The absolute path that a specifier means in the file `parentPath` (absolute). Null: Node resolves it by itself, or
 * nobody does. Says nothing about built-in modules, other kinds of URL, and files under `node_modules`.
 */
export function resolveSpecifier(specifier: string, parentPath: string): string | null {
  if (specifier === '' || isBuiltin(specifier) || /[\\/]node_modules[\\/]/.test(parentPath)) return null;
  if (/^\.\.?(?:[\\/]|$)/.test(specifier)) return findUnlessExact(resolve(dirname(parentPath), specifier));
  if (specifier.startsWith('file:')) return findUnlessExact(fileURLToPath(specifier.replace(/[?#].*$/s, '')));
  if (isAbsolute(specifier)) return findUnlessExact(specifier);
  if (/^\w{2,}:/.test(specifier) || specifier.startsWith('#')) return null;
  return findByPaths(specifier, parentPath) ?? findInPackages(specifier, dirname(parentPath));
}

function findUnlessExact(path: string): string | null {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ? null : findFile(path);
}

const matchers = new WeakMap<TsConfigResult, PathsMatcher | null>();

/** `paths` and `baseUrl` of the nearest `tsconfig.json`. */
function findByPaths(specifier: string, parentPath: string): string | null {
  const config = nearestConfig(parentPath);
  if (config === null) return null;
  let matcher = matchers.get(config);
  if (matcher === undefined) {
    matcher = createPathsMatcher(config);
    matchers.set(config, matcher);
  }
  for (const candidate of matcher?.(specifier) ?? []) {
    const found = findFile(candidate);
    if (found !== null) return found;
  }
  return null;
}
