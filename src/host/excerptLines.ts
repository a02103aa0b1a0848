import { cutText } from '../shared/text.ts';

/** Lines before and behind the line that is asked for. */
const AROUND = 2;
/** Characters of a line that are shown, at most. */
const MAX_LINE = 200;

/** The lines around `line` (from 1), without what indents them all; none when there is no such line. */
export function excerptLines(text: string, line: number): { firstLine: number; lines: readonly string[] } {
  const all = text.split(/\r\n|\r|\n/);
  if (!Number.isInteger(line) || line < 1 || line > all.length) return { firstLine: line, lines: [] };
  const firstLine = Math.max(1, line - AROUND);
  const lines = all.slice(firstLine - 1, line + AROUND).map((text) => text.replaceAll('\t', '  ').trimEnd());
  const indents = lines.filter((text) => text !== '').map((text) => text.search(/\S/));
  const indent = Math.min(...indents, MAX_LINE);
  return { firstLine, lines: lines.map((text) => cutText(text.slice(indent), MAX_LINE)) };
}
