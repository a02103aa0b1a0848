import { strict as assert } from 'node:assert';
import { totalsOf } from '../../src/analysis/index.ts';
import { TotalsRun } from '../../webview/pane/totalsRun.ts';
import { fromPicture } from './support.ts';

const MS = 1e6;
const recording = fromPicture(`main |          |
  a  |RRR___RRR |
  b  |   RRR    |`);
const stretch = { startNs: 0, endNs: 4 * MS };
const LATER = Number.MAX_SAFE_INTEGER;

describe('page: totals that are added up beside other work', () => {
  it('have nothing to tell until they are done', () => {
    const run = new TotalsRun();
    run.aim(recording, null, '1');
    assert.equal(run.dueInMs(0), 0);
    assert.equal(run.work(0), false);
    assert.deepEqual([run.totals, run.progress], [null, 0]);
    assert.equal(run.work(1000), true);
    assert.deepEqual(run.totals, totalsOf(recording.store));
    assert.equal(run.progress, 1);
    assert.equal(run.dueInMs(LATER), null);
  });

  it('of another stretch begin anew, at once, and nothing old is told', () => {
    const run = new TotalsRun();
    run.aim(recording, null, '1');
    run.work(1000);
    run.aim(recording, stretch, '1');
    assert.deepEqual([run.totals, run.progress, run.dueInMs(0)], [null, 0, 0]);
    run.work(1000);
    assert.deepEqual(run.totals, totalsOf(recording.store, 0, 4 * MS));
    const { totals } = run;
    run.aim(recording, { ...stretch }, '1');
    assert.equal(run.totals, totals);
  });

  it('of a timeline that has grown are renewed, not at once, and the old ones stay until then', () => {
    const run = new TotalsRun();
    run.aim(recording, null, '1');
    run.work(1000);
    const { totals } = run;
    run.aim(recording, null, '2');
    assert.equal(run.totals, totals);
    assert.ok(run.dueInMs(0)! > 0);
    assert.equal(run.dueInMs(LATER), 0);
    assert.equal(run.work(1000), true);
    assert.notEqual(run.totals, totals);
    assert.deepEqual(run.totals, totals);
  });

  it('of another recording begin anew', () => {
    const run = new TotalsRun();
    run.aim(recording, null, '1');
    run.work(1000);
    run.aim(fromPicture('main |   |\n  a |R  |'), null, '1');
    assert.equal(run.totals, null);
  });
});
