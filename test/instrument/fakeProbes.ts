/**
 * Preloaded into a program: hands out instrumented files from a cache, and probes that record nothing but check that
 * they are called as their contract says. What they find is written to the file `PROBE_FAULTS` at exit.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { readCached } from '../../src/instrument/cache.ts';
import { restoreMessage } from '../../src/instrument/messages.ts';
import { formatHintOf, resolveSpecifier } from '../../src/instrument/resolve.ts';
import { PROBES_GLOBAL, type Probes } from '../../src/shared/probes.ts';

const { PROBE_CACHE: cache, PROBE_FAULTS: faultsFile } = process.env;
if (cache === undefined || faultsFile === undefined)
  throw new Error('PROBE_CACHE or PROBE_FAULTS is not set');

interface Task {
  readonly site: number;
  state: 'running' | 'suspended' | 'ended';
}

const faults: string[] = [];
let begun = 0;

function begin(site: number): Task {
  begun++;
  if (!Number.isInteger(site) || site <= 0) faults.push(`begins at site ${site}`);
  return { site, state: 'running' };
}

function suspend<T>(task: object, site: number, value: T): T {
  const { state } = task as Task;
  if (state !== 'running') faults.push(`site ${site & 0x1fff}: suspended while ${state}`);
  (task as Task).state = 'suspended';
  return value;
}

const probes: Probes = {
  e: begin,
  m: begin,
  s: suspend,
  y: suspend,
  i: suspend,
  r(task, value) {
    const { state, site } = task as Task;
    if (state !== 'suspended') faults.push(`task of site ${site & 0x1fff}: resumed while ${state}`);
    (task as Task).state = 'running';
    return value;
  },
  c(task, error) {
    restoreMessage(error);
    if ((task as Task).state === 'suspended') (task as Task).state = 'running';
  },
  x(task, outcome, error) {
    if (outcome === 1) restoreMessage(error);
    (task as Task).state = 'ended';
  },
  u: (task, site) => ({
    [Symbol.dispose]: () => {
      probes.c(task);
      if (site !== undefined) suspend(task, site, undefined);
    },
  }),
  q: (value) => value,
  v: (value) => value,
};
Object.defineProperty(globalThis, PROBES_GLOBAL, { value: Object.freeze(probes) });
process.on('exit', () => writeFileSync(faultsFile, JSON.stringify({ begun, faults })));

registerHooks({
  resolve(specifier, context, nextResolve) {
    try {
      return nextResolve(specifier, context);
    } catch (error) {
      if (!context.parentURL?.startsWith('file:')) throw error;
      const found = resolveSpecifier(specifier, fileURLToPath(context.parentURL));
      if (found === null) throw error;
      return nextResolve(pathToFileURL(found).href, context);
    }
  },
  load(url, context, nextLoad) {
    if (!/^file:.*\/fixtures\/.*\.(?:[cm]?[jt]s|tsx)$/.test(url)) return nextLoad(url, context);
    const fileName = fileURLToPath(url);
    const formatHint = formatHintOf(fileName);
    const options = formatHint === undefined ? { fileName } : { fileName, formatHint };
    const file = readCached(cache, readFileSync(fileName, 'utf8'), options);
    if (file === null) throw new Error(`${fileName} was not prepared`);
    if (file.mapped) process.setSourceMapsEnabled(true);
    return { format: file.format, source: file.code, shortCircuit: true };
  },
});
