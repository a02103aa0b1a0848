/** The loader hook: hands the program's files to Node with probes in them, and resolves imports as TypeScript users write them. */
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { dirname, extname, join, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import {
  type Instrument,
  type Instrumented,
  type InstrumentOptions,
  loadInstrumented,
} from '../instrument/cache.ts';
import { MAX_TEXT_BYTES, RecordKind, type SitesText, type SiteTuple, TextKind } from '../shared/records.ts';
import { cutText } from '../shared/text.ts';
import { type Guest, putEvent } from './guest.ts';
import { stringify } from './originals.ts';

type Resolve = (specifier: string, parentPath: string) => string | null;

const PROGRAM_FILE = /\.(?:[cm]?[jt]s|[jt]sx)$/;
const IN_PACKAGE = /[\\/]node_modules[\\/]/;
const sitesText = RecordKind.text | (TextKind.sites << 8);

export function registerLoader(guest: Guest): void {
  const { snippet, preload } = guest.session;
  const ownFolder = dirname(preload) + sep;
  const snippetUrl = snippet === null ? null : pathToFileURL(snippet.file).href;
  const standIn = snippet === null ? '' : pathToFileURL(join(snippet.base, 'snippet.ts')).href;
  registerHooks({
    resolve(specifier, context, nextResolve) {
      const fromSnippet = context.parentURL !== undefined && context.parentURL === snippetUrl;
      const seen = fromSnippet ? { ...context, parentURL: standIn } : context;
      try {
        return nextResolve(specifier, seen);
      } catch (error) {
        const found = resolveAsTypeScript(guest, specifier, seen.parentURL);
        if (found === null) throw error;
        return nextResolve(pathToFileURL(found).href, seen);
      }
    },
    load(url, context, nextLoad) {
      const path = programFile(url, ownFolder);
      if (path === null) return nextLoad(url, context);
      const file = loadFile(guest, path, context.format);
      if (file === null) return nextLoad(url, context);
      return { format: file.format, source: file.code, shortCircuit: true };
    },
  });
}

/** Source text that is not in a file (an `eval` worker), with probes; as it is when it cannot be instrumented. */
export function instrumentText(guest: Guest, name: string, source: string): string {
  return prepare(guest, name, source, 'commonjs')?.code ?? source;
}

/** The path of a file that belongs to the program itself; null for packages, built-in modules, our own bundles, and other kinds of file. */
function programFile(url: string, ownFolder: string): string | null {
  if (!url.startsWith('file:')) return null;
  const path = fileURLToPath(url.replace(/[?#].*$/, ''));
  if (!PROGRAM_FILE.test(path) || path.startsWith(ownFolder)) return null;
  return IN_PACKAGE.test(path) ? null : path;
}

function loadFile(guest: Guest, path: string, nodeFormat: string | null | undefined): Instrumented | null {
  let source: string;
  try {
    source = readFileSync(path, 'utf8');
  } catch {
    return null; // Node then reports the missing file in its own words.
  }
  return prepare(guest, path, source, formatHint(path, nodeFormat));
}

function formatHint(path: string, nodeFormat: string | null | undefined): 'module' | 'commonjs' | undefined {
  const extension = extname(path);
  if (extension.startsWith('.m') || nodeFormat?.startsWith('module')) return 'module';
  if (extension.startsWith('.c') || nodeFormat?.startsWith('commonjs')) return 'commonjs';
  return undefined;
}

const fileNames = new Map<number, string>();

/** Null when the file cannot even be parsed: Node then reports the error in its own words. */
function prepare(
  guest: Guest,
  fileName: string,
  source: string,
  hint: 'module' | 'commonjs' | undefined,
): Instrumented | null {
  const base: InstrumentOptions = hint === undefined ? { fileName } : { fileName, formatHint: hint };
  try {
    let file = loadInstrumented(guest.session.cache, source, base, instrument(guest));
    for (let salt = 1; isTaken(file.fileId, fileName); salt++) {
      file = loadInstrumented(guest.session.cache, source, { ...base, salt }, instrument(guest));
    }
    const isNew = !fileNames.has(file.fileId);
    fileNames.set(file.fileId, fileName);
    if (isNew) announce(guest, fileName, file);
    if (file.mapped) process.setSourceMapsEnabled(true);
    return file;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    putEvent(guest, { e: 'uninstrumented', file: cutText(fileName), message: cutText(message) });
    return null;
  }
}

/** Two files of a process may hash to one number: the second takes another. `[eval]` texts share a name, never a number. */
function isTaken(fileId: number, fileName: string): boolean {
  const owner = fileNames.get(fileId);
  return owner !== undefined && owner !== fileName;
}

/** Every thread tells the sites itself, before its first record that names one: what another thread writes may come later. */
function announce(guest: Guest, path: string, { fileId, sites, note }: Instrumented): void {
  if (note !== null) putEvent(guest, { e: 'uninstrumented', file: cutText(path), message: cutText(note) });
  let from = 0;
  let part: SiteTuple[] = [];
  let bytes = 0;
  const send = (): void => {
    const text: SitesText = { id: fileId, path, from, sites: part };
    guest.ring.putText(sitesText, stringify(text), 0, 0);
    from += part.length;
    part = [];
    bytes = 0;
  };
  for (const site of sites) {
    const size = site[2].length * 6 + 40;
    if (bytes + size > MAX_TEXT_BYTES / 2) send();
    part.push(site);
    bytes += size;
  }
  send();
}

/** Bundles beside our own, loaded only when a file is not in the cache yet, or an import needs it. */
function loadBundle<T>(guest: Guest, name: string): T {
  const file = join(dirname(guest.session.preload), name);
  const loaded = require(file) as T;
  delete require.cache[file];
  return loaded;
}

let loadedInstrument: Instrument | null = null;
const instrument = (guest: Guest): Instrument => {
  return (source, options) => {
    loadedInstrument ??= loadBundle<{ instrument: Instrument }>(guest, 'instrument.cjs').instrument;
    return loadedInstrument(source, options);
  };
};

let loadedResolve: Resolve | null = null;
function resolveAsTypeScript(guest: Guest, specifier: string, parentUrl: string | undefined): string | null {
  if (parentUrl === undefined || !parentUrl.startsWith('file:')) return null;
  const parent = fileURLToPath(parentUrl);
  if (IN_PACKAGE.test(parent)) return null;
  loadedResolve ??= loadBundle<{ resolveSpecifier: Resolve }>(guest, 'resolve.cjs').resolveSpecifier;
  return loadedResolve(specifier, parent);
}
