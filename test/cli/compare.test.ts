import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { outputFolder, runCli } from './support.ts';

const program = (calls: string): string => `import { setTimeout as sleep } from 'node:timers/promises';
async function fetchPart(ms: number) {
  await sleep(ms);
}
${calls}
console.log('done');
`;
const serial = program('await fetchPart(150);\nawait fetchPart(150);');
const together = program('await Promise.all([fetchPart(150), fetchPart(150)]);');

const NOW_OVERLAP =
  /^The 2 calls of `fetchPart` now overlap: 3\d\d ms → 1\d\d ms, at most 1 → 2 in progress\.\n/;

describe('comparing on the command line', function () {
  this.retries(2);
  const out = outputFolder();
  const run = (args: readonly string[]) => runCli(args, { env: out.env(), cwd: out.file('.') });

  async function record(text: string, to: string, ...options: readonly string[]) {
    writeFileSync(out.file('parts.ts'), text);
    return await run(['run', 'parts.ts', '--out', to, ...options]);
  }

  before(async () => {
    await record(serial, 'a.cvrec');
    await record(together, 'b.cvrec');
  });

  it('prints the sentence and a table to standard output', async () => {
    const { code, stdout, stderr } = await run(['compare', 'a.cvrec', 'b.cvrec']);
    assert.equal(code, 0);
    assert.equal(stderr, '');
    assert.match(stdout, NOW_OVERLAP);
    assert.match(stdout, /\n\nWhat +Before +After +Change\nWall time +/);
    assert.match(stdout, /\nVerdict +Serial +Concurrent\n/);
    assert.match(stdout, /\nThe 2 calls of `fetchPart`: in progress, at most +1 +2\n/);
  });

  it('prints one line of JSON', async () => {
    const { code, stdout } = await run(['compare', 'b.cvrec', 'a.cvrec', '--json']);
    assert.equal(code, 0);
    assert.equal(stdout.trimEnd().split('\n').length, 1);
    const { format, sentence, before, after, tasks, functions, overlaps } = JSON.parse(stdout);
    assert.equal(format, 1);
    assert.match(sentence, /no longer overlap/);
    assert.deepEqual([before.verdict, after.verdict], ['concurrent', 'serial']);
    assert.equal(tasks.gone, 0);
    const part = functions.find(({ name }: { name: string }) => name === 'fetchPart');
    assert.deepEqual([part.file, part.line, part.before.calls, part.after.calls], ['parts.ts', 2, 2, 2]);
    assert.deepEqual(
      overlaps.map(({ functions, change }: { functions: string[]; change: string }) => [functions, change]),
      [[['fetchPart'], 'ended']],
    );
  });

  it('compares the run that has just ended, and leaves standard output to the program', async () => {
    // The saved recording is read before the new one takes its place.
    await record(serial, 'same.cvrec');
    const options = ['--compare', 'same.cvrec', '--quiet', '--summary', 'json'];
    const { code, stdout, stderr } = await record(together, 'same.cvrec', ...options);
    assert.equal(code, 0);
    assert.equal(stdout, 'done\n');
    assert.match(stderr, NOW_OVERLAP);
    assert.equal(JSON.parse(stderr.trimEnd().split('\n').at(-1) ?? '').verdict, 'concurrent');
    const again = await run(['compare', 'a.cvrec', 'same.cvrec']);
    assert.match(again.stdout, NOW_OVERLAP);
  });

  it('compares only functions with a run in the mode “light”, and says so', async () => {
    await record(together, 'light.cvrec', '--mode', 'light');
    const { stdout } = await run(['compare', 'b.cvrec', 'light.cvrec']);
    assert.match(
      stdout,
      /^Nothing changed by more than 5 % \(noise\)\.\nOne run was recorded in the mode “light”/,
    );
    assert.doesNotMatch(stdout, /Tasks +\d|sleep/);
  });

  it('refuses what is no recording, and says what to do; the program is not run', async () => {
    writeFileSync(out.file('empty'), '');
    const refused: readonly (readonly [readonly string[], RegExp])[] = [
      [['compare', 'none', 'a.cvrec'], /none cannot be read: ENOENT.* run <file> --out FILE/],
      [['compare', 'a.cvrec', 'parts.ts'], /parts\.ts is no recording.* run <file> --out FILE/],
      [['compare', 'empty', 'a.cvrec'], /empty is no recording/],
      [['compare', 'a.cvrec', '.'], /\. cannot be read: EISDIR/],
      [['compare', 'a.cvrec'], /Two recordings.*\nTry: concurrency-visualizer --help/],
      [['run', 'parts.ts', '--compare', 'none'], /none cannot be read/],
    ];
    for (const [args, message] of refused) {
      const { code, stdout, stderr } = await run(args);
      assert.equal(code, 125, args.join(' '));
      assert.equal(stdout, '');
      assert.match(stderr, message);
      assert.match(stderr, /^concurrency-visualizer: /);
      assert.doesNotMatch(stderr, /\n\s+at /, 'no stack');
    }
  });
});
