/** TypeScript's own compiler: for what is more than types, and to tell what is wrong with a source. Loaded only when it is needed. */
import { extname, isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as TypeScript from 'typescript';
import { SourceError } from './sourceError.ts';
import { nearestConfig, stampOf } from './tsconfig.ts';
import type { ConfigStamp } from './types.ts';
import { loadTypeScript } from './typescript.ts';

export interface Transpiled {
  readonly code: string;
  /** Source map of `code`, as JSON. */
  readonly map: string;
  readonly config: ConfigStamp | null;
}

/** What the user's configuration says about the meaning of code; the rest of it is about checking and output files. */
const MEANINGFUL = [
  'experimentalDecorators',
  'emitDecoratorMetadata',
  'useDefineForClassFields',
  'jsxFactory',
  'jsxFragmentFactory',
  'jsxImportSource',
  'reactNamespace',
  'verbatimModuleSyntax',
] as const;

/** Throws `SourceError` when the source has a syntax error. `toCommonJs`: imports and exports become `require` and `exports`. */
export function transpile(source: string, fileName: string, toCommonJs: boolean): Transpiled {
  const ts = loadTypeScript();
  const config = isAbsolute(fileName) ? nearestConfig(fileName) : null;
  const { outputText, sourceMapText, diagnostics } = ts.transpileModule(source, {
    fileName: nameForCompiler(fileName),
    reportDiagnostics: true,
    compilerOptions: {
      ...optionsFrom(ts, (config?.config.compilerOptions ?? {}) as Options),
      module: toCommonJs || isCommonJsTypeScript(source) ? ts.ModuleKind.CommonJS : ts.ModuleKind.Preserve,
      sourceMap: true,
      inlineSources: true,
    },
  });
  throwFirst(ts, diagnostics ?? [], source, fileName);
  const map = JSON.parse(sourceMapText ?? '{}') as { sources: string[] };
  map.sources = [isAbsolute(fileName) ? pathToFileURL(fileName).href : fileName];
  return {
    code: outputText.replace(/\r?\n\/\/# sourceMappingURL=.*\s*$/, ''),
    map: JSON.stringify(map),
    config: config === null ? null : stampOf(config.path),
  };
}

/** The compiler goes by the extension; text without a file is JavaScript. */
function nameForCompiler(fileName: string): string {
  const extension = extname(fileName);
  return `/source${/^\.(?:[cm]?[jt]s|[jt]sx)$/.test(extension) ? extension : '.js'}`;
}

type Options = Readonly<Record<string, unknown>>;

function optionsFrom(ts: typeof TypeScript, user: Options): TypeScript.CompilerOptions {
  const options: TypeScript.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    useDefineForClassFields: !isOldTarget(user.target),
    esModuleInterop: true,
    // Like Node, which adds no "use strict" either.
    alwaysStrict: false,
    allowJs: true,
    jsx: jsxOf(ts, user),
  };
  for (const name of MEANINGFUL) if (user[name] !== undefined) options[name] = user[name] as never;
  return options;
}

/** Before ES2022, TypeScript assigns class fields instead of defining them. */
function isOldTarget(target: unknown): boolean {
  return /^es(?:3|5|6|20(?:1\d|2[01]))$/i.test(String(target));
}

function jsxOf(ts: typeof TypeScript, user: Options): TypeScript.JsxEmit {
  if (user.jsx === 'react' || user.jsxFactory !== undefined) return ts.JsxEmit.React;
  return user.jsx === 'react-jsxdev' ? ts.JsxEmit.ReactJSXDev : ts.JsxEmit.ReactJSX;
}

/** `import a = require('b')` and `export =` are CommonJS, whatever else the file contains. */
function isCommonJsTypeScript(source: string): boolean {
  return /(?:^|;)\s*(?:export\s*=[^=>]|(?:export\s+)?import\s+[\w$]+\s*=\s*require\s*\()/m.test(source);
}

function throwFirst(
  ts: typeof TypeScript,
  diagnostics: readonly TypeScript.Diagnostic[],
  source: string,
  fileName: string,
): void {
  const error = diagnostics.find(({ category, file }) => category === ts.DiagnosticCategory.Error && file);
  if (error === undefined) return;
  const { line, character } = ts.getLineAndCharacterOfPosition(
    ts.createSourceFile('x.ts', source, ts.ScriptTarget.Latest),
    Math.min(error.start ?? 0, source.length),
  );
  const reason = ts.flattenDiagnosticMessageText(error.messageText, '\n');
  throw new SourceError(fileName, line + 1, character + 1, reason);
}
