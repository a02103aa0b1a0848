import { deepStrictEqual, ok, strictEqual } from 'node:assert';
import {
  MomentIndex,
  momentAt,
  nextEvent,
  previousEvent,
  Recording,
  type Some,
  type TaskMoment,
  type ThreadMoment,
  type TimelineTables,
} from '../../src/analysis/index.ts';
import { TaskKind, WaitKind } from '../../src/shared/records.ts';
import { encodePicture, read, trimPicture } from './pictures.ts';
import { CWD, collectorHeader, joinBytes, ProcessWriter } from './recordWriter.ts';
import { randomFrom, taskName } from './support.ts';

const MS = 1e6;

const indexOf = (tables: TimelineTables): MomentIndex => {
  const index = new MomentIndex(tables);
  ok(index.advance());
  return index;
};
const ofPicture = (picture: string) => indexOf(read(encodePicture(trimPicture(picture))).tables);

const names = ({ tables }: MomentIndex, { items }: Some<TaskMoment>) =>
  items.map(({ task }) => taskName(tables, task));

/** A thread at a moment in one line: `running | stack, innermost first | microtasks | macrotasks | suspended | under way`. */
function line(index: MomentIndex, thread: ThreadMoment): string {
  const places = [thread.stack, thread.microtasks, thread.macrotasks, thread.suspended, thread.underWay];
  return [thread.state, ...places.map((place) => names(index, place).join(' '))].join(' | ');
}

const lines = (index: MomentIndex, ms: number) =>
  momentAt(index, ms * MS).map((thread) => line(index, thread));

/** Every event after the first moment, walking forth; then back. */
function walks(index: MomentIndex): { readonly forth: readonly number[]; readonly back: readonly number[] } {
  const threads = index.tables.threads.map(({ id }) => id);
  const forth: number[] = [];
  for (let ns = nextEvent(index, threads, -1); ns !== null; ns = nextEvent(index, threads, ns))
    forth.push(ns);
  const back: number[] = [];
  const end = Number.POSITIVE_INFINITY;
  for (let ns = previousEvent(index, threads, end); ns !== null; ns = previousEvent(index, threads, ns)) {
    back.unshift(ns);
  }
  return { forth, back };
}

/** Every start and end of a span that there is. */
function edges({ spans }: TimelineTables): Set<number> {
  const found = new Set<number>();
  for (let row = 0; row < spans.length; row++) found.add(spans.startAt(row)).add(spans.endAt(row));
  return found;
}

