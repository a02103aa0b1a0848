/** However a program ends, what was recorded until then is there. (Stopped while it spins: `test/cli/badLuck.test.ts`, too.) */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { TimelineJson } from '../../src/shared/timelineJson.ts';
import { outputFolder, startCli } from '../cli/support.ts';
import { waitFor } from '../collector/support.ts';
import { root, timelineOf } from './record.ts';

const program = (name: string): string => join(root, 'test/fixtures/losses', name);

/** How many calls of `step` each thread made that came to an end, in the order of the threads. */
function stepsByThread({ tasks, threads }: TimelineJson): number[] {
  const steps = threads.map(() => 0);
  for (const { name, thread, outcome } of tasks) {
    if (name === 'step' && outcome === 'returned') steps[thread]!++;
  }
  return steps;
}

function checkNothingIsLost({ losses }: TimelineJson): void {
  assert.deepEqual(losses, []);
}

describe('nothing that was recorded is lost', () => {
  const out = outputFolder();

  it('when the program calls process.exit()', async () => {
    const { code, timeline } = await timelineOf(program('exits.ts'));
    assert.equal(code, 3);
    assert.deepEqual(stepsByThread(timeline), [10_000]);
    checkNothingIsLost(timeline);
  });

  it('when nobody catches an error', async () => {
    const { code, timeline } = await timelineOf(program('throws.ts'));
    assert.equal(code, 1);
    assert.deepEqual(stepsByThread(timeline), [10_000]);
    assert.equal(timeline.marks.filter(({ kind }) => kind === 'error').length, 1);
    checkNothingIsLost(timeline);
  });

  it('when a worker is terminated', async () => {
    const { code, timeline } = await timelineOf(program('terminates.ts'));
    assert.equal(code, 0);
    assert.deepEqual(stepsByThread(timeline), [0, 10_000]);
    checkNothingIsLost(timeline);
  });

  it('when the program is stopped while it spins', async () => {
    const cli = startCli(['run', program('spins.ts'), '--json', out.file('spins.json')], { env: out.env() });
    await waitFor('the loop', () => cli.stdout() === 'spinning\n');
    cli.child.kill('SIGINT');
    await cli.ended;
    const timeline = out.timeline('spins.json');
    assert.deepEqual(stepsByThread(timeline), [10_000]);
    checkNothingIsLost(timeline);
  });

  it('when 64 workers end at once', async () => {
    const { code, timeline } = await timelineOf(program('manyWorkers.ts'));
    assert.equal(code, 0);
    assert.deepEqual(stepsByThread(timeline), [0, ...Array(64).fill(500)]);
    checkNothingIsLost(timeline);
  }).timeout(120_000);
});

describe('a program that is killed loses at most its last 20 ms', () => {
  const out = outputFolder();

  // Before the drain thread has begun, about when it begins, and long after.
  for (const forMs of [5, 25, 60, 300]) {
    it(`after ${forMs} ms of steps`, async () => {
      const json = out.file(`${forMs}.json`);
      const args = ['run', program('killsItself.ts'), '--quiet', '--json', json, '--', String(forMs)];
      const cli = startCli(args, { env: out.env() });
      const { code } = await cli.ended;
      assert.equal(code, 128 + 9);
      const [old = 0, all = 0] = cli.stdout().split(' ').map(Number);
      assert.ok(all > 0);
      const [recorded = 0] = stepsByThread(out.timeline(`${forMs}.json`));
      assert.ok(recorded >= old && recorded <= all, `${old} ≤ ${recorded} ≤ ${all}`);
      assert.ok(recorded > 0);
    });
  }
});
