import { deepStrictEqual, strictEqual } from 'node:assert';
import { toTimelineJson } from '../../src/analysis/index.ts';
import { GcKind } from '../../src/shared/records.ts';
import { read } from './pictures.ts';
import { CWD, collectorHeader, joinBytes, ProcessWriter, type ThreadWriter } from './recordWriter.ts';

const MS = 1e6;
const WORD = 2 ** 32;

/** What one thread writes, which runs a task from 1 ms on until 20 ms. */
function marksOf(write: (thread: ThreadWriter, site: number) => void, version?: number) {
  const process = new ProcessWriter(7).header(100, 0, version === undefined ? {} : { version });
  const thread = process.thread(0).fact(0);
  const site = thread.sites(0, 1, `${CWD}/a.ts`, [[3, 1, 'mark']]);
  thread.put(1, 'taskStart', 1, 2, site);
  write(thread, site);
  thread.put(20, 'taskEnd', 1, 2);
  return read(joinBytes([collectorHeader(), process.bytes()])).tables;
}

const gc = (thread: ThreadWriter, toldMs: number, kind: number, agoNs: number, lengthNs: number) =>
  thread.put(toldMs, 'gc', kind, agoNs | 0, Math.floor(agoNs / WORD), lengthNs | 0);

const timing = (thread: ThreadWriter, ms: number, fact: object, task = 0, site = 0) =>
  thread.text(ms, 'timing', JSON.stringify(fact), task, site);

describe('garbage collection', () => {
  it('lies where it was, although it is told later', () => {
    const { marks } = marksOf((thread) => {
      gc(thread, 10, GcKind.minor, 5 * MS, 2 * MS);
      gc(thread, 11, GcKind.major, MS, 0.25 * MS);
      gc(thread, 12, GcKind.incremental, 0, 0);
      gc(thread, 13, GcKind.weakCallbacks, 2 * MS, MS);
    });
    deepStrictEqual(
      marks.map(({ kind, text, ns, endNs, task }) => [kind, text, ns / MS, endNs! / MS, task]),
      [
        ['gc', 'minor', 5, 7, -1],
        ['gc', 'major', 10, 10.25, -1],
        ['gc', 'incremental', 12, 12, -1],
        ['gc', 'weak callbacks', 11, 12, -1],
      ],
    );
  });

  it('longer than 2 s, told more than 4 s later', () => {
    const { marks } = marksOf((thread) => gc(thread, 9000, GcKind.major, 8e9, 3e9));
    deepStrictEqual([marks[0]!.ns, marks[0]!.endNs], [1e9, 4e9]);
  });

  it('never lies before its thread or after it was told, and an unknown kind is left out', () => {
    const { marks, facts } = marksOf((thread) => {
      gc(thread, 5, GcKind.minor, 90 * MS, 2 * MS);
      gc(thread, 5, GcKind.minor, MS, 3 * MS);
      gc(thread, 5, 9, MS, MS);
      thread.put(5, 'gc', GcKind.minor, 0, -1, 0);
    });
    deepStrictEqual(
      marks.map(({ ns, endNs }) => [ns / MS, endNs! / MS]),
      [
        [0, 2],
        [4, 5],
      ],
    );
    strictEqual(facts.skipped, 0);
  });

  it('is no part of format 2', () => {
    const { marks, facts } = marksOf((thread) => gc(thread, 10, GcKind.minor, 5 * MS, 2 * MS), 2);
    deepStrictEqual([marks, facts.skipped], [[], 1]);
  });
});

describe('marks and measures of the program', () => {
  it('have their time, length, task and place', () => {
    const tables = marksOf((thread, site) => {
      timing(thread, 4, { name: 'begin', agoNs: 1000, lengthNs: null }, 2, site);
      timing(thread, 9, { name: 'work', agoNs: 5 * MS, lengthNs: 4 * MS }, 2, site);
    });
    const place = { file: 'a.ts', line: 3, column: 1, name: 'mark' };
    deepStrictEqual(toTimelineJson(tables).marks, [
      { kind: 'mark', level: 'info', thread: 0, task: 0, ns: 4 * MS - 1000, text: 'begin', site: place },
      {
        kind: 'measure',
        level: 'info',
        thread: 0,
        task: 0,
        ns: 4 * MS,
        endNs: 8 * MS,
        text: 'work',
        site: place,
      },
    ]);
  });

  it('may lie after the end of the run, which does not get longer by that', () => {
    const { marks, nowNs } = marksOf((thread) => {
      timing(thread, 4, { name: 'soon', agoNs: -1e12, lengthNs: null });
      timing(thread, 5, { name: 'long', agoNs: 1e12, lengthNs: 1e300 });
    });
    deepStrictEqual([marks[0]!.ns, marks[1]!.ns, marks[1]!.endNs], [1e12 + 4 * MS, 0, 2 ** 53]);
    strictEqual(nowNs, 20 * MS);
  });

  it('are left out where they make no sense', () => {
    const { marks } = marksOf((thread) => {
      for (const fact of [{}, [], { name: 'x' }, { name: 1, agoNs: 0 }, { name: 'x', agoNs: '1' }])
        timing(thread, 4, fact);
      timing(thread, 5, { name: 'x', agoNs: 0, lengthNs: -1 });
    });
    deepStrictEqual(
      marks.map(({ kind, text }) => [kind, text]),
      [['mark', 'x']],
    );
  });
});
