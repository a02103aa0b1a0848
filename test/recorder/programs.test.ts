/**
 * The recording of every program of `test/fixtures/programs` says what is written beside it, and takes the time that the program
 * measures itself. The system can take a core away in the middle of it: then the program is run again.
 */
import assert from 'node:assert/strict';
import {
  measuredDifferences,
  type Program,
  type ProgramRun,
  programs,
  runRecordedProgram,
} from './programs.ts';

const MAX_RUNS = 3;

async function rightRun(program: Program): Promise<ProgramRun> {
  for (let runs = 1; ; runs++) {
    const run = await runRecordedProgram(program);
    const isRight = run.actual === program.expected && measuredDifferences(run).length === 0;
    if (isRight || runs === MAX_RUNS) return run;
  }
}

describe('what recordings say of programs', function () {
  this.retries(0);

  it('is written down for at least 60 programs', () => {
    const all = programs();
    assert.ok(all.length >= 60, `there are ${all.length}`);
    assert.deepEqual(
      all.filter(({ expected }) => expected === null).map(({ name }) => name),
      [],
    );
  });

  for (const program of programs()) {
    it(`is right: ${program.name}`, async () => {
      const run = await rightRun(program);
      assert.equal(run.actual, program.expected, run.stderr);
      assert.deepEqual(measuredDifferences(run), []);
    });
  }
});
