import { deepStrictEqual, strictEqual } from 'node:assert';
import { type ExplainedWaits, exactShare, explainWaits, TimelineStore } from '../../src/analysis/index.ts';
import { RETURNED } from '../../src/analysis/timeline/timeline.ts';
import { linkKindNames, NONE, State, type TaskKindName, taskKindNames } from '../../src/shared/timeline.ts';
import { encodePicture, read, trimPicture } from './pictures.ts';
import { randomFrom } from './support.ts';

type Link = (typeof linkKindNames)[number];

/** A timeline of one thread, written row by row. */
class Writer {
  readonly store = new TimelineStore();

  task(kind: TaskKindName, endNs = Number.NaN): number {
    const { tasks } = this.store;
    const task = tasks.push(0, taskKindNames.indexOf(kind), NONE, NONE, NONE, 0);
    if (!Number.isNaN(endNs)) tasks.end(task, endNs, RETURNED);
    return task;
  }

  span(task: number, state: State, startNs: number, endNs: number): this {
    this.store.spans.push(0, task, state, startNs, endNs, NONE, NONE);
    return this;
  }

  /** The task runs, waits from 10 to 20, is ready until 25 and runs again. */
  wait(task: number): this {
    return this.span(task, State.running, 5, 10)
      .span(task, State.waiting, 10, 20)
      .span(task, State.ready, 20, 25)
      .span(task, State.running, 25, 30);
  }

  link(kind: Link, task: number, toNs: number, exact = true, fromNs = 20): this {
    this.store.links.push(linkKindNames.indexOf(kind), exact, 0, NONE, fromNs, 0, task, toNs);
    return this;
  }

  get result(): ExplainedWaits {
    return explainWaits(this.store);
  }
}

/** What comes of one wait of 10 ns to which `write` adds its links. */
function oneWait(write: (writer: Writer, task: number) => void, kind: TaskKindName = 'async function') {
  const writer = new Writer();
  const task = writer.task(kind, 30);
  writer.wait(task);
  write(writer, task);
  const { waitingNs, exactNs, inferredNs } = writer.result;
  return [waitingNs, exactNs, inferredNs];
}

