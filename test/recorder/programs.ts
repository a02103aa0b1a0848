/**
 * The programs of `test/fixtures/programs`, each with one phenomenon, and what their recording has to say (`<name>.txt`, written by
 * hand from the program). Files with a second dot in their name are parts of another one.
 *
 * `node test/recorder/programs.ts --show <name> …` prints what the recording says now, to be checked against the program.
 */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { TimelineJson } from '../../src/shared/timelineJson.ts';
import { type ProgramResult, root, timelineOf } from './record.ts';
import { storyText } from './storyText.ts';

const folder = join(root, 'test/fixtures/programs');

export interface Program {
  readonly name: string;
  readonly file: string;
  /** What its recording has to say; null: not written yet. */
  readonly expected: string | null;
}

export interface ProgramRun extends ProgramResult {
  readonly timeline: TimelineJson;
  /** What its recording says. */
  readonly actual: string;
}

export function programs(): Program[] {
  const files = globSync('*.{ts,mts,cts,js,mjs,cjs}', { cwd: folder }).filter(
    (file) => file.split('.').length === 2,
  );
  return files.toSorted().map((file) => {
    const name = file.split('.')[0]!;
    const text = join(folder, `${name}.txt`);
    return { name, file: join(folder, file), expected: existsSync(text) ? readFileSync(text, 'utf8') : null };
  });
}

export async function runRecordedProgram({ file }: Program): Promise<ProgramRun> {
  const result = await timelineOf(file);
  return { ...result, actual: storyText(result.timeline, basename(file)) };
}

/** Where a program's own measure and the recording are more than 2 ms and 5 % apart, in words. */
export function measuredDifferences({ stdout, timeline }: ProgramRun): string[] {
  const lines = stdout.split('\n').filter((line) => line.startsWith('{"name":'));
  const measured = lines.map((line) => JSON.parse(line) as { readonly name: string; readonly ms: number });
  return [...Map.groupBy(measured, ({ name }) => name)].flatMap(([name, entries]) => {
    const own = entries.map(({ ms }) => ms).toSorted((a, b) => a - b);
    const recorded = timeline.tasks
      .filter((task) => task.name === name)
      .map(({ startNs, endNs }) => ((endNs ?? Number.NaN) - startNs) / 1e6)
      .toSorted((a, b) => a - b);
    return own
      .map((ms, i) => ({ ms, recordedMs: recorded[i] ?? Number.NaN }))
      .filter(({ ms, recordedMs }) => !(Math.abs(recordedMs - ms) <= 2 + ms * 0.05))
      .map(
        ({ ms, recordedMs }) =>
          `${name} took ${ms} ms by its own measure, and ${recordedMs} ms in the recording`,
      );
  });
}

async function show(names: readonly string[]): Promise<void> {
  for (const program of programs().filter(({ name }) => names.includes(name))) {
    const run = await runRecordedProgram(program);
    process.stdout.write(`${names.length > 1 ? `# ${program.name}\n` : ''}${run.actual}${run.stderr}`);
    for (const difference of measuredDifferences(run)) console.error(difference);
  }
}

if (import.meta.main) {
  const [option, ...names] = process.argv.slice(2);
  if (option !== '--show' || names.length === 0) {
    console.error('Usage: node test/recorder/programs.ts --show <name of a program> …');
    process.exitCode = 1;
  } else await show(names);
}
