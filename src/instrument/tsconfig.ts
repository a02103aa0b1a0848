/** The nearest `tsconfig.json` of a file. Kept small: `resolve.cjs` contains it. */
import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { getTsconfig, type TsConfigResult } from 'get-tsconfig';
import type { ConfigStamp } from './types.ts';

const found = new Map<string, TsConfigResult | null>();

/** Null when there is none, or it cannot be read. Asked once for each folder, until `forgetConfigs`. */
export function nearestConfig(fileName: string): TsConfigResult | null {
  const folder = dirname(fileName);
  let config = found.get(folder);
  if (config === undefined) {
    config = readNearest(fileName);
    found.set(folder, config);
  }
  return config;
}

/** For a long-lived host, before each run: the user may have edited the files. */
export function forgetConfigs(): void {
  found.clear();
}

function readNearest(fileName: string): TsConfigResult | null {
  try {
    return getTsconfig(fileName);
  } catch {
    return null;
  }
}

export function stampOf(path: string): ConfigStamp | null {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats === undefined ? null : { path, mtimeMs: stats.mtimeMs, size: stats.size };
}
