import type { RunComparison } from '../compare.ts';
import { fill, phrases } from '../words.ts';
import { hasLosses, isSameMode, type Say } from './names.ts';
import { type ComparedRow, comparedRows } from './rows.ts';
import { comparisonSentence } from './sentence.ts';

const asItIs: Say = (text) => text;

/** The sentence, and below it a table of aligned columns. `say` gives a phrase in the person's language. */
export function comparisonText(comparison: RunComparison, say: Say = asItIs): string {
  const { rows, rest } = comparedRows(comparison, say);
  const table = [headerOf(say), ...rows];
  const widths = [0, 1, 2].map((column) => Math.max(...table.map((row) => widthOf(row[column]!))));
  const lines = table.map((row) =>
    row
      .map((cell, i) => cell + ' '.repeat(Math.max(0, (widths[i] ?? 0) - widthOf(cell))))
      .join('  ')
      .trimEnd(),
  );
  return [...aboveTable(comparison, say), '', ...lines, ...restLine(rest, say)].join('\n');
}

/** The same in Markdown. Names from the program stand in code, where they mean nothing. */
export function comparisonMarkdown(comparison: RunComparison, say: Say = asItIs): string {
  const { rows, rest } = comparedRows(comparison, say);
  const line = (row: ComparedRow): string =>
    `| ${row.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const table = [line(headerOf(say)), '|---|---:|---:|---:|', ...rows.map(line)];
  const more = restLine(rest, say).flatMap((text) => ['', text]);
  return `${[aboveTable(comparison, say).join('\n\n'), '', ...table, ...more].join('\n')}\n`;
}

const headerOf = (say: Say): ComparedRow => [
  say(phrases.what),
  say(phrases.before),
  say(phrases.afterwards),
  say(phrases.change),
];

/** The sentence, and what has to be known about it. */
function aboveTable(comparison: RunComparison, say: Say): string[] {
  return [comparisonSentence(comparison, say), ...comparisonNotes(comparison).map(say)];
}

/** Phrases about what makes the comparison less sure. */
export function comparisonNotes(comparison: RunComparison): readonly string[] {
  const [before, after] = [comparison.a.tables, comparison.b.tables];
  return [
    ...(isSameMode(comparison) ? [] : [phrases.modesDiffer]),
    ...(hasLosses(before) || hasLosses(after) ? [phrases.recordsMissing] : []),
  ];
}

const restLine = (rest: number, say: Say): string[] =>
  rest === 0 ? [] : [fill(say(phrases.moreChanges), rest)];

/** Columns that a text takes in a terminal: Chinese characters and their like take two. */
function widthOf(text: string): number {
  let width = 0;
  for (const char of text)
    width += /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]/.test(char)
      ? 2
      : 1;
  return width;
}
