/**
 * What recording costs, as a ratio to plain Node: under the recorder, in both of its modes, and under Node's own trace events. Five
 * programs take the time of what they do themselves; of `hello` it is that of its whole process, from start to end.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pairedRatios } from './paired.ts';
import { node, recorded, type Variant } from './runs.ts';

const ROUNDS = 7;
const programs = {
  awaits: 'printedMs',
  timers: 'printedMs',
  files: 'printedMs',
  http: 'printedMs',
  cpuWorkers: 'printedMs',
  hello: 'processMs',
} as const satisfies Record<string, keyof Variant>;
type Program = keyof typeof programs;

const variants: readonly Variant[] = [
  node(),
  recorded('full'),
  recorded('light'),
  node('--trace-event-categories', 'node.async_hooks'),
];

type Ratios = Record<Program, number>;
const round = (ratio: number): number => Math.round(ratio * 100) / 100;

export async function recordCost(): Promise<object> {
  const [full, light, traceEvents] = [{}, {}, {}] as [Ratios, Ratios, Ratios];
  const cwd = await mkdtemp(join(tmpdir(), 'bench-')); // trace events leave their files in the working directory
  console.log(`Time as a ratio to plain Node ${process.version} (median of ${ROUNDS} paired runs):`);
  try {
    for (const [program, clock] of Object.entries(programs) as [Program, keyof Variant][]) {
      const file = join(import.meta.dirname, 'programs', `${program}.ts`);
      const measurements = variants.map((variant) => () => variant[clock](file, cwd));
      const [, ...ratios] = (await pairedRatios(measurements, ROUNDS)).map(round);
      [full[program], light[program], traceEvents[program]] = ratios as [number, number, number];
      console.log(
        `  ${program}: recorded ${full[program]} ×, in the mode light ${light[program]} ×, ` +
          `Node's trace events ${traceEvents[program]} ×`,
      );
    }
  } finally {
    await rm(cwd, { recursive: true, force: true });
  }
  return { ratio: full, light, peers: { traceEvents } };
}
