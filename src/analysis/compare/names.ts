import { NONE, taskKindNames } from '../../shared/timeline.ts';
import type { RunComparison } from '../compare.ts';
import type { TimelineTables } from '../tables.ts';
import { baseName } from '../timeline/sites.ts';
import { isFunctionKind } from '../totals/keys.ts';
import type { LineTotals } from '../totals/report.ts';
import { fill, phrases } from '../words.ts';

/** Gives a phrase in the person's language. */
export type Say = (phrase: string) => string;

const LONGEST_NAME = 60;

/** The program's name for something, as code; a name that holds backticks gets more of them around it. */
export function code(name: string): string {
  const plain = name.replace(/\s+/g, ' ').trim();
  const text = plain.length > LONGEST_NAME ? `${plain.slice(0, LONGEST_NAME - 1)}…` : plain;
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? `${fence}${text}${fence}` : `${fence} ${text} ${fence}`;
}

/** What a place is called, as in the run after, or before if it is gone. */
export function placeName({ a, b, places }: RunComparison, pair: number, say: Say): string {
  const numbers = places.pairs[pair]!;
  const run = numbers.b === NONE ? a : b;
  const { kind, name, site } = run.places.places[numbers.b === NONE ? numbers.a : numbers.b]!;
  const row = run.tables.sites[site];
  if (taskKindNames[kind] === 'module') return fill(say(phrases.topLevel), code(baseName(row?.file ?? name)));
  if (isFunctionKind[kind] && name !== '' && name !== phrases.anonymous) return code(name);
  const shown = isFunctionKind[kind] || name === '' ? say(phrases.anonymous) : say(name);
  return row === undefined ? shown : fill(say(phrases.placed), shown, lineName(row));
}

export const lineName = ({ file, line }: Pick<LineTotals, 'file' | 'line'>): string =>
  code(`${baseName(file)}:${line}`);

/** Whether both runs were recorded in the same mode: `light` has no operations. */
export const isSameMode = ({ a, b }: Pick<RunComparison, 'a' | 'b'>): boolean =>
  a.tables.facts.mode === b.tables.facts.mode;

/** Whether records of a run are missing. */
export const hasLosses = ({ facts }: TimelineTables): boolean => facts.dropped > 0 || facts.skipped > 0;
