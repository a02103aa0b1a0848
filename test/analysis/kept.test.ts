/**
 * Kept recordings of every format are still read: what is in `test/fixtures/recordings/*.cvtrace` is compared with the text beside
 * it. Times are left out. `UPDATE_GOLDEN=1` writes the texts anew: read them before you keep them.
 */
import { strict as assert } from 'node:assert';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Recording, TimelineTables } from '../../src/analysis/index.ts';
import {
  linkKindNames,
  NONE,
  outcomeNames,
  type ProcessOutcome,
  State,
  stateNames,
  taskKindNames,
} from '../../src/shared/timeline.ts';
import { read } from './pictures.ts';
import { taskName } from './support.ts';

const folder = join(import.meta.dirname, '../fixtures/recordings');

/** All that a recording says but the times and what differs from machine to machine. */
function structureOf({ tables, problems }: Recording): string {
  const { facts, losses } = tables;
  const head =
    `format ${facts.format}, mode ${facts.mode}, dropped ${facts.dropped}, skipped ${facts.skipped}, ` +
    `messages ${facts.messages}, losses ${losses.length}`;
  const processes = tables.processes.flatMap((process) => [
    `process ${process.id}, parent ${process.parent}: ${outcomeText(process.outcome)}`,
    ...tables.threads
      .filter((thread) => thread.process === process.id)
      .flatMap((thread) => [`  ${thread.kind} ${thread.name}`, ...tasksOf(tables, thread.id)]),
  ]);
  return `${[head, ...problems, ...processes, ...linksOf(tables), ...marksOf(tables)].join('\n')}\n`;
}

function outcomeText(outcome: ProcessOutcome | null): string {
  switch (outcome?.kind) {
    case 'exited':
      return `exited ${outcome.code}`;
    case 'killed':
      return `killed ${outcome.signal}`;
    default:
      return outcome?.kind ?? 'unknown';
  }
}

/** The functions of a thread in the order of their start, each with what it waited for; operations are counted by name. */
function tasksOf(tables: TimelineTables, thread: number): string[] {
  const { columns, length } = tables.tasks;
  const operations = new Map<string, number>();
  const lines: string[] = [];
  for (let task = 0; task < length; task++) {
    if (columns.thread[task] !== thread) continue;
    const kind = taskKindNames[columns.kind[task]!]!;
    const name = taskName(tables, task);
    if (kind === 'module' || kind.startsWith('async')) {
      const place = placeOf(tables, columns.site[task]!);
      lines.push(`    ${kind} ${name} ${place}, ${outcomeNames[columns.outcome[task]!]}`);
      lines.push(...waitsOf(tables, task));
    } else operations.set(`${kind} ${name}`, (operations.get(`${kind} ${name}`) ?? 0) + 1);
  }
  return [...lines, ...countTexts(operations, '    ')];
}

function waitsOf({ spans, strings, ...tables }: TimelineTables, task: number): string[] {
  const lines: string[] = [];
  for (let i = 0; i < spans.length; i++) {
    const state = spans.stateAt(i);
    if (spans.taskAt(i) !== task || (state !== State.waiting && state !== State.blocked)) continue;
    const place = placeOf(tables as TimelineTables, spans.siteAt(i));
    lines.push(`      ${stateNames[state]} ${place} ${strings[spans.reasonAt(i)] ?? ''}`.trimEnd());
  }
  return lines;
}

function linksOf({ links, threads }: TimelineTables): string[] {
  const { columns, length } = links;
  const counts = new Map<string, number>();
  for (let i = 0; i < length; i++) {
    const name = (thread: number): string => `${threads[thread]!.process} ${threads[thread]!.name}`;
    const ends = `${name(columns.fromThread[i]!)} → ${name(columns.toThread[i]!)}`;
    const key = `${linkKindNames[columns.kind[i]!]} ${ends}${columns.exact[i] === 1 ? '' : ' ~'}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return countTexts(counts, '');
}

/** What was printed, with its numbers left out: they are times. */
const marksOf = ({ marks }: TimelineTables): string[] =>
  marks.map(({ kind, level, text }) => `${kind} ${level} ${text.replaceAll(/\d+(?:\.\d+)?/g, '<n>')}`);

const countTexts = (counts: ReadonlyMap<string, number>, margin: string): string[] =>
  [...counts].map(([text, count]) => `${margin}${count} × ${text}`).toSorted();

function placeOf({ sites }: TimelineTables, site: number): string {
  const row = site === NONE ? undefined : sites[site];
  return row === undefined ? '?' : `${row.file}:${row.line}:${row.column}`;
}

describe('kept recordings', () => {
  for (const name of globSync('*.cvtrace', { cwd: folder }).sort()) {
    it(name, () => {
      const golden = join(folder, name.replace('.cvtrace', '.txt'));
      const actual = structureOf(read(readFileSync(join(folder, name))));
      if (process.env.UPDATE_GOLDEN === '1') writeFileSync(golden, actual);
      else assert.equal(actual, readFileSync(golden, 'utf8'));
    });
  }

  it('are there for every format', () => {
    const formats = globSync('*.cvtrace', { cwd: folder }).map((name) => name.replace(/-.*/s, ''));
    assert.deepEqual([...new Set(formats)].toSorted(), ['format1', 'format2', 'format3']);
  });
});
