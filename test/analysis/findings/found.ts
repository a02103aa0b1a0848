import { findingsOf, type TimelineTables } from '../../../src/analysis/index.ts';

/** Every finding as `kind line`, the largest first. */
export const kindsIn = (tables: TimelineTables): readonly string[] =>
  findingsOf(tables).map(({ kind, site }) => `${kind} ${site?.line ?? '-'}`);
