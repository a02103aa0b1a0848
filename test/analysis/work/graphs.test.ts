import { deepStrictEqual, ok, strictEqual } from 'node:assert';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  amdahlSpeedUp,
  boundNs,
  buildTaskGraph,
  criticalPathNs,
  parallelismOf,
  Recording,
  reportWork,
  serialShare,
  verdictOf,
  type WorkReport,
  workOfSpans,
} from '../../../src/analysis/index.ts';
import { encodeSamples } from '../corePictures.ts';
import { encodePicture, read, trimPicture } from '../pictures.ts';
import { collectorHeader, joinBytes, ProcessWriter } from '../recordWriter.ts';
import { handMade } from './handMade.ts';

const MS = 1e6;

const measure = (picture: string, links: readonly string[] = []): WorkReport =>
  reportWork(handMade(picture, links));

/** [work, critical path as written, critical path freed] in ms. */
function numbers(picture: string, links: readonly string[] = []): readonly number[] {
  const { workNs, written, freed } = measure(picture, links);
  return [workNs / MS, written.ns / MS, freed.ns / MS];
}

describe('work and critical path, by hand:', () => {
  it('fork and join, of calls that are over at once', () => {
    const picture = `
      main |            |
        a  |RRRRRRRRRRrR|
        b  | RRR        |
        c  |     RRRR   |`;
    // 1 + 3 + 1 + 4 + 1 + 1; freed: a 1, a 1, c 4, a 1.
    deepStrictEqual(numbers(picture, ['spawn a@1 → b@1', 'spawn a@5 → c@5']), [11, 11, 7]);
  });

  it('a chain: each call is awaited before the next', () => {
    const picture = `
      main |           |
        m  |RRRrRRRRrRR|
        a  | RR        |
        b  |     RRR   |`;
    deepStrictEqual(numbers(picture, ['spawn m@1 → a@1', 'spawn m@5 → b@5']), [9, 9, 9]);
  });

  it('a diamond of threads', () => {
    const picture = `
      main |          |
        a  |RR______RR|
      w1   |          |
        b  |  RRRRR   |
      w2   |          |
        c  |  RRR     |`;
    const links = ['spawn a@2 → w1@2', 'spawn a@2 → w2@2', 'join w1@7 → a@8', 'join w2@5 → a@8'];
    deepStrictEqual(numbers(picture, links), [12, 9, 9]);
  });

  it('a pipeline of two threads', () => {
    const picture = `
      main   |             |
        p    |RRRRRR       |
      w      |             |
        port |  RRR_RRR_RRR|`;
    const links = ['message p@2 → port@2', 'message p@4 → port@6', 'message p@6 → port@10'];
    deepStrictEqual(numbers(picture, links), [15, 11, 11]);
  });

  it('unbalanced: a caller that waits for both of its calls', () => {
    const picture = `
      main |             |
        a  |RRRRRRRRRrRRR|
        b  | RRRRRR      |
        c  |       RR    |`;
    deepStrictEqual(numbers(picture, ['spawn a@1 → b@1', 'spawn a@7 → c@7']), [12, 12, 10]);
  });

  it('nested Promise.all', () => {
    const picture = `
      main |               |
        a  |RRRRRRRRRR___RR|
        b  | RRRRRRrrrrR   |
        d  |  RR           |
        e  |    RRR        |
        c  |       RRR     |`;
    const spawns = ['spawn a@1 → b@1', 'spawn b@2 → d@2', 'spawn b@4 → e@4', 'spawn a@7 → c@7'];
    deepStrictEqual(numbers(picture, [...spawns, 'resolve b@12 → a@13']), [13, 13, 8]);
  });

  it('two threads that send each other messages', () => {
    const picture = `
      main   |           |
        a    |RRRRRR__RRR|
      w      |           |
        port |  RRRRRR   |`;
    deepStrictEqual(numbers(picture, ['message a@2 → port@2', 'message port@8 → a@8']), [15, 11, 11]);
  });

  it('a worker that is started, and its end waited for', () => {
    const picture = `
      main |              |
        a  |RR__________RR|
      w    |              |
        b  |      RRRRR   |`;
    const report = measure(picture, ['spawn a@1 → w@4', 'join w@11 → a@12']);
    const steps = report.written.steps.map(({ kind, link, startNs, endNs }) => {
      return `${kind} ${startNs / MS}–${endNs / MS} ${link}`;
    });
    // Starting it took from 1 to its first code at 6.
    deepStrictEqual(steps, [
      'running 0–1 null',
      'start 1–6 outside',
      'running 6–11 outside',
      'running 12–14 join',
    ]);
    deepStrictEqual(
      [report.written.ns, report.written.runningNs, report.written.outsideNs],
      [13e6, 8e6, 5e6],
    );
    deepStrictEqual([report.workNs, report.freed.ns], [9e6, 13e6]);
  });

  it('a timer beside a calculation', () => {
    const early = `
      main    |         |
        a     |RRRR___RR|
        timer | _____R  |`;
    deepStrictEqual(numbers(early, ['spawn a@1 → timer@1', 'resolve timer@7 → a@7']), [7, 9, 9]);
    const late = `
      main    |           |
        a     |RRRRRRRR_RR|
        timer | _____rrR  |`;
    // As written the timer’s callback waits for a; freed, it is over at 7, and a goes on at 8.
    deepStrictEqual(numbers(late, ['spawn a@1 → timer@1', 'resolve timer@9 → a@9']), [11, 11, 10]);
  });

  it('a lock that is handed over', () => {
    const atTheEnd = `
      main |        |
        a  |RRRRR   |
      w    |        |
        b  |RBBBBRRR|`;
    deepStrictEqual(numbers(atTheEnd, ['notify a@5 → b@5']), [9, 8, 8]);
    const before = `
      main |      |
        a  |RRRRR |
      w    |      |
        b  |RBBRRR|`;
    deepStrictEqual(numbers(before, ['notify a@3 → b@3']), [9, 6, 6]);
    // Nobody has let it go: it is held for as long as it was.
    deepStrictEqual(numbers(atTheEnd), [9, 8, 8]);
    strictEqual(measure(atTheEnd).written.outsideNs, 4 * MS);
  });
});

