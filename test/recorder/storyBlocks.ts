/** The text of a recording as a tree of lines, in an order that is that of the source. */
import type { SiteRow } from '../../src/shared/timeline.ts';

/** A line and what stands under it. `key` orders it among its likes. */
export interface Block {
  readonly key: string;
  readonly head: string;
  readonly lines: readonly string[];
}

/** In order of file, line and column. */
export function siteKey(site: SiteRow | null): string {
  const padded = (value: number | undefined): string => `${value ?? 0}`.padStart(6, '0');
  return `${site?.file ?? ''} ${padded(site?.line)} ${padded(site?.column)}`;
}

/** In order of their keys, what stands under each with two spaces more; equal ones once. */
export function render(blocks: readonly Block[]): string[] {
  const texts = blocks
    .map(({ key, head, lines }) => ({ key, text: [head, ...lines.map((line) => `  ${line}`)].join('\n') }))
    .toSorted((a, b) => compare(a.key, b.key) || compare(a.text, b.text))
    .map(({ text }) => text);
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].flatMap(([text, count]) => {
    const [head = '', ...lines] = text.split('\n');
    return [count === 1 ? head : `${head} ×${count}`, ...lines];
  });
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Neighbours that are the same become one, with a count. */
export function counted(lines: readonly string[]): string[] {
  const runs: { line: string; count: number }[] = [];
  for (const line of lines) {
    const last = runs.at(-1);
    if (last?.line === line) last.count++;
    else runs.push({ line, count: 1 });
  }
  return runs.map(({ line, count }) => (count === 1 ? line : `${line} ×${count}`));
}
