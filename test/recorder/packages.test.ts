/**
 * Well-known packages that live on concurrency: programs like those of their documentation do the same under the recorder as
 * without. The packages themselves run without probes.
 */
import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { TimelineTables } from '../../src/analysis/index.ts';
import { type ProgramResult, recordingOf, root, runNode } from './record.ts';

const folder = join(root, 'test/fixtures/packages');
/** Files with two dots are workers and children of the programs. */
const programs = globSync('*.ts', { cwd: folder, exclude: ['*.*.ts'] }).sort();

describe('programs of well-known packages', () => {
  it('are at least ten', () => assert.ok(programs.length >= 10, programs.join(' ')));

  for (const program of programs) {
    describe(basename(program, '.ts'), () => {
      const file = join(folder, program);
      let recorded: ProgramResult & { readonly tables: TimelineTables };
      before(async () => {
        recorded = await recordingOf(file);
      });

      it('does the same as without the recorder', async () => {
        const { stdout, stderr, code } = recorded;
        const plain = await runNode([file], folder);
        assert.deepEqual({ stdout, stderr, code }, plain);
        assert.equal(plain.code, 0, plain.stderr);
      });

      it('loses no record', () => {
        assert.deepEqual(recorded.tables.losses, []);
        assert.equal(recorded.tables.facts.skipped, 0);
      });
    });
  }
});
