import { deepStrictEqual } from 'node:assert';
import { pairProcesses } from '../../../src/analysis/compare/lanes.ts';
import { pairPlaces, placesOf } from '../../../src/analysis/compare/places.ts';
import { countsOf, TimelineStore, type TimelineTables } from '../../../src/analysis/index.ts';
import { NONE } from '../../../src/shared/timeline.ts';

/** Processes as `parent: command`, in the order of their start. */
function processesOf(...texts: readonly string[]): TimelineTables {
  const store = new TimelineStore();
  for (const [id, text] of texts.entries()) {
    const [parent, command] = text.split(': ') as [string, string];
    store.processes.push({
      ...{ id, pid: 100 + id, startNs: id, endNs: null, outcome: null },
      parent: parent === '-' ? null : Number(parent),
      command: command.split(' '),
    });
  }
  return store;
}

const paired = (a: TimelineTables, b: TimelineTables): number[] => [...pairProcesses(a, b).ofA];

describe('processes of two runs', () => {
  it('the program itself is the same, whatever it is called', () => {
    deepStrictEqual(paired(processesOf('-: node /a/x.ts'), processesOf('-: node22 /b/y.ts 5')), [0]);
  });

  it('are the same by their command, in the order of their start', () => {
    const before = processesOf('-: node x.ts', '0: node w.ts 1', '0: node w.ts 2', '0: node w.ts 1');
    const after = processesOf('-: node x.ts', '0: node w.ts 1', '0: node w.ts 1', '0: node w.ts 2');
    deepStrictEqual(paired(before, after), [0, 1, 3, 2]);
  });

  it('else by their script, wherever it lies', () => {
    const before = processesOf('-: node x.ts', '0: node /a/w.ts 1', '0: node /a/v.ts');
    const after = processesOf('-: node x.ts', '0: node /b/v.ts', '0: node --flag /b/w.ts 2', '0: sh -c w.ts');
    deepStrictEqual(paired(before, after), [0, 2, 1]);
    deepStrictEqual(countsOf(pairProcesses(before, after)), { matched: 3, added: 1, gone: 0 });
  });

  it('only below parents that are the same', () => {
    const before = processesOf(
      '-: node x.ts',
      '0: node w.ts',
      '1: node v.ts',
      '0: node gone.ts',
      '3: node v.ts',
    );
    const after = processesOf('-: node x.ts', '0: node w.ts', '0: node v.ts', '1: node v.ts');
    deepStrictEqual(paired(before, after), [0, 1, 3, NONE, NONE]);
  });
});

describe('the file that was run', () => {
  /** A run with a call of `load` in each file. */
  function runOf(cwd: string, entry: string, ...files: readonly string[]): TimelineTables {
    const store = new TimelineStore();
    store.facts = { ...store.facts, cwd, entry };
    store.strings.push('load');
    for (const file of files) {
      const site = store.sites.push({ file, line: 3, column: 1, name: 'load' }) - 1;
      store.tasks.push(0, 0, 0, site, NONE, 0);
    }
    return store;
  }

  it('is the same one under another name and in another folder', () => {
    const before = runOf('/a', '/a/serial.ts', 'serial.ts', 'help.ts');
    const after = runOf('/b', '/b/all/parallel.ts', 'help.ts', 'all/parallel.ts');
    deepStrictEqual(
      [...pairPlaces(placesOf(before), placesOf(after)).pairs],
      [
        { a: 0, b: 1 },
        { a: 1, b: 0 },
      ],
    );
  });
});
