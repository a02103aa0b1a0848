import {
  type FunctionTotals,
  type LineTotals,
  type RunTotals,
  type ThreadTotals,
  type Totals,
  timesOf,
} from '../../src/analysis/index.ts';
import type { TimelineTables } from '../../src/analysis/tables.ts';
import { isFunctionKind } from '../../src/analysis/totals/keys.ts';
import { type SiteRow, State } from '../../src/shared/timeline.ts';
import { displayText } from '../model/display.ts';
import { isTextColumn, type TotalsColumn, type TotalsOrder } from '../model/totalsState.ts';
import { processLabel, threadLabel } from '../model/tree.ts';
import { t } from '../texts.ts';
import { formatDuration } from './time.ts';
import { placeName } from './words.ts';

/** A row of the table of totals. */
export interface TotalsRow {
  /** The same for the same thing in the next totals. */
  readonly key: string;
  readonly name: string;
  readonly place: string;
  /** How often: calls, or how often a line was waited at. */
  readonly calls: number;
  readonly totals: Totals;
  /** Where to look in the code; null: nowhere. */
  readonly site: SiteRow | null;
}

/** With more rows than this only the first are shown. */
export const MAX_TOTALS_ROWS = 200;

/** The functions of a line that are named. */
const MAX_NAMES = 3;

/** The rows of a list, in the order that is asked for; among equals the busiest first. */
export function totalsRows(totals: RunTotals, tables: TimelineTables, order: TotalsOrder): TotalsRow[] {
  const sign = order.ascending ? 1 : -1;
  return rowsOf(totals, tables, order).sort((a, b) => sign * compare(a, b, order.column));
}

function rowsOf(totals: RunTotals, tables: TimelineTables, { list }: TotalsOrder): TotalsRow[] {
  if (list === 'thread') return totals.threads.map((row) => threadRow(row, tables));
  if (list === 'line') return totals.lines.map((row) => lineRow(row, tables));
  return totals.functions.map((row) => functionRow(row, tables));
}

function threadRow(totals: ThreadTotals, tables: TimelineTables): TotalsRow {
  const thread = tables.threads[totals.thread]!;
  const process = tables.processes[thread.process];
  return {
    key: `t${totals.thread}`,
    name: threadLabel(thread),
    place: process ? processLabel(process) : '',
    calls: totals.calls,
    totals,
    site: null,
  };
}

function functionRow(totals: FunctionTotals, tables: TimelineTables): TotalsRow {
  const site = tables.sites[totals.site] ?? null;
  return {
    key: `f${totals.kind} ${totals.site} ${totals.name}`,
    name: nameOf(totals),
    place: site ? placeName(site) : '',
    calls: totals.calls,
    totals,
    site,
  };
}

/** Operations begin at a line; it is the functions that a reader looks for there. */
function lineRow(totals: LineTotals, tables: TimelineTables): TotalsRow {
  const site = tables.sites[totals.site]!;
  const own = totals.functions.filter(({ kind }) => isFunctionKind[kind]);
  const names = (own.length > 0 ? own : totals.functions).map(nameOf);
  const more = names.length > MAX_NAMES ? ['…'] : [];
  return {
    key: `l${totals.line} ${totals.file}`,
    name: placeName(site),
    place: [...names.slice(0, MAX_NAMES), ...more].join(', '),
    calls: timesOf(totals),
    totals,
    site,
  };
}

const nameOf = ({ name }: FunctionTotals): string => displayText(name, 120) || t('(anonymous)');

function compare(a: TotalsRow, b: TotalsRow, column: TotalsColumn): number {
  if (isTextColumn(column))
    return textOf(a, column).localeCompare(textOf(b, column), undefined, { numeric: true });
  return numberOf(a, column) - numberOf(b, column);
}

const textOf = (row: TotalsRow, column: TotalsColumn): string => (column === 'name' ? row.name : row.place);

function numberOf({ calls, totals }: TotalsRow, column: TotalsColumn): number {
  return column === 'calls' ? calls : totals.ns[State[column as 'running']]!;
}

/** What a cell says; nothing is a dash. */
export function cellText(row: TotalsRow, column: TotalsColumn): string {
  if (isTextColumn(column)) return textOf(row, column);
  const value = numberOf(row, column);
  if (value === 0) return '–';
  return column === 'calls' ? String(value) : formatDuration(value);
}

/** What stands above a column. */
export function columnTitle(column: TotalsColumn, { list }: TotalsOrder): string {
  switch (column) {
    case 'name':
      return list === 'thread' ? t('Thread') : list === 'line' ? t('Line') : t('Function');
    case 'place':
      return list === 'thread' ? t('Process') : list === 'line' ? t('Function') : t('Place');
    case 'calls':
      return list === 'line' ? t('Times') : t('Calls');
    case 'running':
      return t('Ran');
    case 'ready':
      return t('Ready');
    case 'waiting':
      return t('Waited');
    case 'blocked':
      return t('Blocked');
  }
}
