import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TimelineJson } from '../../src/shared/timelineJson.ts';
import { type ProgramResult, root, timelineOf } from './record.ts';

type Task = TimelineJson['tasks'][number];
type Run = ProgramResult & { readonly timeline: TimelineJson };

const folder = join(root, 'media/samples');
const lineOf = (file: string, text: string): number =>
  readFileSync(join(folder, file), 'utf8')
    .split('\n')
    .findIndex((line) => line.includes(text)) + 1;

/** Where the program's own measure and the recording are more than 1 ms and 2 % apart, in words. */
function differences({ stdout, timeline }: Run): string[] {
  const ascending = (a: number, b: number): number => a - b;
  const measured = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { name: string; ms: number });
  assert.equal(measured.length, 8);
  return [...new Set(measured.map(({ name }) => name))].flatMap((name) => {
    const own = measured.filter((entry) => entry.name === name).map(({ ms }) => ms);
    const recorded = timeline.tasks
      .filter((task) => task.name === name)
      .map((task) => (task.endNs! - task.startNs) / 1e6)
      .toSorted(ascending);
    return own
      .toSorted(ascending)
      .map((ms, i) => ({ ms, recordedMs: recorded[i]! }))
      .filter(({ ms, recordedMs }) => !(Math.abs(recordedMs - ms) <= 1 + ms * 0.02))
      .map(({ ms, recordedMs }) => `${name}: measured ${ms} ms, recorded ${recordedMs} ms`);
  });
}

describe('a process with workers, a child with a worker, and async functions', () => {
  let run: Run;
  before(async () => {
    run = await timelineOf(join(folder, 'family.ts'));
  });

  const tasksNamed = (name: string): Task[] => run.timeline.tasks.filter((task) => task.name === name);
  const threadNamed = (name: string): number => {
    const thread = run.timeline.threads.find((row) => row.name === name);
    assert.ok(thread, `there is a thread named ${name}`);
    return thread.id;
  };

  it('ends as it does without the recorder', () => {
    assert.equal(run.code, 0, run.stderr);
    assert.equal(run.stderr, '');
  });

  it('has both processes, the child under its parent', () => {
    const [parent, child, ...others] = run.timeline.processes;
    assert.deepEqual(others, []);
    assert.equal(parent?.parent, null);
    assert.equal(child?.parent, parent?.id);
    assert.deepEqual([parent?.outcome, child?.outcome], Array(2).fill({ kind: 'exited', code: 0 }));
  });

  it('has every thread in its process, with its name', () => {
    const threads = run.timeline.threads.map(({ process, kind, name }) => `${process} ${kind} ${name}`);
    assert.deepEqual(threads.toSorted(), [
      '0 main main',
      '0 worker ada',
      '0 worker grace',
      '1 main main',
      '1 worker grandchild',
    ]);
  });

  it('has every async function, at its line', () => {
    const names = ['shortTimer', 'longTimer', 'twoTimers', 'readItself', 'calculate', 'talkTo', 'askChild'];
    for (const name of names) {
      const tasks = tasksNamed(name);
      assert.equal(tasks.length, name === 'talkTo' ? 2 : 1, name);
      for (const { site, outcome } of tasks) {
        assert.equal(site?.line, lineOf('family.ts', `async function ${name}`), name);
        assert.equal(outcome, 'returned', name);
      }
    }
  });

  it('has every async function as long as it measured itself', async () => {
    // The system may take the core away between the program's look at the clock and the recorder's: hence several runs.
    let apart = differences(run);
    for (let attempt = 1; attempt < 4 && apart.length > 0; attempt++) {
      apart = differences(await timelineOf(join(folder, 'family.ts')));
    }
    assert.deepEqual(apart, []);
  });

  it('has every wait, at the line of its await and with its reason', () => {
    const waits = (name: string): string[] =>
      tasksNamed(name).flatMap((task) =>
        run.timeline.spans
          .filter((span) => span.task === task.id && span.state === 'waiting')
          .map((span) => `${span.site?.line} ${span.reason}`),
      );
    const line = (text: string): number => lineOf('family.ts', text);
    assert.deepEqual(waits('shortTimer'), [`${line('sleep(60)')} timer 60 ms`]);
    assert.deepEqual(waits('twoTimers'), [
      `${line('sleep(50)')} timer 50 ms`,
      `${line('sleep(100)')} timer 100 ms`,
    ]);
    assert.deepEqual(waits('readItself'), [`${line('await readFile(')} file operation`]);
    const talk = [line("once(worker, 'message')"), line("once(worker, 'exit')")];
    assert.deepEqual(
      waits('talkTo')
        .map((wait) => Number.parseInt(wait, 10))
        .toSorted((a, b) => a - b),
      [...Array(5).fill(talk[0]), talk[1], talk[1]],
    );
  });

  it('says who was running while another was ready', () => {
    const [calculate] = tasksNamed('calculate');
    const [longest] = run.timeline.spans
      .filter((span) => span.task === calculate?.id && span.state === 'running')
      .map((span) => (span.endNs - span.startNs) / 1e6)
      .toSorted((a, b) => b - a);
    assert.ok(longest !== undefined && longest > 30, `calculate ran ${longest} ms at a stretch`);
  });

  it('joins every message, in both directions, exactly', () => {
    const [main, ada, grace, grandchild] = ['main', 'ada', 'grace', 'grandchild'].map(threadNamed);
    const child = run.timeline.threads.find((row) => row.process === 1 && row.kind === 'main')!.id;
    const messages = run.timeline.links.filter((link) => link.kind === 'message');
    const count = (from: number | undefined, to: number | undefined): number =>
      messages.filter((link) => link.from.thread === from && link.to.thread === to).length;
    assert.deepEqual([count(main, ada), count(ada, main)], [4, 3]);
    assert.deepEqual([count(main, grace), count(grace, main)], [3, 2]);
    assert.deepEqual([count(main, child), count(child, main)], [2, 2]);
    assert.deepEqual([count(child, grandchild), count(grandchild, child)], [2, 1]);
    assert.equal(messages.length, 19);
    for (const { exact, from, to } of messages) assert.ok(exact && from.ns <= to.ns);
  });

  it('links every thread and process to what started it', () => {
    const spawns = run.timeline.links.filter(
      (link) => link.kind === 'spawn' && link.from.thread !== link.to.thread,
    );
    const child = run.timeline.threads.find((row) => row.process === 1 && row.kind === 'main')!.id;
    const pairs = spawns.map((link) => `${link.from.thread}>${link.to.thread}`).toSorted();
    const expected = [
      `0>${threadNamed('ada')}`,
      `0>${threadNamed('grace')}`,
      `0>${child}`,
      `${child}>${threadNamed('grandchild')}`,
    ];
    assert.deepEqual(pairs, expected.toSorted());
  });

  it('lost nothing', () => {
    assert.deepEqual(run.timeline.losses, []);
    assert.ok(run.timeline.clockErrorNs !== null && run.timeline.clockErrorNs < 100_000);
  });
});