describe('a moment of a timeline', () => {
  it('knows which task runs inside which', () => {
    const index = ofPicture(`
      main   |RRRRRRRR   |
        f    |RRRRRRRR   |
        g    |  RRRR     |
        h    |   R       |`);
    deepStrictEqual(
      [1, 2, 3, 4, 6].flatMap((ms) => lines(index, ms)),
      ['f', 'g f', 'h g f', 'g f', 'f'].map((stack) => `running | ${stack} |  |  |  | `),
    );
  });

  it('knows what is ready, in the order in which it runs, and what waits for what since when', () => {
    const index = ofPicture(`
      main         |RRRRRRRRRRR |
        f          |RRRRR       |
        a          |R__rrrrR    |
        b          | R_rrR__RR  |
        timer 3 ms | ___rrrrrrR |
        immediate  |  rrrrR     |`);
    deepStrictEqual(lines(index, 3), ['running | f | b a | immediate |  | timer 3 ms']);
    deepStrictEqual(lines(index, 4), ['running | f | b a | immediate timer 3 ms |  | ']);
    deepStrictEqual(lines(index, 5), ['running | b | a | immediate timer 3 ms |  | ']);
    deepStrictEqual(lines(index, 6), ['running | immediate | a | timer 3 ms | b | ']);
    const [thread] = momentAt(index, 6 * MS);
    const [b] = thread!.suspended.items;
    deepStrictEqual([index.tables.strings[b!.reason], b!.startNs, b!.endNs], ['promise', 6 * MS, 8 * MS]);
  });

  it('knows of each thread for itself whether it runs, is blocked, is idle or is not there', () => {
    const index = ofPicture(`
      main   |RRBBB  R |
        f    |RRBBB    |
        g    |       R |
      other  | RRRRR   |
        h    | RRRRR   |`);
    deepStrictEqual(lines(index, 1), ['running | f |  |  |  | ', 'running | h |  |  |  | ']);
    deepStrictEqual(lines(index, 3), ['blocked | f |  |  |  | ', 'running | h |  |  |  | ']);
    deepStrictEqual(lines(index, 6), ['idle |  |  |  |  | ', 'idle |  |  |  |  | ']);
    deepStrictEqual(lines(index, 20), []);
    strictEqual(momentAt(index, 3 * MS)[0]!.sinceNs, 2 * MS);
  });

  it('counts what it does not list', () => {
    const rows = Array.from(
      { length: 200 },
      (_, i) => `  t${i} |${i % 2 === 0 ? 'R__' : ' R_'}${' '.repeat(i)}|`,
    );
    const index = ofPicture(`main |R|\n${rows.join('\n')}`);
    const [thread] = momentAt(index, 2 * MS, 5);
    deepStrictEqual([thread!.suspended.items.length, thread!.suspended.count], [5, 200]);
  });

  it('has the messages that were sent and are not handled', () => {
    const process = new ProcessWriter(7).header(100, 0);
    process.thread(0).fact(0, {}).put(1, 'messageSend', 0, 5, 1, 0);
    process.thread(1).fact(0, { kind: 'worker', threadId: 1 }).put(4, 'messageReceive', 0, 5, 1, 0);
    const index = indexOf(read(joinBytes([collectorHeader(), process.end(9).bytes()])).tables);
    const counts = [0.5, 1, 3.9, 4].map((ms) =>
      momentAt(index, ms * MS).map(({ messages }) => messages.count),
    );
    deepStrictEqual(counts, [
      [0, 0],
      [0, 1],
      [0, 1],
      [0, 0],
    ]);
  });

  it('is known while the recording grows, with what goes on', () => {
    const process = new ProcessWriter(7).header(100, 0);
    const thread = process.thread(0).fact(0, {});
    const site = thread.sites(0, 1, `${CWD}/main.ts`, [
      [1, 1, 'a'],
      [2, 1, 'b'],
    ]);
    thread.put(1, 'taskStart', TaskKind.asyncFunction, 2, site, 0);
    thread.put(2, 'taskStart', TaskKind.asyncFunction, 4, site + 1, 2);
    const recording = new Recording();
    const index = new MomentIndex(recording.tables);
    recording.push('all.cvrec', joinBytes([collectorHeader(), process.flush().bytes()]));
    ok(index.advance());
    deepStrictEqual(lines(index, 2), ['running | b a |  |  |  | ']);
    thread.put(3, 'taskSuspend', WaitKind.promise, 4, site + 1).put(4, 'taskEnd', 0, 2);
    recording.push('all.cvrec', process.flush().frames.at(-1)!);
    ok(index.advance());
    deepStrictEqual(
      [2, 3, 4].flatMap((ms) => lines(index, ms)),
      ['running | b a |  |  |  | ', 'running | a |  |  | b | ', 'idle |  |  |  | b | '],
    );
    strictEqual(momentAt(index, 4 * MS)[0]!.suspended.items[0]!.endNs, null);
    deepStrictEqual([nextEvent(index, [0], 2 * MS), previousEvent(index, [0], 4 * MS)], [3 * MS, 3 * MS]);
  });
});

describe('events', () => {
  const picture = `
    main         |RRRR  RRRRR|
      f          |RRRR       |
      a          |R__rrrrR   |
      timer 3 ms | ___rrR    |
    other        |  RR       |
      h          |  RR       |`;

  it('are found forth and back, the same ones', () => {
    const index = ofPicture(picture);
    const { forth, back } = walks(index);
    deepStrictEqual(forth, back);
    for (const ns of edges(index.tables)) ok(forth.includes(ns), `${ns}`);
  });

  it('of other threads are passed over', () => {
    const index = ofPicture(picture);
    deepStrictEqual([nextEvent(index, [1], 0), nextEvent(index, [1], 2 * MS)], [2 * MS, 4 * MS]);
    strictEqual(previousEvent(index, [1], 4 * MS), 2 * MS);
  });

  it('are found among many as among few', () => {
    const next = randomFrom(7);
    const states = () =>
      Array.from({ length: 400 }, () => (next() < 0.3 ? 'R' : next() < 0.5 ? '_' : 'r')).join('');
    const rows = Array.from({ length: 30 }, (_, i) => `  t${i} |${' '.repeat(i)}R${states()}|`);
    const index = ofPicture(`main |R|\n${rows.join('\n')}`);
    const { forth, back } = walks(index);
    deepStrictEqual(forth, back);
    ok(forth.length > 300);
    for (const ns of edges(index.tables)) ok(forth.includes(ns), `${ns}`);
  });

  it('are the same however the index was made', () => {
    const { tables } = read(encodePicture(trimPicture(picture)));
    const index = new MomentIndex(tables);
    let parts = 0;
    for (; !index.advance(3); parts++);
    ok(parts > 3);
    deepStrictEqual(walks(index), walks(indexOf(tables)));
  });
});
