import { deepStrictEqual, ok, strictEqual } from 'node:assert';
import {
  Recording,
  type RunTotals,
  TimelineStore,
  type TimelineTables,
  type Totals,
  TotalsPass,
  totalsOf,
} from '../../src/analysis/index.ts';
import { NONE, State, taskKindNames } from '../../src/shared/timeline.ts';
import { encodePicture, read, trimPicture } from './pictures.ts';
import { collectorHeader, joinBytes, ProcessWriter } from './recordWriter.ts';
import { randomFrom } from './support.ts';

const MS = 1e6;

const tablesOf = (picture: string): TimelineTables => read(encodePicture(trimPicture(picture))).tables;

const inMs = (
  picture: string,
  fromMs = Number.NEGATIVE_INFINITY,
  toMs = Number.POSITIVE_INFINITY,
): RunTotals => totalsOf(tablesOf(picture), fromMs * MS, toMs * MS);

/** `R2 r1 _4 B0`: ms in each state. */
const times = ({ ns }: Pick<Totals, 'ns'>): string =>
  [State.running, State.ready, State.waiting, State.blocked].map((state) => ns[state]! / MS).join(' ');

/** Every function as `name calls: running ready waiting blocked`, in ms. */
const functions = (totals: RunTotals): string[] =>
  totals.functions.map((row) => `${row.name} ${row.calls}: ${times(row)}`);

/** Every line as `file:line functions: running ready waiting blocked`, in ms. */
const lines = (totals: RunTotals): string[] =>
  totals.lines.map((row) => `${row.line} ${row.functions.map(({ name }) => name).join('+')}: ${times(row)}`);

const threads = (totals: RunTotals): string[] =>
  totals.threads.map((row) => `${row.thread} ${row.calls} lived ${row.lifeNs / MS}: ${times(row)}`);

const turns = `
  main         |RRRRRRRRR  |
    a          |RRrrRRrrR  |
    b          |  RRrrRR   |`;

const nested = `
  main   |RRRRRRRRRR|
    f    |RRRRRRRRRR|
    g    |  RRRRR   |
    h    |   R R    |
    g    |        R |`;

