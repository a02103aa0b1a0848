import { createRequire } from 'node:module';
import type * as TypeScript from 'typescript';

let loaded: typeof TypeScript | null = null;

/**
 * Nine megabytes, loaded at the first call. The bundler turns the first `require` into that of `typescript.cjs`, which
 * lies beside our bundle; unbundled, as in tests, we are a module and have no `require`.
 */
export function loadTypeScript(): typeof TypeScript {
  loaded ??= (
    typeof require === 'function' ? require('typescript') : createRequire(import.meta.url)('typescript')
  ) as typeof TypeScript;
  return loaded;
}
