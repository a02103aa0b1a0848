/** What a real run says of its own cost. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { RecordingSummary } from '../../src/analysis/index.ts';
import { recordingOf, root, runRecorded } from './record.ts';

const program = join(root, 'test/fixtures/modes/busy.ts');

describe('the cost of a run', () => {
  for (const mode of ['full', 'light']) {
    it(`is measured in the mode ${mode}`, async () => {
      const { stderr } = await runRecorded(program, ['--mode', mode, '--summary', 'json']);
      const { cost } = JSON.parse(stderr) as RecordingSummary;
      const { recordsNs, drainNs, totalNs, shareOfCpu } = cost;
      assert.ok(recordsNs !== null && recordsNs > 0);
      assert.ok(drainNs !== null && drainNs > 0);
      assert.equal(totalNs, recordsNs + drainNs + (cost.samplerNs ?? 0));
      assert.ok(shareOfCpu !== null && shareOfCpu > 0 && shareOfCpu < 1, `${shareOfCpu}`);
    });
  }

  it('goes with what Node says of each thread', async () => {
    const { tables } = await recordingOf(program);
    const counters = tables.counters.filter(({ source }) => source === 'node');
    for (const { id, startNs, endNs } of tables.threads) {
      const own = counters.filter(({ thread }) => thread === id);
      assert.deepEqual(
        own.map(({ name }) => name),
        ['cpuNs', 'loopActiveNs', 'heapBytes'],
      );
      const [cpu, active, heap] = own.map(({ value }) => value);
      assert.ok(cpu! > 0 && heap! > 0);
      assert.ok(active! >= 0 && active! <= endNs! - startNs);
    }
  });
});
