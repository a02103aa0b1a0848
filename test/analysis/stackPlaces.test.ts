import { deepStrictEqual } from 'node:assert';
import { stackPlaces } from '../../src/analysis/timeline/stackPlaces.ts';
import { read } from './pictures.ts';
import { CWD, collectorHeader, joinBytes, ProcessWriter } from './recordWriter.ts';

const frames = (...lines: readonly string[]): string =>
  ['Error: no', ...lines.map((line) => `    at ${line}`)].join('\n');

describe('places in a stack trace', () => {
  it('are files and lines, however the frame is written', () => {
    const stack = frames(
      'load (file:///work/my%20app/a.ts:4:9)',
      'async Promise.all (index 0)',
      'new Thing (/work/b.ts:12:1)',
      'async file:///work/c.mts:7:3',
      '/work/d(1).ts:3:5',
      'C:\\work\\e.ts:2:1',
      'file:///C:/work/e.ts:2:1',
      'node:internal/timers:594:17',
      '<anonymous>',
    );
    deepStrictEqual(
      stackPlaces(stack).map(({ path, line, column }) => `${path} ${line} ${column}`),
      [
        '/work/my app/a.ts 4 9',
        '/work/b.ts 12 1',
        '/work/c.mts 7 3',
        '/work/d(1).ts 3 5',
        'C:\\work\\e.ts 2 1',
        'C:/work/e.ts 2 1',
        'node:internal/timers 594 17',
      ],
    );
    deepStrictEqual(stackPlaces(''), []);
  });

  it('an error that nobody caught is where its stack begins in the program’s own files', () => {
    const process = new ProcessWriter(7).header(100, 0);
    const thread = process.thread(0).fact(0);
    thread.sites(0, 1, `${CWD}/src/a.ts`, [[1, 1, 'f']]);
    const error = { e: 'error', kind: 'uncaughtException', name: 'Error', message: 'no' } as const;
    const inPackage = `library (${CWD}/node_modules/x/index.js:1:1)`;
    thread.event(1, { ...error, stack: frames(inPackage, `f (file://${CWD}/src/a.ts:9:3)`) });
    thread.event(2, { ...error, stack: frames(inPackage) });
    const { marks, sites } = read(joinBytes([collectorHeader(), process.bytes()])).tables;
    deepStrictEqual(
      marks.map(({ site }) => sites[site] ?? null),
      [{ file: 'src/a.ts', line: 9, column: 3, name: '' }, null],
    );
  });
});