describe('totals', () => {
  it('by function, busiest first: time in each state and calls', () => {
    deepStrictEqual(functions(inMs(turns)), ['a 1: 5 4 0 0', 'b 1: 4 2 0 0']);
  });

  it('by thread, with the states of its calls', () => {
    const picture = `
      main         |RR   R   RR|
        a          |RR___R     |
        b          |         RR|
      other        |  RRRR     |
        c          |  RRRR     |`;
    deepStrictEqual(threads(inMs(picture)), ['0 2 lived 11: 5 0 3 0', '1 1 lived 11: 4 0 0 0']);
  });

  it('by state: of all threads and calls', () => {
    const picture = `
      main         |RR BBR   RR|
        a          |RR___R     |
        d          |   BB      |
        b          |         RR|
      other        |  RRRR     |
        c          |  RRRR     |`;
    strictEqual(times(inMs(picture)), '9 0 3 2');
  });

  it('by line: where it ran from and what it waited at', () => {
    const picture = `
      main         |RRRRR  RR|
        a          |RR_____RR|
        b          |  RRR    |`;
    const totals = inMs(picture);
    deepStrictEqual(lines(totals), ['2 a: 4 0 5 0', '3 b: 3 0 0 0']);
    const counts = totals.lines[0]!.counts;
    deepStrictEqual([counts[State.running], counts[State.waiting]], [2, 1]);
  });

  it('what a task calls is not its own running time', () => {
    deepStrictEqual(functions(inMs(nested)), [
      'f 1: 4 0 0 0',
      'g 1: 3 0 0 0',
      'h 2: 2 0 0 0',
      'g 1: 1 0 0 0',
    ]);
    strictEqual(times(inMs(nested)), '10 0 0 0');
  });

  it('what a task calls that blocks the thread is not its own running time either', () => {
    const picture = `
      main   |RRBBBBRRRR|
        f    |RRRRRRRRRR|
        g    | RBBBBR   |`;
    deepStrictEqual(functions(inMs(picture)), ['g 1: 2 0 0 4', 'f 1: 4 0 0 0']);
    strictEqual(times(inMs(picture)), '6 0 0 4');
  });

  it('spans are cut at the edges of the stretch, callees as well', () => {
    deepStrictEqual(functions(inMs(nested, 4, 6)), ['h 1: 1 0 0 0', 'g 1: 1 0 0 0', 'f 1: 0 0 0 0']);
    deepStrictEqual(threads(inMs(turns, 1, 3)), ['0 2 lived 2: 2 1 0 0']);
    deepStrictEqual(functions(inMs(turns, 1, 3)), ['a 1: 1 1 0 0', 'b 1: 1 0 0 0']);
  });

  it('calls count where they were in progress', () => {
    const picture = `
      main   |RRR   RR  |
        f    |R_____R   |
        g    | R        |
        h    |  R       |
        i    |       R  |`;
    deepStrictEqual(functions(inMs(picture, 3, 6)), ['f 1: 0 0 3 0']);
  });

  it('operations count with what their callbacks run; they wait in their own rows only', () => {
    const picture = `
      main         |RRRRR  R |
        f          |RRRRR____|
        timer 2 ms | __rrrrR |`;
    const totals = inMs(picture);
    strictEqual(times(totals), '6 0 4 0');
    deepStrictEqual(lines(totals), ['2 f: 5 0 4 0', '3 timer 2 ms: 1 0 0 0']);
    deepStrictEqual(threads(totals), ['0 1 lived 9: 6 0 4 0']);
    deepStrictEqual(functions(totals), ['f 1: 5 0 4 0', 'timer 2 ms 1: 1 4 2 0']);
  });

  it('each row tells its longest call and its first span in the stretch', () => {
    const row = inMs(turns, 3).functions[0]!;
    deepStrictEqual([row.longestNs, row.first], [9 * MS, { thread: 0, task: 0, startNs: 2 * MS }]);
  });

  it('what goes on counts until now, and is nothing new when it is over', () => {
    const process = new ProcessWriter(7).header(100, 0);
    const thread = process.thread(0).fact(0);
    thread.put(0, 'taskStart', 1, 2).put(2, 'taskStart', 1, 4, 0, 2).put(4, 'taskSuspend', 1, 4);
    thread.put(6, 'taskStart', 1, 6, 0, 2).put(8, 'taskStart', 1, 8, 0, 6).put(9, 'taskSettled', 0, 4);
    const recording = new Recording();
    recording.push('a', joinBytes([collectorHeader(), process.bytes()]));
    const pass = new TotalsPass(recording.tables);
    while (pass.step(1));
    const nowMs = recording.tables.nowNs / MS;
    strictEqual(nowMs, 9);
    // 2 runs for 9 ms, 4 of which it called others: 4 from 2 to 4, 6 from 6 on; and 6 called 8 at 8.
    strictEqual(times(pass.totals()), '9 0 5 0');
    deepStrictEqual(pass.totals().functions.map(times), ['9 0 5 0']);
    deepStrictEqual(pass.totals(), pass.totals());
  });

  it('a pass that grew with its recording comes to the same as one at the end', () => {
    const bytes = encodePicture(trimPicture(nested.replace('RRRRRRRRRR|', 'RRRRRRRRRR____R|')));
    const recording = new Recording();
    const pass = new TotalsPass(recording.tables);
    for (let at = 0; at < bytes.length; at += 50) {
      recording.push('a', bytes.subarray(at, at + 50));
      while (pass.step(2)) pass.totals();
    }
    recording.finish();
    while (pass.step(2));
    deepStrictEqual(pass.totals(), totalsOf(read(bytes).tables));
  });

  it('a pass tells how far it is, takes no more rows than it may, and ends', () => {
    const pass = new TotalsPass(tablesOf(turns));
    strictEqual(pass.progress, 0);
    ok(pass.step(3));
    const before = pass.progress;
    ok(before > 0 && before < 1);
    while (pass.step(3));
    strictEqual(pass.progress, 1);
    strictEqual(new TotalsPass(new Recording().tables).progress, 1);
  });

  it('timers of many delays that are set in one place go by the function that sets them', () => {
    const store = new TimelineStore();
    store.strings.push('timer 1 ms', 'timer 2 ms');
    store.sites.push({ file: 'a.ts', line: 3, column: 1, name: 'sleep' });
    const timer = taskKindNames.indexOf('timer');
    for (const name of [0, 1]) store.tasks.end(store.tasks.push(0, timer, name, 0, NONE, 0), 5, 1);
    deepStrictEqual(functions(totalsOf(store)), ['sleep 2: 0 0 0 0']);
  });
});

