/** Measures variants in turn, so that a change of the machine's speed meets all alike. */

/** Measures once; resolves to ms. */
export type Measurement = () => Promise<number>;

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};

/** For each variant the median, over `rounds` rounds, of its time divided by the first variant's in the same round. */
export async function pairedRatios(variants: readonly Measurement[], rounds: number): Promise<number[]> {
  const ratios: number[][] = variants.map(() => []);
  for (let round = 0; round < rounds; round++) {
    const times: number[] = [];
    for (const measure of variants) times.push(await measure());
    for (const [i, time] of times.entries()) ratios[i]!.push(time / times[0]!);
  }
  return ratios.map(median);
}
