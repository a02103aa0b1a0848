/** A program does the same under the recorder as without: output, order, exit code, and the lines of its errors. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { expectedOutcome, orderPrograms, runNode } from '../instrument/orderPrograms.ts';

const cli = join(import.meta.dirname, '../../dist/cli.cjs');

describe('recorded programs', () => {
  for (const program of orderPrograms()) {
    it(`run as before: ${program.name}`, async () => {
      const [expected, actual] = await Promise.all([
        expectedOutcome(program),
        runNode([cli, 'run', '--quiet', program.file], program.file),
      ]);
      assert.deepEqual(actual, expected);
    });
  }
});
