/** What recording costs: four programs under plain Node, under the recorder, and under Node's own trace events. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pairedRatios, type Variant } from './paired.ts';

const ROUNDS = 7;
const programs = ['awaits', 'timers', 'files', 'http'] as const;
const root = join(import.meta.dirname, '../..');

const variants: readonly Variant[] = [
  { name: 'plain Node', command: (program) => [process.execPath, program] },
  {
    name: 'recorded',
    command: (program) => [
      process.execPath,
      join(root, 'dist/cli.cjs'),
      'run',
      '--quiet',
      '--node',
      process.execPath,
      program,
    ],
  },
  {
    name: 'trace events (node.async_hooks)',
    command: (program) => [process.execPath, '--trace-event-categories', 'node.async_hooks', program],
  },
];

type Ratios = Record<(typeof programs)[number], number>;
const round = (ratio: number): number => Math.round(ratio * 100) / 100;

export async function recordCost(): Promise<object> {
  const recorded = {} as Ratios;
  const traceEvents = {} as Ratios;
  const cwd = await mkdtemp(join(tmpdir(), 'bench-')); // trace events leave their files in the working directory
  console.log(
    `Time of the program itself, as a ratio to plain Node ${process.version} (median of ${ROUNDS} paired runs):`,
  );
  try {
    for (const program of programs) {
      const file = join(import.meta.dirname, 'programs', `${program}.ts`);
      const [, ours, theirs] = await pairedRatios(variants, file, cwd, ROUNDS);
      recorded[program] = round(ours!);
      traceEvents[program] = round(theirs!);
      console.log(
        `  ${program}: recorded ${recorded[program]} ×, Node's trace events ${traceEvents[program]} ×`,
      );
    }
  } finally {
    await rm(cwd, { recursive: true, force: true });
  }
  return { ratio: recorded, peers: { traceEvents } };
}
