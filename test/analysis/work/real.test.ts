import { ok } from 'node:assert';
import { readFile } from 'node:fs/promises';
import { Recording, reportWork } from '../../../src/analysis/index.ts';
import { Recordings } from '../../page/recordings.ts';
import { workPrograms } from './programs.ts';

const MS = 1e6;
const MOST_ERROR = 0.1;

function isNear(name: string, ns: number, expectedMs: number): void {
  const error = Math.abs(ns / MS - expectedMs) / expectedMs;
  ok(error <= MOST_ERROR, `${name}: ${ns / MS} ms, and should be ${expectedMs} ms`);
}

describe('work and critical path of real runs', function () {
  this.retries(8);
  let recordings: Recordings;

  before(async () => {
    recordings = await Recordings.create();
  });
  after(() => recordings.remove());

  for (const [name, program] of Object.entries(workPrograms)) {
    it(name, async () => {
      const { path, stdout } = await recordings.run(name, program.text);
      const { workMs, startMs } = JSON.parse(stdout);
      const recording = new Recording();
      recording.push(name, await readFile(path));
      recording.finish();
      const report = reportWork(recording.tables);
      isNear('work, by its own clock', workMs * MS, program.work);
      isNear('work', report.workNs, program.work);
      isNear('critical path as written', report.written.ns, program.written(startMs));
      isNear('critical path, freed', report.freed.ns, program.freed(startMs));
    });
  }
});
