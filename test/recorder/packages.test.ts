/**
 * Well-known packages that live on concurrency: programs like those of their documentation do the same under the recorder as
 * without, and the recording knows what ended their waits. The packages themselves run without probes.
 */
import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import { basename, join } from 'node:path';
import { exactShare, explainWaits, type TimelineTables } from '../../src/analysis/index.ts';
import { type ProgramResult, recordingOf, root, runNode } from './record.ts';

const folder = join(root, 'test/fixtures/packages');
/** Files with two dots are workers and children of the programs. */
const programs = globSync('*.ts', { cwd: folder, exclude: ['*.*.ts'] }).sort();
const MAX_LISTED = 20;

/** Waits as `task file:line reason length`, the longest first. */
function waitTexts(tables: TimelineTables, rows: readonly number[]): string {
  const { spans } = tables;
  const lengthNs = (row: number): number => spans.endAt(row) - spans.startAt(row);
  const text = (row: number): string => {
    const name = tables.strings[tables.tasks.columns.name[spans.taskAt(row)]!];
    const place = tables.sites[spans.siteAt(row)];
    return `${name} ${place?.file}:${place?.line} ${tables.strings[spans.reasonAt(row)]} ${lengthNs(row) / 1e6} ms`;
  };
  const longest = rows.toSorted((a, b) => lengthNs(b) - lengthNs(a)).slice(0, MAX_LISTED);
  return `${rows.length}\n  ${longest.map(text).join('\n  ')}`;
}

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

      it('has an exact cause for at least 99 % of its waiting', () => {
        const { tables } = recorded;
        const waits = explainWaits(tables);
        const share = exactShare(waits);
        assert.ok(waits.waitingNs > 0);
        assert.ok(
          share >= 0.99,
          `${(share * 100).toFixed(1)} % of ${waits.waitingNs / 1e6} ms.\n` +
            `Without a cause: ${waitTexts(tables, waits.unexplained)}\n` +
            `Inferred only: ${waitTexts(tables, waits.inferred)}`,
        );
      });
    });
  }
});
