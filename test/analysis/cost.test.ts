import { deepStrictEqual, strictEqual } from 'node:assert';
import { recordingCost, summarize, summaryText, type TimelineTables } from '../../src/analysis/index.ts';
import { formatShare } from '../../src/analysis/summary.ts';
import { CounterKind } from '../../src/shared/records.ts';
import { read } from './pictures.ts';
import { collectorHeader, joinBytes, ProcessWriter } from './recordWriter.ts';

const MS = 1e6;

/** Two processes: the first writes 3 records and its counters, the second one record. */
function tables(ends: readonly Readonly<Record<string, unknown>>[], mode = 'full'): TimelineTables {
  const parts = ends.map((end, i) => {
    const process = new ProcessWriter(7 + i).header(
      100 + i,
      0,
      i === 0 ? {} : { parent: { pid: 100, spawn: 0 } },
    );
    const thread = process.thread(0).fact(0);
    if (i === 0) {
      thread.put(9, 'counter', CounterKind.cpuNs, 40 * MS).put(9, 'counter', CounterKind.loopActiveNs, 7, 1);
    }
    return process.end(100, 0, {}, end).bytes();
  });
  return read(joinBytes([collectorHeader({ mode }), ...parts])).tables;
}

describe('the cost of a recording', () => {
  it('is that of its records and of who wrote them, over all processes', () => {
    const known = tables([
      { recordNs: 1000, drainCpuNs: 4 * MS },
      { recordNs: 500, drainCpuNs: 6 * MS },
    ]);
    strictEqual(known.facts.recordCpuNs, 3 * 1000 + 500);
    const cost = recordingCost(known, 100 * MS);
    deepStrictEqual(cost, {
      recordsNs: 3500,
      drainNs: 10 * MS,
      samplerNs: null,
      totalNs: 10 * MS + 3500,
      shareOfWall: (10 * MS + 3500) / (100 * MS),
      shareOfCpu: (10 * MS + 3500) / (50 * MS),
    });
  });

  it('has parts that are not known', () => {
    const unknown = tables([{ drainCpuNs: null }]);
    strictEqual(recordingCost(unknown, 100 * MS).totalNs, null);
    strictEqual(recordingCost(unknown, 100 * MS).shareOfWall, null);
    const records = tables([{ drainCpuNs: null, recordNs: 100 }]);
    strictEqual(recordingCost(records, 0).totalNs, 300);
    strictEqual(recordingCost(records, 0).shareOfWall, null);
  });

  it('is said in words, and so is the mode light', () => {
    const text = summaryText(summarize(tables([{ recordNs: 1000, drainCpuNs: 4 * MS }], 'light'))).split(
      '\n',
    );
    strictEqual(
      text[4],
      'Recording took 4 ms of CPU time, 4 % of the run (records 3 µs, writing them 4 ms).',
    );
    strictEqual(
      text[5],
      'Recorded in the mode “light”: no timers, no I/O, and nothing of what settles promises.',
    );
  });

  it('is a share with two digits that count', () => {
    deepStrictEqual([0, 0.00012345, 0.0456, 0.1234, 1.5].map(formatShare), [
      '0 %',
      '0.012 %',
      '4.6 %',
      '12 %',
      '150 %',
    ]);
  });
});

describe('counters of a thread', () => {
  it('have two words each', () => {
    const { counters } = tables([{}]);
    deepStrictEqual(
      counters.map(({ name, source, thread, value }) => ({ name, source, thread, value })),
      [
        { name: 'cpuNs', source: 'node', thread: 0, value: 40 * MS },
        { name: 'loopActiveNs', source: 'node', thread: 0, value: 7 + 2 ** 32 },
      ],
    );
  });

  it('of an unknown kind, or below zero, are left out', () => {
    const process = new ProcessWriter(7).header(100, 0);
    process.thread(0).fact(0).put(1, 'counter', 99, 5).put(1, 'counter', CounterKind.heapBytes, 5, -1);
    deepStrictEqual(read(joinBytes([collectorHeader(), process.bytes()])).tables.counters, []);
  });
});
