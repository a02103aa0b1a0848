import { extname } from 'node:path';
import type { ScriptExtension } from './types.ts';

/** Files that can be run. */
export const scriptExtensions: readonly ScriptExtension[] = [
  '.ts',
  '.mts',
  '.cts',
  '.tsx',
  '.js',
  '.mjs',
  '.cjs',
  '.jsx',
];

/** Whether the name is that of a TypeScript or JavaScript file. */
export function isScript(file: string): boolean {
  const extension = extname(file).toLowerCase();
  return scriptExtensions.some((known) => known === extension);
}