describe('explained waits', () => {
  for (const kind of ['resolve', 'message', 'notify', 'join', 'exit'] as const) {
    it(`a ${kind} to the task when it resumes explains its wait`, () => {
      deepStrictEqual(
        oneWait((writer, task) => writer.link(kind, task, 25)),
        [10, 10, 0],
      );
    });
  }

  it('a link that is not exact only infers the cause, unless an exact one is there too', () => {
    deepStrictEqual(
      oneWait((writer, task) => writer.link('resolve', task, 25, false)),
      [10, 0, 10],
    );
    for (const isExactFirst of [true, false]) {
      const both = (writer: Writer, task: number): Writer =>
        writer.link('resolve', task, 25, isExactFirst).link('message', task, 25, !isExactFirst);
      deepStrictEqual(oneWait(both), [10, 10, 0]);
    }
  });

  it('a wait is not explained by being started, by another task’s link, or by one at another time', () => {
    const others: ((writer: Writer, task: number) => void)[] = [
      () => {},
      (writer, task) => writer.link('spawn', task, 25),
      (writer) => writer.link('resolve', writer.task('async function', 30), 25),
      (writer) => writer.link('message', NONE, 25),
      (writer, task) => writer.link('resolve', task, 10).link('resolve', task, 30),
    ];
    for (const write of others) deepStrictEqual(oneWait(write), [10, 0, 0]);
  });

  it('tells the rows of the waits without an exact cause', () => {
    const writer = new Writer();
    const [a, b, c] = [1, 2, 3].map(() => writer.task('async function', 30));
    writer.wait(a!).wait(b!).wait(c!).link('resolve', b!, 25, false).link('resolve', c!, 25);
    deepStrictEqual(writer.result, {
      waitingNs: 30,
      exactNs: 10,
      inferredNs: 10,
      inferred: [5],
      unexplained: [1],
    });
    strictEqual(exactShare(writer.result), 1 / 3);
  });

  it('counts generators and modules, and no operations or threads', () => {
    const kinds = taskKindNames.filter((kind) => oneWait(() => {}, kind)[0] === 10);
    deepStrictEqual(kinds, ['async function', 'async generator', 'module']);
    const writer = new Writer();
    writer.wait(NONE);
    strictEqual(writer.result.waitingNs, 0);
    strictEqual(exactShare(writer.result), 1);
  });

  it('does not count a wait that never ended, but those before it', () => {
    const writer = new Writer();
    const task = writer.task('async function');
    writer.wait(task).span(task, State.waiting, 30, 100).span(task, State.ready, 100, 110);
    deepStrictEqual([writer.result.waitingNs, writer.result.unexplained], [10, [1]]);
  });

  it('counts a wait after which the task did too little for a span', () => {
    const writer = new Writer();
    const task = writer.task('async function', 20);
    writer.span(task, State.waiting, 10, 20).link('resolve', task, 20);
    strictEqual(writer.result.exactNs, 10);
    const again = new Writer();
    const other = again.task('async generator', 30);
    again.span(other, State.waiting, 10, 20).span(other, State.waiting, 20, 30).link('resolve', other, 20);
    deepStrictEqual([again.result.waitingNs, again.result.unexplained], [20, [1]]);
  });

  it('does not count a wait that a loss in its thread touches', () => {
    const touched = (thread: number, startNs: number, endNs: number): boolean => {
      const writer = new Writer();
      writer.wait(writer.task('async function', 30));
      for (const at of [0, 1000])
        writer.store.losses.push({ thread: 0, startNs: at, endNs: at + 1, count: 1 });
      writer.store.losses.push({ thread, startNs, endNs, count: 1 });
      return writer.result.waitingNs === 0;
    };
    deepStrictEqual(
      [touched(0, 12, 13), touched(0, 2, 11), touched(0, 22, 40), touched(0, 1, 99)],
      Array(4).fill(true),
    );
    deepStrictEqual([touched(0, 2, 9), touched(0, 26, 40), touched(1, 12, 13)], Array(3).fill(false));
  });

  it('finds the causes of many waits, whatever the order of the links', () => {
    const writer = new Writer();
    const random = randomFrom(7);
    const tasks = Array.from({ length: 50 }, () => writer.task('async function', 1e6));
    const links: (readonly [task: number, toNs: number, isExact: boolean])[] = [];
    let exactNs = 0;
    for (let ns = 0; ns < 1e5; ns += 100) {
      const task = tasks[Math.floor(random() * tasks.length)]!;
      const lengthNs = 1 + Math.floor(random() * 50);
      const isExact = random() < 0.5;
      writer.span(task, State.waiting, ns, ns + lengthNs).span(task, State.running, ns + lengthNs, ns + 90);
      links.push([task, ns + lengthNs, isExact]);
      if (isExact) exactNs += lengthNs;
    }
    for (const [task, toNs, isExact] of links.toSorted(() => random() - 0.5))
      writer.link('resolve', task, toNs, isExact);
    const { result } = writer;
    deepStrictEqual(
      [result.exactNs, result.waitingNs - result.inferredNs, result.unexplained],
      [exactNs, exactNs, []],
    );
  });

  it('reads what the timeline makes of records', () => {
    const picture = `
      main |          |
        a  |RR____rRR |
        c  |R____R    |
        b  |     RR   |`;
    const { tables } = read(encodePicture(trimPicture(picture)));
    const { waitingNs, exactNs, unexplained } = explainWaits(tables);
    // `b` settles what `a` waits for; nobody says what ended the wait of `c`.
    deepStrictEqual([waitingNs, exactNs, unexplained.length], [8e6, 4e6, 1]);
  });
});
