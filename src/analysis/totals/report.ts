import { type Ns, stateNames, type ThreadId } from '../../shared/timeline.ts';
import type { TimelineTables } from '../tables.ts';
import type { FunctionKey, Keys, LineKey } from './keys.ts';
import type { Clip } from './selfTimes.ts';
import { byBusiest, Sum, type Totals } from './sum.ts';
import type { Sums } from './sums.ts';

export interface ThreadTotals extends Totals {
  readonly thread: ThreadId;
  /** How long it lived; what is left of that beside *running* and *blocked*, it was idle. */
  readonly lifeNs: Ns;
}

export interface FunctionTotals extends Totals, Readonly<FunctionKey> {}

export interface LineTotals extends Totals, LineKey {
  /** The functions that ran from here or waited here. */
  readonly functions: readonly FunctionTotals[];
}

/** What a stretch of a run was spent on; in each list the busiest come first. */
export interface RunTotals {
  /** Time by `State`: *running* and *blocked* of all threads, *ready* and *waiting* of all calls. */
  readonly ns: Float64Array;
  readonly threads: readonly ThreadTotals[];
  readonly functions: readonly FunctionTotals[];
  readonly lines: readonly LineTotals[];
}

/** Puts sums and names together. */
export function reportOf(tables: TimelineTables, keys: Keys, sums: Sums, clip: Clip): RunTotals {
  const functions = keys.functions.map((key, i) => rowOf(key, sums.functions[i]));
  return {
    ns: allThreads(sums.threads),
    threads: threadRows(tables, sums, clip).sort(byBusiest),
    lines: lineRows(keys, sums, functions).sort(byBusiest),
    functions: functions.filter((row) => row !== null).sort(byBusiest),
  };
}

/** Null: it had no part in the stretch. */
function rowOf<Key extends object>(key: Key, sum: Sum | undefined): (Key & Totals) | null {
  if (sum === undefined) return null;
  const { ns, counts, calls, longestNs, first } = sum;
  return { ...key, ns, counts, calls, longestNs, first };
}

function allThreads(threads: readonly Sum[]): Float64Array {
  const ns = new Float64Array(stateNames.length);
  for (let state = 0; state < ns.length; state++) {
    for (const sum of threads) ns[state]! += sum?.ns[state] ?? 0;
  }
  return ns;
}

/** Every thread that lived then, also one that did nothing. */
function threadRows({ threads, nowNs }: TimelineTables, sums: Sums, clip: Clip): ThreadTotals[] {
  return threads.flatMap(({ id, startNs, endNs }) => {
    const lifeNs = clip(startNs, endNs ?? nowNs);
    const sum = sums.threads[id] ?? (lifeNs > 0 ? new Sum() : undefined);
    return rowOf({ thread: id, lifeNs }, sum) ?? [];
  });
}

function lineRows(keys: Keys, sums: Sums, functions: readonly (FunctionTotals | null)[]): LineTotals[] {
  return keys.lines.flatMap((key, i) => {
    const there = [...(sums.functionsOfLines[i] ?? [])].flatMap((fn) => functions[fn] ?? []);
    return rowOf({ ...key, functions: there }, sums.lines[i]) ?? [];
  });
}
