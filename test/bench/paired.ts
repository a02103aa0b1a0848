/** Runs variants of a program in turn, in fresh processes, so that a change of the machine's speed meets all alike. */
import { execFile } from 'node:child_process';

/** A way to run a program: a command whose last line on standard output is the milliseconds that the program measured. */
export interface Variant {
  readonly name: string;
  command(program: string): readonly string[];
}

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};

function runOnce(command: readonly string[], cwd: string): Promise<number> {
  const [file, ...args] = command;
  return new Promise((resolve, reject) => {
    execFile(file!, args, { cwd, maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      const ms = Number(stdout.trim().split('\n').at(-1));
      if (error || !Number.isFinite(ms)) reject(new Error(`${command.join(' ')} failed: ${stderr || error}`));
      else resolve(ms);
    });
  });
}

/** For each variant the median, over `rounds` rounds, of its time divided by the first variant's in the same round. */
export async function pairedRatios(
  variants: readonly Variant[],
  program: string,
  cwd: string,
  rounds: number,
): Promise<readonly number[]> {
  const ratios: number[][] = variants.map(() => []);
  for (let round = 0; round < rounds; round++) {
    const times: number[] = [];
    for (const variant of variants) times.push(await runOnce(variant.command(program), cwd));
    for (const [i, time] of times.entries()) ratios[i]!.push(time / times[0]!);
  }
  return ratios.map(median);
}
