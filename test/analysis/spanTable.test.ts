import { deepStrictEqual, ok, strictEqual } from 'node:assert';
import { TaskTable } from '../../src/analysis/timeline/columns.ts';
import { SpanTable } from '../../src/analysis/timeline/spanTable.ts';
import { NONE, type SpanColumns } from '../../src/shared/timeline.ts';
import { randomFrom } from './support.ts';

const TASKS = 50;
type Row = readonly [
  thread: number,
  task: number,
  state: number,
  startNs: number,
  endNs: number,
  reason: number,
  site: number,
];

/** A table whose task `n` belongs to thread `n % 7`. */
function emptyTable(): SpanTable {
  const tasks = new TaskTable();
  for (let task = 0; task < TASKS; task++) tasks.push(task % 7, 0, 0, NONE, NONE, 0);
  return new SpanTable(tasks);
}

function filled(rows: readonly Row[]): SpanTable {
  const spans = emptyTable();
  for (const row of rows) spans.push(...row);
  return spans;
}

const rowAt = (spans: SpanTable, i: number): Row => [
  spans.threadAt(i),
  spans.taskAt(i),
  spans.stateAt(i),
  spans.startAt(i),
  spans.endAt(i),
  spans.reasonAt(i),
  spans.siteAt(i),
];

const columnsOf = (rows: readonly Row[]): SpanColumns => ({
  thread: Int32Array.from(rows, ([thread]) => thread),
  task: Int32Array.from(rows, ([, task]) => task),
  state: Uint8Array.from(rows, ([, , state]) => state),
  startNs: Float64Array.from(rows, ([, , , startNs]) => startNs),
  endNs: Float64Array.from(rows, ([, , , , endNs]) => endNs),
  reason: Int32Array.from(rows, ([, , , , , reason]) => reason),
  site: Int32Array.from(rows, ([, , , , , , site]) => site),
});

/** Times that could break a base, an offset or a length, alone and beside ordinary ones. */
const hostileNs = [
  0,
  -0,
  0.1,
  -0.5,
  Number.MIN_VALUE,
  -1,
  2 ** 31,
  2 ** 32 - 1,
  2 ** 32,
  2 ** 32 - 2 ** 26 - 1,
  2 ** 32 - 2 ** 26,
  3e9,
  -3e9,
  1e9 + 1 / 3,
  2 ** 53 - 1,
  2 ** 53 + 2,
  -(2 ** 53),
  1e300,
  -1e300,
  Number.MAX_VALUE,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
];
const hostileIds = [NONE, 0, 1, 2 ** 31 - 1, -(2 ** 31), 65_536, 65_537];

function hostileRows(count: number, seed: number): Row[] {
  const random = randomFrom(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  const oneOf = (values: readonly number[]) => values[below(values.length)]!;
  const ns = () => (random() < 0.3 ? oneOf(hostileNs) : random() * 10 ** below(16));
  return Array.from({ length: count }, (_, i) => {
    const task = random() < 0.5 ? NONE : below(TASKS);
    const thread = task === NONE ? below(1000) : task % 7;
    const startNs = random() < 0.5 ? Math.floor(i * 1e5 + random() * 1e9) : ns();
    const endNs = random() < 0.5 ? startNs + below(2 ** 33) : ns();
    const id = () => (random() < 0.2 ? oneOf(hostileIds) : below(100_000));
    return [thread, task, below(8), startNs, endNs, id(), id()];
  });
}

/** What a busy program makes: times in whole ns, ends in order, few places. */
function ordinaryRows(count: number): Row[] {
  const random = randomFrom(5);
  const below = (limit: number) => Math.floor(random() * limit);
  return Array.from({ length: count }, (_, i) => {
    const task = below(TASKS);
    const endNs = i * 1e4 + below(1e4) + 2e9;
    return [task % 7, task, 1 + below(4), endNs - below(1e9), endNs, below(30) - 1, below(200)];
  });
}

describe('a table of spans', () => {
  for (const seed of [1, 2, 3]) {
    it(`gives every value back as it was, to the last bit (${seed})`, () => {
      const rows = hostileRows(20_000, seed);
      const spans = filled(rows);
      for (const [i, row] of rows.entries()) deepStrictEqual(rowAt(spans, i), row);
    });
  }

  it('gives every pair of hostile times back', () => {
    for (const first of hostileNs) {
      const times = hostileNs.flatMap((startNs) => hostileNs.map((endNs) => [startNs, endNs] as const));
      // The first span of a chunk is what the others are told by.
      const rows = [[first, 7] as const, ...times].map(
        ([startNs, endNs]): Row => [1, NONE, 1, startNs, endNs, NONE, 0],
      );
      const spans = filled(rows);
      for (const [i, row] of rows.entries()) deepStrictEqual(rowAt(spans, i), row);
    }
  });

  it('tells how long a span lasted just as its ends do', () => {
    const rows = hostileRows(5000, 4);
    const spans = filled(rows);
    for (const [i, [, , , startNs, endNs]] of rows.entries())
      strictEqual(spans.lengthAt(i), endNs - startNs, `${startNs} ${endNs}`);
  });

  it('hands out the columns that it was given, whole and in parts', () => {
    const rows = hostileRows(3000, 6);
    const spans = emptyTable();
    for (let at = 0; at < rows.length; at += 700) spans.append(columnsOf(rows.slice(at, at + 700)));
    deepStrictEqual(spans.slice(0, rows.length), columnsOf(rows));
    deepStrictEqual(spans.slice(690, 1410), columnsOf(rows.slice(690, 1410)));
    deepStrictEqual(spans.slice(5, 5), columnsOf([]));
  });

  it('takes 16 bytes for a span of a busy program', () => {
    const count = 300_000;
    const { used, reserved } = filled(ordinaryRows(count)).bytes;
    ok(used <= 16.5 * count, `${used / count} bytes`);
    ok(reserved <= 20 * count, `${reserved / count} bytes`);
  });

  it('takes not much more than plain columns when nothing repeats and no time is near another', () => {
    const count = 100_000;
    const rows = Array.from(
      { length: count },
      (_, i): Row => [0, NONE, 1, (i * 1e12) % 7e15, 1e16 + i / 3, i, count - i],
    );
    const { used } = filled(rows).bytes;
    ok(used <= 53 * count, `${used / count} bytes`);
  });
});
