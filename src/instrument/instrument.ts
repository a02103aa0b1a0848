/** TypeScript in, JavaScript with probes and a table of sites out. */
import { isAbsolute } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { SiteTuple } from '../shared/records.ts';
import { Editor } from './editor.ts';
import { type Parsed, parseProgram, positionOf, usesWith } from './parse.ts';
import { rewrite } from './rewrite.ts';
import { fileIdOf, lineLocator, siteAllocator } from './sites.ts';
import { mappedLocator, withInlineMap } from './sourceMap.ts';
import { stripTypes } from './stripTypes.ts';
import { type Transpiled, transpile } from './transpile.ts';
import type { Instrumented, InstrumentOptions } from './types.ts';
import { removeUnusedImports } from './unusedImports.ts';

const TYPESCRIPT = /\.[cm]?ts$/;
const JSX = /\.[jt]sx$/;

/** JavaScript made from the source; `parsed` is null when acorn cannot read it (then Node says what it thinks of it). */
interface Compiled {
  readonly code: string;
  readonly parsed: Parsed | null;
  readonly compiler: Transpiled | null;
}

/** Throws `SourceError` when the source has a syntax error. */
export function instrument(source: string, options: InstrumentOptions): Instrumented {
  const path = pathOf(options.fileName);
  const compiled = compile(source.replace(/^\uFEFF/, ''), path, options);
  const { code, parsed, compiler } = compiled;
  const note = whyNotProbed(source, compiled);
  const fileId = fileIdOf(options.fileName, options.salt);
  const sites: SiteTuple[] = [];
  const locate = compiler === null ? lineLocator(code) : mappedLocator(code, compiler.map);
  const editor = new Editor(code, note === null ? siteAllocator(fileId, sites, locate) : () => null);
  const references = parsed === null ? [] : rewrite(parsed.program, editor);
  if (parsed !== null && compiler === null && TYPESCRIPT.test(path)) {
    removeUnusedImports(parsed.program, editor.text);
  }
  return {
    code: finish(compiled, editor, path),
    format: parsed?.format ?? options.formatHint ?? 'commonjs',
    formatIsOpen: parsed?.formatIsOpen ?? true,
    fileId,
    sites,
    references,
    note,
    mapped: compiler !== null,
    config: compiler?.config ?? null,
  };
}

function finish({ parsed, compiler }: Compiled, { text }: Editor, path: string): string {
  if (compiler !== null) return withInlineMap(text, compiler.map);
  const code = text.toString();
  if (parsed?.format !== 'commonjs' || !TYPESCRIPT.test(path) || !isAbsolute(path)) return code;
  // Node itself names CommonJS files with types by their URL in stack traces.
  return `${code}${code.endsWith('\n') ? '' : '\n'}//# sourceURL=${pathToFileURL(path)}`;
}

function pathOf(fileName: string): string {
  if (!/^\w{2,}:/.test(fileName)) return fileName;
  return fileName.startsWith('file:') ? fileURLToPath(fileName) : fileName.replace(/[?#].*$/s, '');
}

function compile(source: string, path: string, { formatHint }: InstrumentOptions): Compiled {
  const code = TYPESCRIPT.test(path) ? stripTypes(source) : source;
  const parsed = code === null || JSX.test(path) ? null : tryParse(code, formatHint);
  // A `.cts` file is CommonJS: TypeScript turns its imports into `require`.
  const toCommonJs = path.endsWith('.cts') && (parsed === null || parsed.format === 'module');
  if (code !== null && parsed !== null && !toCommonJs) return { code, parsed, compiler: null };
  const compiler = transpile(source, path, toCommonJs);
  // Plain JavaScript is compiled only to hear whether it is wrong.
  if (!TYPESCRIPT.test(path) && !JSX.test(path)) return { code: source, parsed: null, compiler: null };
  return { code: compiler.code, parsed: tryParse(compiler.code, formatHint), compiler };
}

function tryParse(code: string, hint: InstrumentOptions['formatHint']): Parsed | null {
  try {
    return parseProgram(code, hint);
  } catch (error) {
    if (positionOf(error) < 0) throw error;
    return null;
  }
}

function whyNotProbed(source: string, { parsed }: Compiled): string | null {
  if (parsed === null) return 'its syntax is newer than this version knows, so it runs without probes';
  if (usesWith(parsed.program)) return 'it contains a `with` statement, so it runs without probes';
  if (source.includes('__cv$')) return 'it uses names that begin with `__cv$`, so it runs without probes';
  return null;
}
