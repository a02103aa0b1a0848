import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { findOnPath } from '../../src/collector/findOnPath.ts';
import type { TimelineJson } from '../../src/shared/timelineJson.ts';
import { root, runRecorded, timelineOf } from './record.ts';

const program = join(root, 'test/fixtures/cores/calculates.ts');
const hasCounters =
  existsSync('/proc/self/schedstat') && !/^0 0 0/.test(readFileSync('/proc/self/schedstat', 'latin1'));
const canPin = process.platform === 'linux' && findOnPath('taskset', process.env) !== null;

type Row = TimelineJson['cores'][number] & { readonly core: number };

/** The rows in which the three workers have a core, in order of time. */
function workersOnCores({ cores, threads }: TimelineJson): Row[] {
  const workers = new Set(threads.filter(({ kind }) => kind === 'worker').map(({ id }) => id));
  assert.equal(workers.size, 3);
  return cores
    .filter((row): row is Row => row.core !== null && row.thread !== null && workers.has(row.thread))
    .toSorted((a, b) => a.startNs - b.startNs);
}

/** How often a core goes from one of the workers to another. */
function handovers(rows: readonly Row[]): number {
  const last = new Map<number, number>();
  let count = 0;
  for (const { core, thread } of rows) {
    if (last.has(core) && last.get(core) !== thread) count++;
    last.set(core, thread!);
  }
  return count;
}

function assertOneThreadAtATime(rows: TimelineJson['cores']): void {
  const endNs = new Map<number, number>();
  for (const row of rows.filter(({ core }) => core !== null).toSorted((a, b) => a.startNs - b.startNs)) {
    assert.ok(
      row.startNs >= (endNs.get(row.core!) ?? 0),
      `core ${row.core} has one thread at ${row.startNs}`,
    );
    endNs.set(row.core!, row.endNs);
  }
}

describe('the cores of a program’s threads', () => {
  before(function () {
    // Elsewhere there is nothing to record: the system has no such counters.
    if (!hasCounters) this.skip();
  });

  it('kept on one core: it changes hands, two threads never have it at once, and each waits for it', async function () {
    if (!canPin) this.skip(); // Needs taskset, from util-linux.
    const { timeline, stdout } = await timelineOf(program, ['--cores', '1']);
    assert.equal(stdout, '1\n');
    assert.equal(timeline.coreCount, 1);
    assert.equal(timeline.coreRecording, 'sampled');
    const rows = workersOnCores(timeline);
    assert.equal(new Set(rows.map(({ core }) => core)).size, 1);
    assert.ok(handovers(rows) >= 10, `the core changes hands ${handovers(rows)} times`);
    assertOneThreadAtATime(timeline.cores);
    const waiting = timeline.cores.filter(({ core }) => core === null);
    for (const { thread } of rows) assert.ok(waiting.some((row) => row.thread === thread));
  });

  it('on all cores: threads run at the same time where there are several, and the time adds up', async () => {
    const { timeline, stdout } = await timelineOf(program);
    assert.equal(stdout, `${availableParallelism()}\n`);
    assert.equal(timeline.coreCount, availableParallelism());
    const rows = workersOnCores(timeline);
    assertOneThreadAtATime(timeline.cores);
    if (availableParallelism() > 1) {
      const overlaps = rows.some(
        (row, i) => i > 0 && row.startNs < Math.max(...rows.slice(0, i).map((r) => r.endNs)),
      );
      assert.ok(overlaps, 'two workers run at once');
    }
    for (const thread of new Set(rows.map((row) => row.thread))) {
      const sumNs = rows
        .filter((row) => row.thread === thread)
        .reduce((sum, row) => sum + row.endNs - row.startNs, 0);
      // The thread tells its CPU time itself, too; which word is read first is open.
      const counter = timeline.counters.find(
        (row) => row.thread === thread && row.name === 'cpuNs' && row.source === 'system',
      );
      assert.ok(counter, 'the system tells the CPU time of each thread');
      assert.ok(Math.abs(sumNs - counter.value) < counter.value * 0.05, `${sumNs} of ${counter.value} ns`);
    }
  });

  it('are not recorded when nobody wants them', async () => {
    const { timeline } = await timelineOf(program, ['--core-recording', 'off']);
    assert.equal(timeline.coreRecording, 'off');
    assert.deepEqual(timeline.cores, []);
    assert.ok(!timeline.counters.some(({ source }) => source === 'system'));
  });

  it('are exact where perf may be used, and sampled elsewhere; nothing of that is seen by the program', async () => {
    const { timeline, stdout, code } = await timelineOf(program, ['--core-recording', 'exact']);
    assert.equal(code, 0);
    assert.equal(stdout, `${availableParallelism()}\n`);
    assert.match(timeline.coreRecording ?? '', /^(exact|sampled)$/);
    assert.ok(workersOnCores(timeline).length > 3);
    assertOneThreadAtATime(timeline.cores);
  });

  it('cannot be more than there are', async function () {
    if (!canPin) this.skip();
    const { stdout, stderr, code } = await runRecorded(program, [
      '--cores',
      String(availableParallelism() + 1),
    ]);
    assert.equal(code, 125);
    assert.equal(stdout, '');
    assert.match(stderr, new RegExp(`a whole number from 1 to ${availableParallelism()}`));
  });
});
