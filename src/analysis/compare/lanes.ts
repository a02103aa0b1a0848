import { NONE, type ProcessRow, type ThreadRow } from '../../shared/timeline.ts';
import type { TimelineTables } from '../tables.ts';
import { baseName } from '../timeline/sites.ts';

/** Which rows of two runs are the same thing: for each row of a run its counterpart in the other one, or NONE. */
export interface Counterparts {
  readonly ofA: Int32Array;
  readonly ofB: Int32Array;
}

/** How many there are in both runs, and in one only. */
export interface Counts {
  readonly matched: number;
  readonly added: number;
  readonly gone: number;
}

export function countsOf({ ofA, ofB }: Counterparts): Counts {
  const matched = ofA.reduce((count, other) => count + (other === NONE ? 0 : 1), 0);
  return { matched, added: ofB.length - matched, gone: ofA.length - matched };
}

/** What rows with the same key have in common. `owner`: in run B, NONE for the first. */
type KeyOf<Row> = (row: Row, owner: number) => string;

/**
 * Processes: the program itself, and below the same parents those with the same command, else with the same script, in the
 * order in which they began.
 */
export const pairProcesses = (a: TimelineTables, b: TimelineTables): Counterparts =>
  pairRows<ProcessRow>(a.processes, b.processes, (row) => row.parent ?? NONE, null, [
    ({ command }, owner) => (owner === NONE ? '' : `${owner} ${command.slice(1).join('\0')}`),
    ({ command }, owner) => `${owner} ${scriptOf(command)}`,
  ]);

/** Threads: in the same process those of the same kind and name, else of the same kind, in the order in which they began. */
export const pairThreads = (a: TimelineTables, b: TimelineTables, processes: Counterparts): Counterparts =>
  pairRows<ThreadRow>(a.threads, b.threads, (row) => row.process, processes.ofA, [
    ({ kind, name }, owner) => `${owner} ${kind} ${name}`,
    ({ kind }, owner) => `${owner} ${kind}`,
  ]);

/** One round for each key. `owners`: of run A, null: they are among the rows. */
function pairRows<Row extends { readonly id: number; readonly startNs: number }>(
  a: readonly Row[],
  b: readonly Row[],
  ownerOf: (row: Row) => number,
  owners: Int32Array | null,
  keys: readonly KeyOf<Row>[],
): Counterparts {
  const ofA = new Int32Array(a.length).fill(NONE);
  const ofB = new Int32Array(b.length).fill(NONE);
  for (const keyOf of keys) {
    const waiting = new Map<string, number[]>();
    for (const row of byStart(b).toReversed()) {
      if (ofB[row.id] !== NONE) continue;
      const key = keyOf(row, ownerOf(row));
      const rows = waiting.get(key);
      if (rows === undefined) waiting.set(key, [row.id]);
      else rows.push(row.id);
    }
    for (const row of byStart(a)) {
      const owner = ownerOf(row);
      const other = owner === NONE ? NONE : (owners ?? ofA)[owner]!;
      if (ofA[row.id] !== NONE || (owner !== NONE && other === NONE)) continue;
      const found = waiting.get(keyOf(row, other))?.pop();
      if (found === undefined) continue;
      ofA[row.id] = found;
      ofB[found] = row.id;
    }
  }
  return { ofA, ofB };
}

const byStart = <Row extends { readonly startNs: number }>(rows: readonly Row[]): readonly Row[] =>
  [...rows].sort((x, y) => x.startNs - y.startNs);

/** The file's name; the folder may be another one. */
function scriptOf(command: readonly string[]): string {
  const script = command.slice(1).find((part) => !part.startsWith('-'));
  return script === undefined ? (command[0] ?? '') : baseName(script);
}
