import {
  compareRuns,
  comparisonJson,
  comparisonText,
  type Recording,
  type RunComparison,
} from '../analysis/index.ts';
import type { CompareCommand } from './compareOptions.ts';
import { readRecording } from './readRecording.ts';
import { printableLines } from './terminal.ts';

/** Prints how two saved runs differ to standard output. Resolves to the exit code. Throws `RecordingError`. */
export async function compareRecordings({ before, after, json }: CompareCommand): Promise<number> {
  const [first, second] = [await readRecording(before), await readRecording(after)];
  for (const recording of [first, second]) sayProblems(recording);
  const comparison = compareRuns(first.tables, second.tables);
  process.stdout.write(`${json ? JSON.stringify(comparisonJson(comparison)) : textOf(comparison)}\n`);
  return 0;
}

/** The run that has just ended, compared with a saved one; for standard error, as standard output is the program's. */
export const comparedWith = (before: Recording, after: Recording): string =>
  textOf(compareRuns(before.tables, after.tables));

const textOf = (comparison: RunComparison): string => printableLines(comparisonText(comparison));

/** Sentences about what could not be read. */
export function sayProblems({ problems }: Recording): void {
  for (const problem of problems)
    process.stderr.write(`concurrency-visualizer: ${printableLines(problem)}\n`);
}