describe('what a task waited for', () => {
  it('I/O that ended while the thread was busy was there when it became busy', () => {
    const picture = `
      main |              |
        a  |RR_______RRRRR|
        io | _______R     |
        b  |   RRRRR      |`;
    // Freed: a 1, the I/O from 1 to 3, its callback 1, a 5. As written: a 2, nothing until 3, b 5, the callback 1, a 5.
    deepStrictEqual(numbers(picture, ['spawn a@1 → io@1', 'resolve io@9 → a@9']), [13, 14, 9]);
  });

  it('a port that no message is known for was called back for what the other thread did last', () => {
    const picture = `
      main           |            |
        a            |RR          |
        message port | _________RR|
      w              |            |
        b            |   RRRR     |`;
    const spawn = ['spawn a@1 → w@2', 'spawn a@1 → message port@1'];
    // a 1, from 1 to 3 the thread starts, b 4, the port 2: that b’s thread had more to do until 10 is not known to matter.
    deepStrictEqual(numbers(picture, spawn), [8, 9, 9]);
    // Without another thread the port waits for something outside: 1 + 9 + 2.
    deepStrictEqual(numbers(picture.split('\n').slice(0, 4).join('\n'), spawn.slice(1)), [4, 12, 12]);
  });

  it('for no known reason it waited for as long as it did', () => {
    deepStrictEqual(numbers('main |        |\n  a |RR___RRR|'), [5, 8, 8]);
  });

  it('is not known of a thread that is held outside of its tasks', () => {
    deepStrictEqual(numbers('main |        |\n  a |RRBBBRRR|\n'), [5, 8, 8]);
  });
});

