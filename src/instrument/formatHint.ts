/** What a file's extension and its package say about its format. */
import { readFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import type { ModuleFormat } from './types.ts';

/** `fileName`: an absolute path. Undefined: neither says anything. */
export function formatHintOf(fileName: string): ModuleFormat | undefined {
  const extension = extname(fileName);
  if (extension === '.mts' || extension === '.mjs') return 'module';
  if (extension === '.cts' || extension === '.cjs') return 'commonjs';
  return packageType(dirname(fileName));
}

/** The nearest `package.json` decides, whether it has a `type` or not. */
function packageType(folder: string): ModuleFormat | undefined {
  for (let at = folder; ; at = dirname(at)) {
    const type = readType(join(at, 'package.json'));
    if (type !== null) return type === 'module' || type === 'commonjs' ? type : undefined;
    if (dirname(at) === at) return undefined;
  }
}

/** Null when there is no such file; a damaged one counts as one without a `type`. */
function readType(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return null;
  }
  try {
    return (JSON.parse(text) as { type?: unknown }).type;
  } catch {
    return undefined;
  }
}
