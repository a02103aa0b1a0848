import { compareRuns, type RunComparison, type TimelineTables } from '../../../src/analysis/index.ts';
import { NONE } from '../../../src/shared/timeline.ts';
import { encodePicture, read, trimPicture } from '../pictures.ts';
import { taskName } from '../support.ts';

/**
 * The tables of a picture; `lines` empty lines above it push its places down. Tasks of one name are calls of one function, which begins
 * where the first of them stands.
 */
export function tablesOf(picture: string, lines = 0): TimelineTables {
  const { tables } = read(encodePicture('\n'.repeat(lines) + trimPicture(picture)));
  const { name, site } = tables.tasks.columns;
  const first = new Map<number, number>();
  for (let task = 0; task < tables.tasks.length; task++) {
    const known = first.get(name[task]!);
    if (known === undefined) first.set(name[task]!, site[task]!);
    else site[task] = known;
  }
  return tables;
}

export const compared = (before: string, after: string, lines = 0): RunComparison =>
  compareRuns(tablesOf(before), tablesOf(after, lines));

/** Every task as `before@ms → after@ms`; `–`: there is none. */
export function pairedTasks({ a, b, tasks }: RunComparison): string[] {
  const name = (tables: TimelineTables, task: number): string =>
    task === NONE ? '–' : `${taskName(tables, task)}@${tables.tasks.columns.startNs[task]! / 1e6}`;
  const all = Array.from(tasks.ofA, (other, task) => `${name(a.tables, task)} → ${name(b.tables, other)}`);
  const added = [...tasks.ofB.keys()].filter((task) => tasks.ofB[task] === NONE);
  return [...all, ...added.map((task) => `– → ${name(b.tables, task)}`)];
}
