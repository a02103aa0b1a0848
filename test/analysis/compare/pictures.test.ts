import { deepStrictEqual, match, ok, strictEqual } from 'node:assert';
import { comparisonSentence, ghostsOf } from '../../../src/analysis/index.ts';
import { State } from '../../../src/shared/timeline.ts';
import { compared, pairedTasks, tablesOf } from './support.ts';

const serial = `
  main       |R                             R|
    cook     |R_____________________________R|
    part     |R_________R                    |
    part     |           R________R          |
    part     |                     R________R|`;

const together = `
  main       |RRRR     RRR     |
    cook     |R___________R    |
    part     |R_________R      |
    part     | R________R      |
    part     |  R_______R      |`;

describe('two runs', () => {
  it('that are the same: everything has a counterpart, and nothing changed', () => {
    const comparison = compared(serial, serial);
    deepStrictEqual(pairedTasks(comparison), [
      'cook@0 → cook@0',
      'part@0 → part@0',
      'part@11 → part@11',
      'part@21 → part@21',
    ]);
    strictEqual(comparisonSentence(comparison), 'Nothing changed by more than 5 % (noise).');
    ok(comparison.functions.every(({ isNoise }) => isNoise));
    ok(comparison.lines.every(({ isNoise }) => isNoise));
    deepStrictEqual(comparison.overlaps, []);
  });

  it('with lines added above: the same', () => {
    const comparison = compared(serial, serial, 40);
    strictEqual(pairedTasks(comparison).filter((text) => text.includes('–')).length, 0);
    ok(comparison.lines.every(({ before, after }) => before !== null && after?.line === before.line + 40));
  });

  it('calls of one function are paired by their order, and those of others by their name', () => {
    const after = `
      main       |RRRRRRRRR|
        other    |R        |
        part     |  RR     |
        part     |    RR   |`;
    const before = `
      main       |RRRRRRRRR|
        part     |RR       |
        part     |   RR    |
        gone     |      R  |`;
    deepStrictEqual(pairedTasks(compared(before, after)), [
      'part@0 → part@2',
      'part@3 → part@4',
      'gone@6 → –',
      '– → other@0',
    ]);
  });

  it('calls under another parent are paired in the order of their parents', () => {
    const before = `
      main       |RRRRRRRRRRRR|
        a        |RRR         |
        part     | R          |
        b        |     RRR    |
        part     |      R     |`;
    const after = `
      main       |RRRRRRRRRRRR|
        b        |RRR         |
        part     | R          |
        a        |     RRR    |
        part     |      R     |`;
    deepStrictEqual(pairedTasks(compared(before, after)), [
      'a@0 → a@5',
      'part@1 → part@6',
      'b@5 → b@0',
      'part@6 → part@1',
    ]);
  });

  it('a call whose caller is new is paired in its thread', () => {
    const before = `
      main       |RRR|
        part     |RR |`;
    const after = `
      main       |RRRR|
        wrapper  |RRRR|
        part     | RR |`;
    deepStrictEqual(pairedTasks(compared(before, after)), ['part@0 → part@1', '– → wrapper@0']);
  });

  it('threads are paired by name, and what is left by its order', () => {
    const before = `
      main   |RRRR|
      red    |RRRR|
      green  |RRRR|`;
    const after = `
      main   |RRRR|
      green  |RRRR|
      blue   |RRRR|
      black  |RRRR|`;
    const { threads } = compared(before, after);
    deepStrictEqual([...threads.ofA], [0, 2, 1]);
    deepStrictEqual([...threads.ofB], [0, 2, 1, -1]);
  });
});