/** A thread on which tasks call each other at random, and the innermost task at each ns. */
function randomThread(seed: number, isDamaged: boolean) {
  const random = randomFrom(seed);
  const store = new TimelineStore();
  const stack: { task: number; startNs: number }[] = [];
  const inside: number[] = [];
  let busySince = Number.NaN;
  const close = (index: number, nowNs: number) => {
    const { task, startNs } = stack.splice(index, 1)[0]!;
    store.spans.push(0, task, State.running, startNs, nowNs, NONE, NONE);
  };
  for (let nowNs = 0; nowNs < 400; nowNs++) {
    while (stack.length > 0 && random() < 0.3) {
      if (stack.length === 1) store.spans.push(0, NONE, State.running, busySince, nowNs, NONE, NONE);
      close(isDamaged && random() < 0.3 ? Math.floor(random() * stack.length) : stack.length - 1, nowNs);
    }
    if (random() < 0.4) {
      if (stack.length === 0) busySince = nowNs;
      const name = store.strings.push(`f${store.strings.length}`) - 1;
      stack.push({ task: store.tasks.push(0, 0, name, NONE, NONE, nowNs), startNs: nowNs });
    }
    inside.push(stack.at(-1)?.task ?? NONE);
  }
  // As at the end of a process: all at once, the outermost first.
  if (stack.length > 0) store.spans.push(0, NONE, State.running, busySince, 400, NONE, NONE);
  while (stack.length > 0) close(0, 400);
  return { store, inside };
}

describe('self times', () => {
  it('give every moment to the innermost task, whatever the stretch', () => {
    for (let seed = 0; seed < 200; seed++) {
      const { store, inside } = randomThread(seed, false);
      const [fromNs, toNs] = seed % 2 === 0 ? [0, 400] : [37, 288];
      const expected = new Map<string, number>();
      for (const task of inside.slice(fromNs, toNs)) {
        if (task !== NONE) expected.set(`f${task}`, (expected.get(`f${task}`) ?? 0) + 1);
      }
      const found = totalsOf(store, fromNs, toNs).functions.filter(({ ns }) => ns[State.running] !== 0);
      const byName = (a: readonly [string, number], b: readonly [string, number]) => (a[0] < b[0] ? -1 : 1);
      deepStrictEqual(
        found.map(({ name, ns }) => [name, ns[State.running]!] as const).sort(byName),
        [...expected].sort(byName),
        `seed ${seed}`,
      );
    }
  });

  it('never count a moment twice, also where records were lost', () => {
    for (let seed = 0; seed < 200; seed++) {
      const { store, inside } = randomThread(seed, true);
      const { functions } = totalsOf(store);
      const sumNs = functions.reduce((sum, { ns }) => sum + ns[State.running]!, 0);
      ok(sumNs <= inside.filter((task) => task !== NONE).length, `seed ${seed}: ${sumNs}`);
      ok(
        functions.every(({ ns }) => ns[State.running]! >= 0),
        `seed ${seed}`,
      );
    }
  });
});
