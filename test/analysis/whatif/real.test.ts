import { ok } from 'node:assert';
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { predictRun, Recording } from '../../../src/analysis/index.ts';
import { Recordings } from '../../page/recordings.ts';
import { workPrograms } from '../work/programs.ts';

/** So much of a run may other programs take before it says nothing of the machine alone. */
const QUIET = 0.05;
const MOST_ERROR = { quiet: 0.15, busy: 0.25 } as const;

describe('the predicted length of a real run', function () {
  this.retries(4);
  let recordings: Recordings;

  before(async () => {
    recordings = await Recordings.create();
  });
  after(() => recordings.remove());

  for (const name of ['forkJoin', 'timer', 'workers', 'messages'] as const) {
    it(`${name}, against the measured one`, async () => {
      const { path } = await recordings.run(name, workPrograms[name]!.text);
      const recording = new Recording();
      recording.push(name, await readFile(path));
      recording.finish();
      const prediction = predictRun(recording.tables, availableParallelism());
      // What other programs took is known from the kernel. On a busy machine it is kept in.
      const isQuiet = prediction.stolenNs < prediction.measuredNs * QUIET;
      const error = Math.abs(isQuiet ? prediction.error : prediction.errorWithDelays);
      ok(error <= MOST_ERROR[isQuiet ? 'quiet' : 'busy'], JSON.stringify({ isQuiet, ...prediction }));
    });
  }
});
