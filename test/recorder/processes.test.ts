/** Real programs with child processes of every kind. */
import assert from 'node:assert/strict';
import { basename, join } from 'node:path';
import type { TimelineJson } from '../../src/shared/timelineJson.ts';
import { root, timelineOf } from './record.ts';

async function recordingOf(program: string): Promise<TimelineJson> {
  const { timeline, code, stderr } = await timelineOf(join(root, 'test/fixtures/threads', program));
  assert.equal(code, 0, stderr);
  assert.equal(stderr, '');
  return timeline;
}

const exited = (code: number) => ({ kind: 'exited', code });

/** Program, first argument, parent and outcome of each process. */
const processesOf = ({ processes }: TimelineJson): unknown[] =>
  processes.map(({ command: [file = ''], parent, outcome }) => [basename(file), parent, outcome]);

/** How many messages went from one process to the other. */
function messagesOf({ links, threads }: TimelineJson): Readonly<Record<string, number>> {
  const count: Record<string, number> = {};
  for (const { kind, exact, from, to } of links) {
    if (kind !== 'message') continue;
    assert.ok(exact && from.ns <= to.ns);
    const flow = `${threads[from.thread]!.process} > ${threads[to.thread]!.process}`;
    count[flow] = (count[flow] ?? 0) + 1;
  }
  return count;
}

describe('children that are waited for synchronously', () => {
  let timeline: TimelineJson;
  before(async () => {
    timeline = await recordingOf('syncChildren.ts');
  });

  it('have their rows, also those that are no Node, could not be started, or were killed', () => {
    const [node, first, shell, second, missing, slow, ...others] = processesOf(timeline);
    assert.deepEqual(others, []);
    assert.deepEqual(node, ['node', null, exited(0)]);
    assert.deepEqual(first, ['node', 0, exited(3)]);
    assert.deepEqual(shell, ['sh', 0, exited(0)]);
    assert.deepEqual(second, ['node', 0, exited(0)]);
    assert.deepEqual(missing, [
      'no-such-program',
      0,
      { kind: 'failedToStart', message: 'could not be started (error -2)' },
    ]);
    assert.deepEqual(slow, ['sleep', 0, { kind: 'killed', signal: 'SIGTERM' }]);
  });

  it('last while their thread is blocked', () => {
    const blocked = timeline.spans.filter(
      (span) => span.task === null && span.reason === 'synchronous child process',
    );
    assert.equal(blocked.length, 5);
    timeline.processes.slice(1).forEach(({ startNs, endNs }, i) => {
      const span = blocked[i]!;
      assert.ok(span.startNs <= startNs && startNs <= endNs! && endNs! <= span.endNs);
    });
    const shell = timeline.processes[2]!;
    assert.ok(shell.endNs! - shell.startNs >= 50e6);
  });

  it('are linked with the task that waited, both ways', () => {
    const task = timeline.tasks.find(({ name }) => name === 'inTask')!.id;
    const child = timeline.threads.find(({ process }) => process === 1)!.id;
    const links = timeline.links.filter(({ from, to }) => from.thread === child || to.thread === child);
    assert.deepEqual(
      links.map(({ kind, exact, from, to }) => [kind, exact, from.task ?? to.task]).toSorted(),
      [
        ['exit', true, task],
        ['spawn', true, task],
      ],
    );
  });
});

describe('children beside their parent', () => {
  it('have one row each, with how they ended', async () => {
    const timeline = await recordingOf('children.ts');
    assert.deepEqual(processesOf(timeline), [
      ['node', null, exited(0)],
      ['sh', 0, exited(0)],
      ['sleep', 0, exited(0)],
      ['sleep', 0, { kind: 'killed', signal: 'SIGINT' }],
      ['node', 0, exited(0)],
      ['node', 4, exited(0)],
    ]);
    assert.deepEqual(messagesOf(timeline), { '0 > 4': 2, '4 > 0': 1 });
  });

  it('that are detached are shown to their end, after that of their parent', async () => {
    const { timeline, code } = await timelineOf(join(root, 'test/fixtures/badluck/outlivedByChild.ts'));
    assert.equal(code, 3);
    const [parent, child] = timeline.processes;
    assert.deepEqual(processesOf(timeline), [
      ['node', null, exited(3)],
      ['node', 0, exited(0)],
    ]);
    assert.ok(parent!.endNs! < child!.endNs!);
  });

  it('of a cluster have the program’s messages, and none of Node’s own', async () => {
    const timeline = await recordingOf('cluster.ts');
    assert.deepEqual(processesOf(timeline), [
      ['node', null, exited(0)],
      ['node', 0, exited(0)],
      ['node', 0, exited(0)],
    ]);
    assert.deepEqual(messagesOf(timeline), { '0 > 1': 1, '0 > 2': 1, '1 > 0': 1, '2 > 0': 1 });
  });
});
