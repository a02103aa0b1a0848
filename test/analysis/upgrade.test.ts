import { deepStrictEqual, strictEqual } from 'node:assert';
import { recordUpgrade, upgradeEnd, upgradeHeader } from '../../src/analysis/reader/upgrade.ts';
import { FORMAT_VERSION, RecordKind } from '../../src/shared/records.ts';
import { read } from './pictures.ts';
import { CWD, collectorHeader, joinBytes, ProcessWriter } from './recordWriter.ts';

const fields = (kind: number) => ({ kind, flags: 1, a: 7, b: 8, c: 9 });

/** What becomes of a record of version 1; null: it is left out. */
function upgraded(kind: number): object | null {
  const record = fields(kind);
  return recordUpgrade(1)?.(record) ? record : null;
}

describe('version 1', () => {
  it('has fields that were not defined: they are nothing', () => {
    deepStrictEqual(upgraded(RecordKind.taskResume), { ...fields(RecordKind.taskResume), b: 0, c: 0 });
    deepStrictEqual(upgraded(RecordKind.block), { ...fields(RecordKind.block), c: 0 });
    deepStrictEqual(upgraded(RecordKind.unblock), { ...fields(RecordKind.unblock), a: 1 });
  });

  it('has other records that mean what they mean today', () => {
    const changed: readonly number[] = [RecordKind.taskResume, RecordKind.block, RecordKind.unblock];
    for (let kind: number = RecordKind.text; kind <= RecordKind.timerRepeats; kind++) {
      if (!changed.includes(kind)) deepStrictEqual(upgraded(kind), fields(kind));
    }
  });

  it('has no records of later kinds', () => {
    for (const kind of [
      RecordKind.messageSent,
      RecordKind.counter,
      RecordKind.osSample,
      RecordKind.gc,
      255,
    ]) {
      strictEqual(upgraded(kind), null);
    }
  });

  it('has headers without a mode, ends without the cost of a record, and no stream of the system', () => {
    const header = upgradeHeader({ role: 'collector', mode: 'light', cores: 4 }, 1);
    deepStrictEqual(header, { role: 'collector', mode: 'full', cores: undefined, coreRecording: undefined });
    strictEqual(upgradeHeader({ role: 'system' }, 1), null);
    deepStrictEqual(upgradeEnd({ endNs: '1', recordNs: 5 }, 1), { endNs: '1', recordNs: null });
  });

  it('is read record by record as the current one, and what it cannot have is counted', () => {
    const process = new ProcessWriter(7).header(100, 0, { version: 1 });
    const thread = process.thread(0).fact(0);
    const site = thread.sites(0, 1, `${CWD}/a.ts`, [[1, 1, 'f']]);
    thread.put(1, 'taskStart', 1, 2, site).put(2, 'counter', 1, 5, 0).put(3, 'taskEnd', 1, 2);
    const { tables } = read(joinBytes([collectorHeader({ version: 1, mode: 'light' }), process.bytes()]));
    const { format, mode, skipped } = tables.facts;
    deepStrictEqual({ format, mode, skipped }, { format: 1, mode: 'full', skipped: 1 });
    deepStrictEqual(tables.counters, []);
    strictEqual(tables.tasks.columns.endNs[0], 3e6);
  });
});

describe('version 2', () => {
  it('has records that mean what they mean today, and none of garbage collection', () => {
    const upgrade = recordUpgrade(2)!;
    for (let kind: number = RecordKind.text; kind <= RecordKind.osMoved; kind++) {
      const record = fields(kind);
      strictEqual(upgrade(record), true);
      deepStrictEqual(record, fields(kind));
    }
    strictEqual(upgrade(fields(RecordKind.gc)), false);
  });

  it('has the same headers and ends', () => {
    const header = { role: 'collector', mode: 'light', cores: 2 };
    deepStrictEqual(upgradeHeader(header, 2), header);
    deepStrictEqual(upgradeEnd({ endNs: '1', recordNs: 5 }, 2), { endNs: '1', recordNs: 5 });
  });
});

describe('the current version', () => {
  it('is not changed', () => {
    const header = { role: 'collector', mode: 'light' };
    strictEqual(recordUpgrade(FORMAT_VERSION), null);
    strictEqual(upgradeHeader(header, FORMAT_VERSION), header);
    strictEqual(upgradeEnd(header, FORMAT_VERSION), header);
  });
});
