import { deepStrictEqual, ok, strictEqual } from 'node:assert';
import { Recording, type TimelineTables } from '../../src/analysis/index.ts';
import { OsState } from '../../src/shared/records.ts';
import { NONE } from '../../src/shared/timeline.ts';
import { alone, drawCores, encodeSamples, encodeSwitches, parseCores, systemStream } from './corePictures.ts';
import { read, trimPicture } from './pictures.ts';
import { collectorHeader, joinBytes, ProcessWriter, ThreadWriter } from './recordWriter.ts';

const redraw = (picture: string, encode: (picture: string) => Uint8Array): string => {
  const plain = trimPicture(picture);
  const lengthMs = (parseCores(plain)[0]?.cores.length ?? 0) / 4;
  return drawCores(read(alone(encode(plain))).tables, lengthMs);
};

const pictures: Readonly<Record<string, string>> = {
  'one thread alone on a core': `
    a |  000000000000000000000000000000000000000000000000000000000000                  |
  `,
  'two threads that share a core, a tick each': `
    a |0000000000000000................0000000000000000................0000000000000000    |
    b |                0000000000000000................0000000000000000                    |
  `,
  'two threads side by side': `
    a |0000000000000000000000000000000000000000000000000000000000000000                    |
    b |        111111111111111111111111111111111111111111111111111111111111111111111111    |
  `,
  'three threads on two cores': `
    a |0000000000000000................1111111111111111................0000000000000000    |
    b |1111111111111111111111111111111100000000000000000000000000000000                    |
    c |                0000000000000000                11111111111111111111111111111111    |
  `,
};

describe('the cores of threads', () => {
  for (const [name, picture] of Object.entries(pictures)) {
    it(`are found from samples: ${name}`, () => {
      strictEqual(redraw(picture, encodeSamples), trimPicture(picture));
    });

    it(`are taken from exact switches: ${name}`, () => {
      strictEqual(redraw(picture, encodeSwitches), trimPicture(picture));
    });
  }

  it('are found for short slices between sleeps, within the time between two looks', () => {
    const picture = trimPicture(`
      a |    000          000                 00000                    0000                |
    `);
    const { tables } = read(alone(encodeSamples(picture)));
    const { startNs, endNs } = tables.cores.columns;
    const own = [
      [4, 7],
      [17, 20],
      [37, 42],
      [62, 66],
    ] as const;
    deepStrictEqual(tables.cores.length, own.length);
    for (const [i, [from, to]] of own.entries()) {
      ok(Math.abs(startNs[i]! / 250_000 - from) < 5, `slice ${i} begins near ${from}`);
      strictEqual(Math.round(endNs[i]! - startNs[i]!), (to - from) * 250_000);
    }
  });

  it('come in order, no core has two threads and no thread two cores, and lengths add up to the counters', () => {
    for (const encode of [encodeSamples, encodeSwitches]) {
      const { tables } = read(alone(encode(trimPicture(pictures['three threads on two cores']!))));
      checkPhysics(tables);
      const { osThread, core, startNs, endNs } = tables.cores.columns;
      for (const [thread, ms] of [12, 16, 12].entries()) {
        let sum = 0;
        for (let i = 0; i < tables.cores.length; i++) {
          if (osThread[i] === thread && core[i] !== NONE) sum += endNs[i]! - startNs[i]!;
        }
        ok(Math.abs(sum / 1e6 - ms) < 0.1, `thread ${thread}: ${sum / 1e6} ms of ${ms}`);
      }
    }
  });

  it('are told while the program runs, and what is told does not change', () => {
    const recording = new Recording();
    const writer = new ThreadWriter(0).text(0, 'osThread', '{"tid":9,"pid":100,"name":"spins"}');
    for (let ms = 0; ms < 2000; ms += 4) {
      writer.put(ms, 'osSample', OsState.runnable | ((ms === 0 ? 1 : 0) << 14), 9, ms === 0 ? 0 : 4e6);
    }
    const stream = alone(systemStream('sampled', writer, 2000));
    let [told, rows] = [0, ''];
    for (let at = 0; at < stream.length; at += 1000) {
      recording.push('all.cvrec', stream.subarray(at, at + 1000));
      const { cores } = recording.tables;
      if (at < 7000) told = cores.length;
      if (at < 7000) rows = JSON.stringify(cores.slice(0, told));
    }
    recording.finish();
    ok(told > 0, 'a thread that never stops is seen to run');
    strictEqual(JSON.stringify(recording.tables.cores.slice(0, told)), rows);
    const { startNs, endNs } = recording.tables.cores.slice(0, recording.tables.cores.length);
    strictEqual(startNs.length, endNs.length);
    for (let i = 1; i < startNs.length; i++) strictEqual(startNs[i], endNs[i - 1]);
    ok(Math.abs(endNs.at(-1)! - startNs[0]! - 1996e6) < 5e6);
  });
});

