import type { TimelineTables } from '../../src/analysis/tables.ts';
import type { MarkRow } from '../../src/shared/timeline.ts';
import { displayText } from '../model/display.ts';
import { lookOf, type MarkLists, type MarkLook } from '../model/lanes.ts';
import { endOf } from '../model/markList.ts';
import type { Pile } from '../model/sign.ts';
import { t } from '../texts.ts';
import { placeName } from './place.ts';
import { formatDuration, formatMoment } from './time.ts';
import type { SpanWords } from './words.ts';

/** What a look of marks is called, for the legend. */
export function lookName(look: MarkLook): string {
  switch (look) {
    case 'line':
      return t('console line, error');
    case 'gc':
      return t('garbage collection');
    case 'mark':
      return t('mark');
    case 'measure':
      return t('measure');
  }
}

/** What can be said about a console line, an error or a note, a garbage collection, and what the program itself marked. */
export function markWords(mark: MarkRow, tables: TimelineTables): SpanWords {
  const site = tables.sites[mark.site] ?? null;
  const lengthNs = endOf(mark) - mark.ns;
  const moment = formatMoment(mark.ns, Math.max(lengthNs, 1e6));
  const hasLength = mark.endNs !== undefined;
  const parts = [
    originOf(mark),
    site ? placeName(site) : '',
    hasLength ? t('from {0} on', moment) : t('at {0}', moment),
  ];
  return { title: titleOf(mark, lengthNs), totals: '', sentence: joined(parts), site };
}

function titleOf(mark: MarkRow, lengthNs: number): string {
  const text = displayText(mark.text, 200);
  const look = lookOf(mark);
  if (look === 'gc') return t('garbage collection {0} ({1})', formatDuration(lengthNs), t(mark.text));
  return look === 'measure' ? t('{0}: {1}', text, formatDuration(lengthNs)) : text;
}

/** What it was that made the mark. */
function originOf({ kind, level }: MarkRow): string {
  switch (kind) {
    case 'console':
      return `console.${level}`;
    case 'mark':
    case 'measure':
      return `performance.${kind}`;
    case 'gc':
      return t('its thread stood still');
    default:
      return '';
  }
}

/** What can be said about marks that are drawn as one. */
export function pileWords(
  { look, count, startNs, endNs, lengthNs, longest }: Pile,
  tables: TimelineTables,
): SpanWords {
  const within = t('within {0}', formatDuration(endNs - startNs));
  const from = t('from {0} on', formatMoment(startNs, Math.max(endNs - startNs, 1e6)));
  const first =
    longest.endNs === undefined
      ? t('the first: {0}', titleOf(longest, 0))
      : t('the longest: {0}', titleOf(longest, endOf(longest) - longest.ns));
  return {
    title: [countWords(look, count), lengthNs > 0 ? t('{0} in all', formatDuration(lengthNs)) : '']
      .filter((part) => part !== '')
      .join(', '),
    totals: '',
    sentence: joined([within, from, first]),
    site: tables.sites[longest.site] ?? null,
  };
}

const oneWord = (look: MarkLook): string => (look === 'line' ? t('1 console line') : `1 ${lookName(look)}`);

function countWords(look: MarkLook, count: number): string {
  const many = count.toLocaleString('en');
  switch (look) {
    case 'line':
      return t('{0} console lines', many);
    case 'gc':
      return t('{0} garbage collections', many);
    case 'mark':
      return t('{0} marks', many);
    case 'measure':
      return t('{0} measures', many);
  }
}

/** How many marks of each look a thread has: `3 console lines · 12 garbage collections, 5.3 ms in all`. */
export function marksOfThread(marks: MarkLists): string {
  return joined(
    (['line', 'gc', 'mark', 'measure'] as const).map((look) => {
      const { length, lengthNs } = marks[look];
      if (length === 0) return '';
      const count = length === 1 ? oneWord(look) : countWords(look, length);
      return look === 'gc' ? `${count}, ${t('{0} in all', formatDuration(lengthNs))}` : count;
    }),
  );
}

const joined = (parts: readonly string[]): string => parts.filter((part) => part !== '').join(' · ');
