/** Real programs with threads: who told whom what, who woke whom, and how each thread ended. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { TimelineJson } from '../../src/shared/timelineJson.ts';
import { type ProgramResult, root, timelineOf } from './record.ts';

type Run = ProgramResult & { readonly timeline: TimelineJson };
type Link = TimelineJson['links'][number];

async function runOf(program: string): Promise<Run> {
  const run = await timelineOf(join(root, 'test/fixtures/threads', program));
  assert.equal(run.code, 0, run.stderr);
  assert.equal(run.stderr, '');
  assert.deepEqual(run.timeline.losses, []);
  return run;
}

const linksOf = ({ timeline }: Run, kind: Link['kind']): Link[] =>
  timeline.links.filter((link) => link.kind === kind);

/** How many links of a kind lead from one thread to another, as `from > to`; all of them exact and forwards in time. */
function flows(run: Run, kind: Link['kind']): Readonly<Record<string, number>> {
  const count: Record<string, number> = {};
  for (const { from, to, exact } of linksOf(run, kind)) {
    assert.ok(exact && from.ns <= to.ns);
    const [sender, receiver] = [from, to].map((point) => run.timeline.threads[point.thread]!.name);
    const flow = `${sender} > ${receiver}`;
    count[flow] = (count[flow] ?? 0) + 1;
  }
  return count;
}

describe('messages between threads', () => {
  it('are joined exactly on ports that were given, posted, nested, and had messages already', async () => {
    const run = await runOf('ports.ts');
    assert.deepEqual(flows(run, 'message'), {
      'main > ada': 2,
      'main > grace': 3,
      'ada > grace': 22,
      'grace > ada': 22,
      'ada > main': 1,
      'grace > main': 1,
    });
  });

  it('tell what they carry: copied, and transferred', async () => {
    const run = await runOf('ports.ts');
    const carried = linksOf(run, 'message').map(({ message }) => message!);
    const numbers = carried.map(({ copiedBytes, transferredBytes }) => [copiedBytes, transferredBytes]);
    const large = numbers.filter(([, transferred]) => transferred !== 0);
    assert.deepEqual(large, Array(2).fill([80, 5000]));
    // `{ i, text }`: a number and so many letters.
    for (let i = 0; i < 20; i++)
      assert.equal(numbers.filter(([copied]) => copied === 8 + i).length >= 2, true);
    for (const { isLowerBound, sendNs } of carried) assert.ok(!isLowerBound && sendNs > 0);
  });

  it('of a broadcast reach everybody but the sender', async () => {
    const run = await runOf('broadcast.ts');
    const ready = 1;
    assert.deepEqual(flows(run, 'message'), {
      'main > ada': 10 + ready,
      'main > grace': 10 + ready,
      'ada > main': 10 + ready,
      'ada > grace': 10,
      'grace > main': 10 + ready,
      'grace > ada': 10,
    });
    const sent = new Map<string, number>();
    for (const { from, message } of linksOf(run, 'message')) {
      const point = `${from.thread} ${from.ns}`;
      if (message?.copiedBytes === 8) sent.set(point, (sent.get(point) ?? 0) + 1);
    }
    assert.deepEqual([...sent.values()], Array(30).fill(2));
  });

  it('that are fetched have their receiver, and do not change what others wait for', async () => {
    const run = await runOf('fetched.ts');
    assert.equal(run.stdout, '5\n');
    assert.deepEqual(flows(run, 'message'), { 'main > ada': 6, 'ada > main': 1 });
  });

  it('are joined between any two threads, which Node hands on through the main thread', async () => {
    const run = await runOf('anyThread.ts');
    assert.equal(run.stdout, 'ERR_WORKER_MESSAGING_FAILED\n');
    assert.deepEqual(flows(run, 'message'), {
      'main > ada': 1,
      'main > grace': 1,
      'ada > main': 2,
      'ada > grace': 10,
      'grace > main': 2,
      'grace > ada': 10,
    });
  });
});

describe('shared memory', () => {
  it('links each wake-up of a mutex to who gave it back', async () => {
    const run = await runOf('mutex.ts');
    const woken = Number(run.stdout);
    const links = linksOf(run, 'notify');
    assert.ok(woken > 0);
    assert.equal(links.length, woken);
    const { timeline } = run;
    for (const { from, to, exact } of links) {
      assert.ok(exact && from.thread !== to.thread && from.ns <= to.ns);
      const blocked = timeline.spans.filter(
        (span) => span.thread === to.thread && span.state === 'blocked' && span.endNs === to.ns,
      );
      assert.deepEqual(new Set(blocked.map(({ reason }) => reason)), new Set(['Atomics.wait']));
    }
  });

  it('shows a wait that does not hold its thread, and who ended it', async () => {
    const run = await runOf('waitAsync.ts');
    const waits = run.timeline.tasks.filter((task) => task.name === 'Atomics.waitAsync');
    assert.deepEqual(
      waits.map(({ kind, outcome }) => [kind, outcome]),
      Array(2).fill(['callback', 'returned']),
    );
    const waiting = run.timeline.spans.filter((span) => span.reason === 'Atomics.waitAsync');
    assert.deepEqual(new Set(waiting.map(({ state }) => state)), new Set(['waiting']));
    assert.deepEqual(flows(run, 'notify'), { 'ada > main': 1 });
    assert.equal(linksOf(run, 'notify')[0]!.to.task, waits[0]!.id);
    const functions = run.timeline.tasks.filter((task) => task.name === 'waitFor').map(({ id }) => id);
    const resolved = linksOf(run, 'resolve').map(({ from, to }) => `${from.task} > ${to.task}`);
    for (const i of [0, 1]) assert.ok(resolved.includes(`${waits[i]!.id} > ${functions[i]}`));
  });
});

describe('the end of a worker', () => {
  it('says how it came: by itself, with an error, out of memory, from outside', async () => {
    const run = await runOf('endings.ts');
    const outcomes = Object.fromEntries(run.timeline.threads.map(({ name, outcome }) => [name, outcome]));
    const { grows, ...others } = outcomes;
    assert.deepEqual(others, {
      main: { kind: 'exited', code: 0 },
      returns: { kind: 'exited', code: 0 },
      exits: { kind: 'exited', code: 5 },
      throws: { kind: 'failed', message: 'as planned' },
      spins: { kind: 'terminated' },
      nests: { kind: 'exited', code: 0 },
      inner: { kind: 'terminated' },
    });
    assert.ok(grows?.kind === 'failed');
    assert.match(grows.message, /memory limit/);
  });

  it('loses nothing when 64 end at the same moment', async () => {
    const { timeline } = await runOf('manyEnds.ts');
    const workers = timeline.threads.filter(({ kind }) => kind === 'worker');
    assert.equal(workers.length, 64);
    const steps = timeline.tasks.filter(({ name }) => name === 'step');
    for (const { id, outcome } of workers) {
      assert.deepEqual(outcome, { kind: 'exited', code: 0 });
      assert.equal(steps.filter(({ thread }) => thread === id).length, 50);
    }
    assert.ok(steps.every(({ outcome }) => outcome === 'returned'));
  });
});
