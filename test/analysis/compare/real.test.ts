import { deepStrictEqual, match, ok, strictEqual } from 'node:assert';
import { readFile } from 'node:fs/promises';
import {
  compareRuns,
  comparisonSentence,
  countsOf,
  type RunComparison,
} from '../../../src/analysis/index.ts';
import { Recordings } from '../../page/recordings.ts';
import { read } from '../pictures.ts';

const functions = `async function fetchPart(ms: number) {
  await sleep(ms);
}
async function calculate(ms: number) {
  const until = performance.now() + ms;
  while (performance.now() < until);
}
`;
const head = `import { setTimeout as sleep } from 'node:timers/promises';
`;
const serial = `${head}${functions}await fetchPart(200);
await fetchPart(150);
await fetchPart(180);
await calculate(50);
`;
const together = `${head}
// All at once.
${functions}await Promise.all([fetchPart(200), fetchPart(150), fetchPart(180)]);
await calculate(50);
`;

describe('real runs of one file', function () {
  this.retries(3);
  let recordings: Recordings;

  before(async () => {
    recordings = await Recordings.create();
  });
  after(() => recordings.remove());

  /** The same file, before and after it was edited. */
  async function compared(before: string, after: string): Promise<RunComparison> {
    const bytes = [];
    for (const program of [before, after])
      bytes.push(await readFile(await recordings.record('same', program)));
    return compareRuns(read(bytes[0]!).tables, read(bytes[1]!).tables);
  }

  it('one after the other, and all at once', async () => {
    const comparison = await compared(serial, together);
    match(
      comparisonSentence(comparison),
      /^The 3 calls of `fetchPart` now overlap: 5\d\d ms → 2\d\d ms, at most 1 → 3 in progress\.$/,
    );
    deepStrictEqual(countsOf(comparison.threads), { matched: 1, added: 0, gone: 0 });
    const { a, b, tasks } = comparison;
    const calls = (name: string): number[] =>
      [...tasks.ofB.keys()].filter((task) => b.tables.strings[b.tables.tasks.columns.name[task]!] === name);
    strictEqual(calls('fetchPart').length, 3);
    const order = calls('fetchPart').map((task) => a.tables.tasks.columns.startNs[tasks.ofB[task]!]!);
    ok(order[0]! < order[1]! && order[1]! < order[2]!, 'in the order of their calls');
  });

  it('twice the same: nothing changed', async () => {
    const comparison = await compared(together, together);
    strictEqual(comparisonSentence(comparison), 'Nothing changed by more than 5 % (noise).');
    deepStrictEqual(countsOf(comparison.tasks).gone, 0);
  });

  it('one function calculates longer', async () => {
    const comparison = await compared(together, together.replace('calculate(50)', 'calculate(250)'));
    match(comparisonSentence(comparison), /^`calculate` runs (1[89]|2[0-4])\d ms longer \(/);
  });
});
