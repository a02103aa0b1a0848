import { deepStrictEqual, ok, strictEqual } from 'node:assert';
import { Recording, TimelineStore } from '../../src/analysis/index.ts';
import { Whys } from '../../src/analysis/why.ts';
import { WaitKind } from '../../src/shared/records.ts';
import { linkKindNames, NONE } from '../../src/shared/timeline.ts';
import { encodePicture, read, trimPicture } from './pictures.ts';
import { CWD, collectorHeader, joinBytes, ProcessWriter, type ThreadWriter } from './recordWriter.ts';
import { taskName } from './support.ts';
import { type Asked, ask, busyTexts, whyLines } from './whyText.ts';

const pictured = (picture: string) => read(encodePicture(trimPicture(picture))).tables;

function linesOf(picture: string, asked: Asked): readonly string[] {
  const tables = pictured(picture);
  return whyLines(tables, ask(tables, asked));
}

const waiting = (name: string, nth = 0): Asked => ({ name, state: 'waiting', nth });

describe('why a bar lasted as long as it did', () => {
  it('a wait that a running task ended', () => {
    const picture = `
      main |RRRRRRRRR|
        a  |RR____rRR|
        b  |  RRRRR  |`;
    deepStrictEqual(linesOf(picture, waiting('a')), [
      'a waiting :2 promise settled by b',
      '← resolve b running :3',
      '= code',
    ]);
  });

  it('is followed on through waits of others to the timer, and tells their places', () => {
    const picture = `
      main          |R                              RRRR|
        outer       |R________________________________rR|
        inner       |R_______________________________RRR|
        timer 30 ms |_______________________________RR  |`;
    deepStrictEqual(linesOf(picture, waiting('outer')), [
      'outer waiting :2 promise settled by inner',
      '← resolve inner waiting :3 timer 30 ms',
      '← resolve timer 30 ms waiting :4 timer 30 ms',
      '= outside',
    ]);
  });

  it('the wait of a timer, or of an operation, is an answer itself', () => {
    const picture = `
      main             |R    R|
        f              |R     |
        file operation |_____R|`;
    deepStrictEqual(linesOf(picture, waiting('file operation')), [
      'file operation waiting :3 file operation',
      '= outside',
    ]);
  });

  it('stops at code that took most of the time, whatever that had waited for before', () => {
    const picture = `
      main         |RRRRRRRRRRRR|
        a          |R_________rR|
        b          |R_rRRRRRRRRR|
        timer 2 ms |__R         |`;
    deepStrictEqual(linesOf(picture, waiting('a')), [
      'a waiting :2 promise settled by b',
      '← resolve b running :3',
      '= code',
    ]);
  });

  it('names runs that took a tenth of the time and more, and goes on', () => {
    const picture = `
      main          |RRRRRRRRRRRRRRR|
        a           |R____________rR|
        b           |R________rRRRR |
        timer 8 ms  |________RR     |`;
    deepStrictEqual(linesOf(picture, waiting('a')), [
      'a waiting :2 promise settled by b',
      '← resolve b running :3',
      '← resumed b waiting :3 timer 8 ms',
      '← resolve timer 8 ms waiting :4 timer 8 ms',
      '= outside',
    ]);
  });

  it('a task that was ready: what its thread was busy with, by place, longest first', () => {
    const picture = `
      main  |RRRRRRRRRRRRR|
        a   |R_rrrrrrrrrrrR|
        gate|RR            |
        long|  RRRRRRRR   |
        in  |     RR      |
        short|          RRR|`;
    const tables = pictured(picture);
    const answer = ask(tables, { name: 'a', state: 'ready' });
    deepStrictEqual(whyLines(tables, answer), ['a ready :2', '← busy long running :4', '= busy']);
    deepStrictEqual(busyTexts(tables, answer), ['long 6', 'short 3', 'in 2']);
  });

  it('a wait for a task that was ready for most of it: the chain ends with what held the thread', () => {
    const picture = `
      main  |RRRRRRRRRRRRRRR|
        a   |R____________rR|
        b   |R_rrrrrrrrrrRRR|
        gate|RR             |
        long|  RRRRRRRRRR   |`;
    deepStrictEqual(linesOf(picture, waiting('a')), [
      'a waiting :2 promise settled by b',
      '← resolve b ready :3',
      '← busy long running :5',
      '= busy',
    ]);
  });

  it('nothing has ended it: the task that it waits for is found by the name, and said to be deduced', () => {
    const tables = readThread((thread, site) => {
      thread.put(1, 'taskStart', 1, 2, site).put(1, 'taskStart', 1, 4, site + 2, 2);
      thread
        .put(2, 'taskSuspend', WaitKind.promise, 4, site + 3)
        .put(3, 'taskSuspend', WaitKind.promise, 2, site + 1, 4);
      thread.event(9, { e: 'threadExit', code: 0 });
    });
    deepStrictEqual(whyLines(tables, ask(tables, waiting('f'))), [
      'f waiting :2 promise of g',
      '← awaited~ g waiting :6 promise',
      '= never',
    ]);
  });

  it('what goes on is not over yet', () => {
    const recording = new Recording();
    const process = new ProcessWriter(7).header(100, 0);
    const thread = process.thread(0).fact(0);
    const site = thread.sites(0, 1, `${CWD}/a.ts`, [[1, 1, 'f']]);
    thread.put(1, 'taskStart', 1, 2, site).put(2, 'taskSuspend', WaitKind.promise, 2, site);
    thread.put(5, 'taskStart', 1, 4, site);
    recording.push('all', joinBytes([collectorHeader(), process.bytes()]));
    const { tables } = recording;
    const whys = new Whys(tables);
    const span = whys.spanAt(0, 0, 2e6)!;
    strictEqual(span.row, NONE);
    deepStrictEqual(whyLines(tables, whys.ask(span)), ['f waiting :1 promise', '= open']);
  });

  it('what is deduced is said to be deduced, and what is not recorded, too', () => {
    const wait = (settled: boolean) =>
      readThread((thread, site) => {
        thread.put(1, 'taskStart', 1, 2, site).put(1, 'taskStart', 1, 4, site + 2, 2);
        thread
          .put(1, 'taskSuspend', WaitKind.promise, 4, site + 3)
          .put(2, 'taskSuspend', WaitKind.promise, 2, site + 1);
        thread.put(3, 'taskResume', 0, 4);
        if (settled) thread.put(7, 'taskSettled', 1, 2, 4);
        thread.put(8, 'taskResume', 0, 2, 2).put(9, 'taskEnd', 1, 2);
      });
    const deduced = wait(true);
    deepStrictEqual(whyLines(deduced, ask(deduced, waiting('f'))).slice(1), [
      '← resolve~ g running :6',
      '= code',
    ]);
    const unknown = wait(false);
    deepStrictEqual(whyLines(unknown, ask(unknown, waiting('f'))).slice(1), ['= unknown']);
  });

  it('says what records that are missing may have told', () => {
    const tables = readThread((thread, site) => {
      thread.put(1, 'taskStart', 1, 2, site).put(2, 'taskSuspend', WaitKind.promise, 2, site + 1);
      thread.put(6, 'loss', 0, 40, 2e6).put(8, 'taskResume', 0, 2, 2).put(9, 'taskEnd', 1, 2);
    });
    deepStrictEqual(whyLines(tables, ask(tables, waiting('f'))).slice(1), ['= lost']);
  });

  it('a run says why it began only then, and what it set going', () => {
    const picture = `
      main          |R          RR|
        outer       |R__________rR|
        inner       |R_________RR |
        timer 8 ms  |_________RR  |`;
    const tables = pictured(picture);
    const answer = ask(tables, { name: 'inner', state: 'running', nth: 1 });
    deepStrictEqual(whyLines(tables, answer), [
      'inner running :3',
      '← resumed inner waiting :3 timer 8 ms',
      '← resolve timer 8 ms waiting :4 timer 8 ms',
      '= outside',
    ]);
    const { kind, toTask } = tables.links.columns;
    deepStrictEqual(
      answer.released.map((row) => `${linkKindNames[kind[row]!]} ${taskName(tables, toTask[row]!)}`),
      ['resolve outer'],
    );
  });

  it('links that lead round in a ring end the walk', () => {
    const store = new TimelineStore();
    const { tables } = read(encodePicture('main |RR  RR|\n  a  |R___RR|\n  b  |R___RR|'));
    const recording = read(encodePicture('main |RR  RR|\n  a  |R___RR|\n  b  |R___RR|'));
    store.apply(recording.deltaSince(recording.startCursor()).delta);
    ok(tables.tasks.length === 2);
    const resolve = linkKindNames.indexOf('resolve');
    for (const [from, to] of [
      [0, 1],
      [1, 0],
    ] as const)
      store.links.push(resolve, true, 0, from, 4e6, 0, to, 4e6);
    strictEqual(whyLines(store, ask(store, waiting('a'))).at(-1), '= cut');
  });

  it('takes in what the timeline has grown by', () => {
    const recording = new Recording();
    const bytes = encodePicture('main |RRRRRRR|\n  a  |R___rRR|\n  b  | RRRR  |');
    recording.push('all', bytes.subarray(0, bytes.length >> 1));
    const whys = new Whys(recording.tables);
    whys.spanAt(0, 0, 1e6);
    recording.push('all', bytes.subarray(bytes.length >> 1));
    recording.finish();
    const answer = whys.ask(whys.spanAt(0, 0, 1e6)!);
    deepStrictEqual(whyLines(recording.tables, answer).slice(1), ['← resolve b running :3', '= code']);
  });
});

/** Async functions `f`, which awaits in line 2, and `g`, which awaits in line 6. */
function readThread(write: (thread: ThreadWriter, site: number) => void) {
  const process = new ProcessWriter(7).header(100, 0);
  const thread = process.thread(0).fact(0);
  const site = thread.sites(0, 1, `${CWD}/a.ts`, [
    [1, 1, 'f'],
    [2, 3, 'f'],
    [5, 1, 'g'],
    [6, 3, 'g'],
  ]);
  write(thread, site);
  return read(joinBytes([collectorHeader(), process.bytes()])).tables;
}
