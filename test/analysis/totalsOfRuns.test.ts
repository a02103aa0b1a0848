import { deepStrictEqual, ok, strictEqual } from 'node:assert';
import { readFileSync } from 'node:fs';
import { type RunTotals, type TimelineTables, totalsOf } from '../../src/analysis/index.ts';
import { NONE, State, stateNames } from '../../src/shared/timeline.ts';
import { programs, Recordings } from '../page/recordings.ts';
import { read } from './pictures.ts';

/** Time in the state of all rows, in ns. */
const sumOf = (rows: RunTotals['functions' | 'lines' | 'threads'], state: State): number =>
  rows.reduce((sum, { ns }) => sum + ns[state]!, 0);

describe('totals of real runs', () => {
  let recordings: Recordings;
  const runs: { name: string; tables: TimelineTables; totals: RunTotals }[] = [];

  before(async () => {
    recordings = await Recordings.create();
    for (const name of ['kitchen', 'threads', 'turns', 'many'] as const) {
      const { tables } = read(readFileSync(await recordings.record(name, programs[name])));
      runs.push({ name, tables, totals: totalsOf(tables) });
    }
  });
  after(() => recordings.remove());

  it('functions have run as long as their threads, and lines no longer', () => {
    for (const { name, totals } of runs) {
      for (const state of [State.running, State.blocked]) {
        strictEqual(sumOf(totals.functions, state), sumOf(totals.threads, state), name);
        ok(sumOf(totals.lines, state) <= sumOf(totals.functions, state), name);
      }
      ok(sumOf(totals.lines, State.running) > 0, name);
    }
  });

  it('a thread’s time is what its own spans say, and no longer than its life', () => {
    for (const { name, tables, totals } of runs) {
      for (const { thread, ns, lifeNs } of totals.threads) {
        let heldNs = 0;
        for (let row = 0; row < tables.spans.length; row++) {
          if (tables.spans.threadAt(row) !== thread || tables.spans.taskAt(row) !== NONE) continue;
          heldNs += tables.spans.endAt(row) - tables.spans.startAt(row);
        }
        strictEqual(ns[State.running]! + ns[State.blocked]!, heldNs, name);
        ok(heldNs <= lifeNs, `${name}: ${heldNs} of ${lifeNs}`);
        strictEqual(lifeNs, tables.threads[thread]!.endNs! - tables.threads[thread]!.startNs);
      }
    }
  });

  it('of stretches one after the other are together those of the run', () => {
    for (const { name, tables, totals } of runs) {
      const cuts = [0, 0.1, 0.35, 0.36, 0.8, 1].map((share) => Math.round(share * tables.nowNs) + share);
      const parts = cuts.slice(1).map((cut, i) => totalsOf(tables, cuts[i], cut));
      for (const rows of ['threads', 'functions', 'lines'] as const) {
        for (let state = 0; state < stateNames.length; state++) {
          const sum = parts.reduce((sum, part) => sum + sumOf(part[rows], state as State), 0);
          strictEqual(Math.round(sum), sumOf(totals[rows], state as State), `${name} ${rows}`);
        }
      }
    }
  });

  it('tell how often a function was called and how often a line was waited at', () => {
    const { totals } = runs[0]!;
    const toast = totals.functions.find(({ name }) => name === 'toast')!;
    deepStrictEqual([toast.calls, toast.counts[State.waiting]], [2, 4]);
    const line = totals.lines.find((row) => row.file === 'kitchen.ts' && row.line === 6)!;
    strictEqual(line.counts[State.waiting], 2);
    ok(line.functions.includes(toast));
    ok(line.ns[State.waiting]! >= 44e6, `waited ${line.ns[State.waiting]} ns`);
  });
});
