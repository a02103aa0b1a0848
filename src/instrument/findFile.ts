/** The file behind a path that may lack its extension, name the output of the compiler, or be a folder. */
import { readFileSync, statSync } from 'node:fs';
import { extname, join, resolve } from 'node:path';

/** In TypeScript's order; JavaScript follows, as in Node. */
const EXTENSIONS = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.json'];

/** What the output of the compiler is made from. */
const SOURCES: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx'],
  '.jsx': ['.tsx', '.ts'],
  '.mjs': ['.mts'],
  '.cjs': ['.cts'],
};

/** Null when there is none. */
export function findFile(path: string): string | null {
  if (isFile(path)) return path;
  return findSource(path) ?? findWithExtension(path) ?? findInFolder(path);
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function findSource(path: string): string | null {
  const extension = extname(path);
  const stem = path.slice(0, path.length - extension.length);
  return SOURCES[extension]?.map((source) => stem + source).find(isFile) ?? null;
}

function findWithExtension(path: string): string | null {
  return EXTENSIONS.map((extension) => path + extension).find(isFile) ?? null;
}

function findInFolder(path: string): string | null {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return null;
  const { main } = readPackage(path) ?? {};
  // A folder's `main` may itself be a folder, but not the same one again.
  const entry = typeof main === 'string' ? resolve(path, main) : path;
  return (entry === path ? null : findFile(entry)) ?? findWithExtension(join(path, 'index'));
}

export interface Package {
  readonly name?: unknown;
  readonly main?: unknown;
  readonly exports?: unknown;
}

/** The `package.json` of a folder; null when there is none, or it is damaged. */
export function readPackage(folder: string): Package | null {
  try {
    const parsed: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    return typeof parsed === 'object' ? parsed : null;
  } catch {
    return null;
  }
}