describe('the bound', () => {
  const report = measure('main |    |\n  a |RRRR|\nw |    |\n  b |RRRR|\nx |    |\n  c |RR  |');

  it('on few cores is the work, on many the critical path', () => {
    deepStrictEqual([report.workNs / MS, report.written.ns / MS], [10, 4]);
    deepStrictEqual(
      [1, 2, 3].map((cores) => boundNs(report, 'written', cores) / MS),
      [10, 5, 4],
    );
    strictEqual(parallelismOf(report, 'written'), 2.5);
  });

  it('by Amdahl’s law', () => {
    strictEqual(serialShare(report, 'freed'), 0.4);
    strictEqual(amdahlSpeedUp(0.5, 2), 4 / 3);
    deepStrictEqual([amdahlSpeedUp(0, 4), amdahlSpeedUp(1, 4)], [4, 1]);
  });

  it('of nothing is nothing', () => {
    const nothing = reportWork(read(new Uint8Array()).tables);
    deepStrictEqual([nothing.workNs, nothing.written.ns, parallelismOf(nothing, 'written')], [0, 0, 0]);
  });
});

describe('work', () => {
  it('is time on a core, where that is known', () => {
    const picture = trimPicture('main |          |\n  a |RRRRRRRRRR|\nother |    |\n  b |RRRRRRRRRR|');
    const cores = encodeSamples(
      'x |00000000....00000000....0000000000000000|\ny |........0000........0000................|',
    );
    const { workNs, written } = reportWork(read(joinBytes([encodePicture(picture), cores])).tables);
    // One core for 10 ms; the first of them has it for 8.
    deepStrictEqual([Math.round(workNs / MS), Math.round(written.ns / MS)], [10, 8]);
  });
});

describe('the task graph', () => {
  it('counts as work what the verdict counts as running, in real recordings of every format', () => {
    const folder = join(import.meta.dirname, '../../fixtures/recordings');
    for (const name of globSync('*.cvtrace', { cwd: folder })) {
      const { tables } = read(new Uint8Array(readFileSync(join(folder, name))));
      const { mean } = verdictOf(tables, 0, tables.nowNs).running;
      const { workNs, written, freed } = reportWork(tables);
      ok(workNs > 0 && Math.abs(workNs - mean * tables.nowNs) < workNs * 1e-6, `${name}: ${workNs}`);
      ok(Math.abs(workNs - workOfSpans(tables)) < 100, `${name}: ${workOfSpans(tables)}`);
      ok(Math.abs(criticalPathNs(buildTaskGraph(tables), 'written') - written.ns) < 1, name);
      ok(freed.ns <= written.ns && written.ns <= tables.nowNs, `${name}: ${written.ns}`);
    }
  });

  it('takes calls apart that are 100,000 deep', () => {
    const depth = 100_000;
    const process = new ProcessWriter(7).header(100, 0);
    const main = process.thread(0).fact(0);
    for (let i = 1; i <= depth; i++) main.put(i, 'taskStart', 1, i * 2, 0, i * 2 - 2);
    process.flush();
    for (let i = depth; i >= 1; i--) main.put(depth * 2 - i + 1, 'taskEnd', 1, i * 2);
    const { workNs, written, freed } = reportWork(
      read(joinBytes([collectorHeader(), process.bytes()])).tables,
    );
    // Freed, what each call does after its callee is beside that.
    deepStrictEqual(
      [workNs, written.ns, freed.ns].map((ns) => ns / MS),
      [depth * 2 - 1, depth * 2 - 1, depth],
    );
  });

  it('is that of what has run so far, while a program runs', () => {
    const process = new ProcessWriter(7).header(100, 0);
    process
      .thread(0)
      .fact(0)
      .put(0, 'taskStart', 1, 2)
      .put(2, 'taskStart', 1, 4, 0, 2)
      .put(5, 'taskEnd', 1, 4);
    process.thread(1).fact(0).put(4, 'taskStart', 1, 2).put(10, 'taskSuspend', 1, 2);
    const recording = new Recording();
    recording.push('a', joinBytes([collectorHeader(), process.bytes()]));
    deepStrictEqual(reportWork(recording.tables).workNs / MS, 16);
  });
});