describe('the sentence about two runs', () => {
  const sentence = (before: string, after: string): string => comparisonSentence(compared(before, after));

  it('calls of one function begin to overlap', () => {
    strictEqual(
      sentence(serial, together),
      'The 3 calls of `part` now overlap: 31 ms → 11 ms, at most 1 → 3 in progress.',
    );
  });

  it('and stop to', () => {
    strictEqual(
      sentence(together, serial),
      'The 3 calls of `part` no longer overlap: 11 ms → 31 ms, at most 3 → 1 in progress.',
    );
  });

  it('overlap that saves no time is said as well', () => {
    const after = `
      main   |RRRRRRRRRRRRRRRRRRRR|
        a    |RrRrRrRrRrRrRrRrRrRR|
        a    | RrRrRrRrRrRrRrRrR  |`;
    const before = `
      main   |RRRRRRRRRRRRRRRRRRRR|
        a    |RRRRRRRRRRR         |
        a    |           RRRRRRRRR|`;
    strictEqual(
      sentence(before, after),
      'The 2 calls of `a` now overlap: 20 ms → 20 ms, at most 1 → 2 in progress.',
    );
  });

  it('calls of different functions begin to overlap; one that does not is not named', () => {
    const before = `
      main   |R          R          R             R|
        cook |R__________R__________R_____________R|
        soup |R_________R                          |
        fish |           R_________R               |
        cake |                      R_____________R|`;
    const after = `
      main   |RR          R             R|
        cook |RR__________R_____________R|
        soup |R_________R                |
        fish | R_________R               |
        cake |            R_____________R|`;
    strictEqual(
      sentence(before, after),
      'The calls of `soup` and `fish` now overlap: 22 ms → 12 ms, at most 1 → 2 in progress.',
    );
  });

  it('so do calls that no task has made', () => {
    const before = `
      main   |R         R R         R|
        soup |R_________R            |
        fish |            R_________R|`;
    const after = `
      main   |RR        RR           |
        soup |R_________R            |
        fish | R_________R           |`;
    strictEqual(
      sentence(before, after),
      'The calls of `soup` and `fish` now overlap: 22 ms → 12 ms, at most 1 → 2 in progress.',
    );
  });

  it('a function runs longer: that is said, and not that its caller waits for it', () => {
    const runs = (ms: number): string => `
      main        |${'R'.repeat(ms + 4)}|
        cook      |RR${'_'.repeat(ms)}R |
        calculate | ${'R'.repeat(ms + 1)}  |`;
    strictEqual(sentence(runs(20), runs(140)), '`calculate` runs 120 ms longer (21 ms → 141 ms).');
    strictEqual(sentence(runs(140), runs(20)), '`calculate` runs 120 ms less (141 ms → 21 ms).');
  });

  it('a function waits longer: the innermost of those that do', () => {
    const waits = (ms: number): string => `
      main   |R${' '.repeat(ms)}R  |
        cook |R${'_'.repeat(ms)}__R|
        load |R${'_'.repeat(ms)}R  |`;
    strictEqual(sentence(waits(20), waits(60)), '`load` waits 40 ms longer (20 ms → 60 ms).');
  });

  it('several calls at the same time wait longer each', () => {
    const waits = (ms: number): string => `
      main   |RR${' '.repeat(ms)}RR|
        load |R${'_'.repeat(ms)}_R |
        load | R${'_'.repeat(ms)}_R|`;
    strictEqual(
      sentence(waits(19), waits(59)),
      '`load` waits 40 ms longer in each call, on average (20 ms → 60 ms, 2 calls).',
    );
  });

  it('a function is called more often', () => {
    const before = `
      main |RRRRRRRRRR                    |
        f  |RRRRRRRRRR                    |`;
    const after = `
      main |RRRRRRRRRRRRRRRRRRRRRRRRRRRRRR|
        f  |RRRRRRRRRR                    |
        f  |          RRRRRRRRRR          |
        f  |                    RRRRRRRRRR|`;
    strictEqual(sentence(before, after), '`f` is called 1 → 3 times, and runs 10 ms → 30 ms in all.');
  });

  it('a function is new, or gone', () => {
    const short = `
      main |RR          |
        f  |RR          |`;
    const long = `
      main |RRRRRRRRRRRR|
        f  |RR          |
        g  |  RRRRRRRRRR|`;
    strictEqual(sentence(short, long), '`g` is new, and runs 10 ms.');
    strictEqual(sentence(long, short), '`g` is gone; it ran 10 ms.');
  });

  it('work is done by several threads', () => {
    const before = `
      main    |RRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRR|
        sum   |RRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRR|`;
    const after = `
      main    |RRRRRRRRRRRRRRRRRRRRR|
        sum   |RRRRRRRRRRRRRRRRRRRRR|
      worker  |RRRRRRRRRRRRRRRRRRRR |
        more  |RRRRRRRRRRRRRRRRRRRR |`;
    match(
      sentence(before, after),
      /^At most 1 → 2 threads run at the same time, and the program takes 40 ms → 21 ms\.$/,
    );
  });
});

describe('ghosts', () => {
  it('are the tasks of the run before, on the clock of the run after', () => {
    const before = `
      main |    RRRR   |
        f  |    RR     |
        g  |      R__R |
        h  |          R|`;
    const after = `
      main |  RRRRRR |
        g  |  R__R   |
        f  |     RR  |`;
    const [a, b] = [tablesOf(before), tablesOf(after)];
    const { task, startNs, endNs } = ghostsOf(a, b, compared(before, after).tasks);
    deepStrictEqual([...task], [0, 1]);
    deepStrictEqual(
      [...startNs].map((ns) => ns / 1e6),
      [4, 2],
    );
    deepStrictEqual(
      [...endNs].map((ns) => ns / 1e6),
      [8, 4],
    );
  });
});

describe('changes of functions and lines', () => {
  it('come by their size, with what is new and what is gone', () => {
    const before = `
      main |RRRRRRRRRRRRRRRRRRRRRR      |
        a  |RRRRRRRRRR                  |
        b  |          RRRRRRRRRRRR      |`;
    const after = `
      main |RRRRRRRRRRRRRRRRRRRRRRRRRRRR|
        a  |RRRRRRRRRR                  |



        c  |          RRRRRRRRRRRRRRRRRR|`;
    const { functions, lines } = compared(before, after);
    const ran = (row: { readonly ns: Float64Array } | null) => row && row.ns[State.running]! / 1e6;
    const rows = functions.map((row) => [(row.after ?? row.before)?.name, ran(row.before), ran(row.after)]);
    // The pictures' lines are close to each other, so that `b` counts as renamed.
    deepStrictEqual(rows, [
      ['c', 12, 18],
      ['a', 10, 10],
    ]);
    deepStrictEqual(
      lines.map((row) => [ran(row.before), ran(row.after)]),
      [
        [12, 18],
        [10, 10],
      ],
    );
  });
});