/** What holds in every timeline. */
function checkPhysics({ cores }: TimelineTables): void {
  const { osThread, core, startNs, endNs } = cores.columns;
  for (let i = 0; i < cores.length; i++) {
    ok(endNs[i]! > startNs[i]!, 'a row has a length');
    for (let k = 0; k < i; k++) {
      const overlap = Math.min(endNs[i]!, endNs[k]!) - Math.max(startNs[i]!, startNs[k]!);
      if (osThread[i] === osThread[k]) ok(startNs[i]! >= endNs[k]!, 'the rows of a thread come in order');
      else if (core[i] === core[k] && core[i] !== NONE) ok(overlap <= 0, 'a core has one thread at a time');
    }
  }
}

describe('threads as the system knows them', () => {
  const system = systemStream(
    'sampled',
    new ThreadWriter(0)
      .text(0, 'osThread', '{"tid":900,"pid":100,"name":"MainThread"}')
      .text(0, 'osThread', '{"tid":905,"pid":100,"name":"V8Worker"}')
      .text(0, 'osThread', '{"tid":300,"pid":300,"name":"sleep"}')
      .put(5, 'osSample', OsState.sleeping | (1 << 14), 900, 1e6, 2e6)
      .put(5, 'osSample', OsState.sleeping | (1 << 14), 300, 3e6, 0)
      .put(6, 'osSwitches', 0, 900, 7, 8)
      .put(9, 'osSample', OsState.gone, 900)
      .put(9, 'osSample', OsState.gone, 300),
    10,
  );
  const own = new ProcessWriter(7).header(100, 0);
  own
    .thread(0)
    .fact(0)
    .event(1, { e: 'spawn', spawn: 1, pid: 300, command: ['sleep', '1'] });
  const parts = [collectorHeader({ cores: 2 }), own.end(10).bytes(), system];

  for (const order of [
    [0, 1, 2],
    [0, 2, 1],
    [2, 1, 0],
  ]) {
    it(`are joined with the program’s own, in any order of the streams: ${order}`, () => {
      const { tables } = read(joinBytes(order.map((i) => parts[i]!)));
      const rows = tables.osThreads.map(({ tid, pid, process, thread, name }) => [
        tid,
        pid,
        process,
        thread,
        name,
      ]);
      deepStrictEqual(rows, [
        [900, 100, 0, 0, 'MainThread'],
        [905, 100, 0, NONE, 'V8Worker'],
        [300, 300, 1, NONE, 'sleep'],
      ]);
      const counters = tables.counters.map(({ name, source, process, thread, value }) => [
        name,
        source,
        process,
        thread,
        value,
      ]);
      deepStrictEqual(counters.toSorted(), [
        ['cpuNs', 'system', 0, 0, 1e6],
        ['cpuNs', 'system', 1, NONE, 3e6],
        ['involuntarySwitches', 'system', 0, 0, 8],
        ['readyWithoutCoreNs', 'system', 0, 0, 2e6],
        ['readyWithoutCoreNs', 'system', 1, NONE, 0],
        ['voluntarySwitches', 'system', 0, 0, 7],
      ]);
      const { cores, coreRecording, samplerCpuNs, skipped } = tables.facts;
      deepStrictEqual(
        { cores, coreRecording, samplerCpuNs, skipped },
        {
          cores: 2,
          coreRecording: 'sampled',
          samplerCpuNs: 5000,
          skipped: 0,
        },
      );
    });
  }

  it('get a row of their own when a number is given out again', () => {
    const writer = new ThreadWriter(0)
      .text(0, 'osThread', '{"tid":5,"pid":100,"name":"first"}')
      .put(1, 'osSample', OsState.gone, 5)
      .text(2, 'osThread', '{"tid":5,"pid":100,"name":"second"}')
      .text(3, 'osThread', '{"tid":5,"pid":100,"name":"renamed"}');
    const { tables } = read(alone(systemStream('sampled', writer, 10)));
    deepStrictEqual(
      tables.osThreads.map(({ name }) => name),
      ['first', 'renamed'],
    );
  });
});
