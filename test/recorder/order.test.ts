/** A program does the same under the recorder as without: output, order, exit code, and the lines of its errors. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import {
  expectedOutcome,
  type OrderProgram,
  type Outcome,
  orderPrograms,
  runNode,
} from '../instrument/orderPrograms.ts';

const cli = join(import.meta.dirname, '../../dist/cli.cjs');

const recorded = (program: OrderProgram, mode: string): Promise<Outcome> =>
  runNode([cli, 'run', '--quiet', '--mode', mode, program.file], program.file);

describe('recorded programs', () => {
  for (const program of orderPrograms()) {
    it(`run as before: ${program.name}`, async () => {
      const [expected, full, light] = await Promise.all([
        expectedOutcome(program),
        recorded(program, 'full'),
        recorded(program, 'light'),
      ]);
      assert.deepEqual(full, expected);
      assert.deepEqual(light, expected, 'in the mode light');
    });
  }
});
