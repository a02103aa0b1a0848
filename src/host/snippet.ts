import { extname } from 'node:path';
import { isScript, type ScriptExtension } from '../collector/index.ts';
import { type RecordingMode, recordingModes } from '../shared/frames.ts';

/** What a program's leading comment says about how to run it. */
export interface Directives {
  /** Null: the comment says nothing about arguments. */
  readonly args: readonly string[] | null;
  readonly env: Readonly<Record<string, string>>;
  /** Null: it says nothing about how much is recorded. */
  readonly mode: RecordingMode | null;
  /** Cores that the program may use, 0 for all. Null: it says nothing about them. */
  readonly cores: number | null;
}

/** Most cores that a program can be given. */
const MAX_CORES = 1024;
const directive = /^\/\/\s*@(args|env|mode|cores)\s+(.*)$/;
const comment = /^(?:#!|\/\/)/;

/**
 * Reads `// @args …`, `// @env KEY=value …`, `// @mode light` and `// @cores 1` in the comment lines that the text begins with.
 * A mode that there is not, and what is no number of cores, count as not said.
 */
export function readDirectives(text: string): Directives {
  let args: string[] | null = null;
  let mode: RecordingMode | null = null;
  let cores: number | null = null;
  const env: Record<string, string> = {};
  for (const line of text.replace(/^\uFEFF/, '').split(/\r?\n/, 100)) {
    const trimmed = line.trim();
    if (trimmed !== '' && !comment.test(trimmed)) break;
    const [, name, rest = ''] = directive.exec(trimmed) ?? [];
    if (name === 'args') args = [...(args ?? []), ...splitWords(rest)];
    if (name === 'env') Object.assign(env, Object.fromEntries(splitWords(rest).flatMap(assignment)));
    if (name === 'mode') mode = recordingModes.find((known) => known === rest.trim()) ?? mode;
    if (name === 'cores') cores = coreCount(rest.trim()) ?? cores;
  }
  return { args, env, mode, cores };
}

function coreCount(text: string): number | null {
  return /^\d{1,4}$/.test(text) && Number(text) <= MAX_CORES ? Number(text) : null;
}

/** Splits at blanks; text in single or double quotes stays together. */
const splitWords = (text: string): string[] =>
  [...text.matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g)].map(([word]) =>
    word.replace(/"([^"]*)"|'([^']*)'/g, '$1$2'),
  );

const assignment = (word: string): [string, string][] => {
  const at = word.indexOf('=');
  return at > 0 ? [[word.slice(0, at), word.slice(at + 1)]] : [];
};

/** Puts `text` where it stood in its document, so that lines and columns of the snippet are those of the document. */
export const padSelection = (text: string, line: number, character: number): string =>
  '\n'.repeat(line) + ' '.repeat(character) + text;

const languageExtensions: Readonly<Record<string, ScriptExtension>> = {
  typescript: '.ts',
  typescriptreact: '.tsx',
  javascript: '.js',
  javascriptreact: '.jsx',
};

/** Languages whose documents can be run. */
export const programLanguages: readonly string[] = Object.keys(languageExtensions);

/** As what kind of script a document can be run: by its name, else by its language; null when it cannot be run. */
export function scriptExtension(languageId: string, path: string): ScriptExtension | null {
  if (isScript(path)) return extname(path).toLowerCase() as ScriptExtension;
  return languageExtensions[languageId] ?? null;
}
