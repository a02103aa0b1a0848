import { deepStrictEqual, strictEqual } from 'node:assert';
import { Recording, type Verdict, verdictOf } from '../../src/analysis/index.ts';
import { encodeSamples } from './corePictures.ts';
import { encodePicture, read, trimPicture } from './pictures.ts';
import { collectorHeader, joinBytes, ProcessWriter } from './recordWriter.ts';

const MS = 1e6;

function verdict(picture: string, fromMs = 0, toMs?: number): Verdict {
  const { tables } = read(encodePicture(trimPicture(picture)));
  return verdictOf(tables, fromMs * MS, (toMs ?? tables.nowNs / MS) * MS);
}

describe('the verdict', () => {
  it('serial: one task after the other', () => {
    deepStrictEqual(verdict('main |          |\n  a |RRRR      |\n  b |     RRRRR|'), {
      kind: 'serial',
      inProgress: { most: 1, mean: 0.9 },
      running: { most: 1, mean: 0.9 },
    });
  });

  it('serial: a task that waits for its own children one by one', () => {
    const picture = 'main |          |\n  a |RR__RR__RR|\n  timer 2 ms | __R       |\n  b |    RRRR  |';
    strictEqual(verdict(picture).kind, 'serial');
  });

  it('concurrent: tasks that wait at the same time', () => {
    deepStrictEqual(verdict('main |          |\n  a |R_______R |\n  b | R_______R|'), {
      kind: 'concurrent',
      inProgress: { most: 2, mean: 1.8 },
      running: { most: 1, mean: 0.4 },
    });
  });

  it('parallel: threads that run at the same time', () => {
    deepStrictEqual(verdict('main |          |\n  a |RRRRRRRRRR|\nother |    |\n  b |     RRRRR|'), {
      kind: 'parallel',
      inProgress: { most: 2, mean: 1.5 },
      running: { most: 2, mean: 1.5 },
    });
  });

  it('concurrent: threads that want to run at the same time, on one core', () => {
    const picture = trimPicture('main |          |\n  a |RRRRRRRRRR|\nother |    |\n  b |RRRRRRRRRR|');
    const cores = encodeSamples(
      'x |00000000....00000000....0000000000000000|\ny |........0000........0000................|',
    );
    const { tables } = read(joinBytes([encodePicture(picture), cores]));
    const { kind, running } = verdictOf(tables, 0, 10 * MS);
    deepStrictEqual([kind, running.most], ['concurrent', 1]);
    strictEqual(Math.round(running.mean), 1);
  });

  it('is for the stretch that is asked for', () => {
    const picture = 'main |          |\n  a |RRRRRR    |\nother |    |\n  b |   RRRRRRR|';
    deepStrictEqual(
      [verdict(picture, 0, 3).kind, verdict(picture, 3, 6).kind, verdict(picture, 6, 10).kind],
      ['serial', 'parallel', 'serial'],
    );
    deepStrictEqual(verdict(picture, 5, 5), {
      kind: 'serial',
      inProgress: { most: 0, mean: 0 },
      running: { most: 0, mean: 0 },
    });
  });

  it('does not count what only stands by, or a timer that never ran', () => {
    const standing =
      'main |          |\n  interval 3 ms |___R__R__ |\n  timer 99 ms |__________|\n  a |RR______RR|';
    strictEqual(verdict(standing).inProgress.most, 1);
  });

  it('does not take a hand-over for an overlap', () => {
    const process = new ProcessWriter(7).header(100, 0);
    process.thread(0).fact(0).put(0, 'taskStart', 1, 2).put(500, 'taskEnd', 1, 2);
    process.thread(1).fact(0).put(499.9, 'taskStart', 1, 2).put(1000, 'taskEnd', 1, 2);
    const { tables } = read(joinBytes([collectorHeader(), process.bytes()]));
    strictEqual(verdictOf(tables, 0, 1000 * MS).kind, 'serial');
    strictEqual(verdictOf(tables, 499 * MS, 501 * MS).kind, 'parallel');
  });

  it('takes a worker’s tasks for children of the task that started it', () => {
    const process = new ProcessWriter(7).header(100, 0);
    const main = process.thread(0).fact(0).put(0, 'taskStart', 1, 2);
    main.event(1, { e: 'workerStart', threadId: 1, file: 'w.ts', name: '' }, 2).put(2, 'taskSuspend', 1, 2);
    main.put(9, 'taskSettled', 0, 2).put(9, 'taskResume', 0, 2).put(10, 'taskEnd', 1, 2);
    process.thread(1).fact(3).put(3, 'taskStart', 1, 2).put(8, 'taskEnd', 1, 2);
    const { tables } = read(joinBytes([collectorHeader(), process.bytes()]));
    deepStrictEqual(verdictOf(tables, 0, 10 * MS).inProgress, { most: 1, mean: 1 });
  });

  it('counts what goes on while the program runs', () => {
    const process = new ProcessWriter(7).header(100, 0);
    process.thread(0).fact(0).put(0, 'taskStart', 1, 2);
    process.thread(1).fact(0).put(5, 'taskStart', 1, 2).put(10, 'taskSuspend', 1, 2);
    const recording = new Recording();
    recording.push('a', joinBytes([collectorHeader(), process.bytes()]));
    deepStrictEqual(verdictOf(recording.tables, 0, 10 * MS).running, { most: 2, mean: 1.5 });
  });

  it('of a chain of timers, each set by the one before, takes no longer than its length', () => {
    const process = new ProcessWriter(7).header(100, 0);
    const main = process.thread(0).fact(0).put(0, 'timerStart', 1, 3);
    for (let i = 1; i < 20_000; i++) {
      const [id, next] = [i * 2 + 1, i * 2 + 3];
      main
        .put(i, 'opBefore', 0, id)
        .put(i, 'timerStart', 1, next, 0, id)
        .put(i + 0.1, 'opAfter', 0, id);
    }
    const { tables } = read(joinBytes([collectorHeader(), process.bytes()]));
    deepStrictEqual(verdictOf(tables, 0, tables.nowNs).inProgress.most, 1);
  });
});
