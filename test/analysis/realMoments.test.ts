import { deepStrictEqual, ok, strictEqual } from 'node:assert';
import {
  MomentIndex,
  momentAt,
  nextEvent,
  previousEvent,
  type TimelineTables,
} from '../../src/analysis/index.ts';
import { type Ns, State } from '../../src/shared/timeline.ts';
import { programs, Recordings } from '../page/recordings.ts';
import { openRecording } from '../page/testPanel.ts';

/** What the timers and promises of a program, one function inside the other, must look like from moment to moment. */
const program = `import { setTimeout as sleep } from 'node:timers/promises';
async function leaf(n: number) {
  await null;
  if (n > 0) await Promise.all([leaf(n - 1), sleep(2)]);
}
async function branch(n: number) {
  await leaf(n);
  setImmediate(() => {});
  process.nextTick(() => {});
  await sleep(n);
}
await Promise.all([branch(3), branch(1), branch(5)]);
`;

/** Every lane's spans at a moment, found by looking at each span there is. */
function tasksIn(tables: TimelineTables, thread: number, states: readonly number[], ns: Ns): number[] {
  const { spans } = tables;
  const rows = Array.from({ length: spans.length }, (_, row) => row).filter(
    (row) =>
      spans.threadAt(row) === thread &&
      spans.taskAt(row) >= 0 &&
      states.includes(spans.stateAt(row)) &&
      spans.startAt(row) <= ns &&
      spans.endAt(row) > ns,
  );
  return rows.map((row) => spans.taskAt(row)).sort((a, b) => a - b);
}

const ids = (items: readonly { readonly task: number }[]) =>
  items.map(({ task }) => task).sort((a, b) => a - b);

describe('moments of real runs', function () {
  this.timeout(120_000);
  let recordings: Recordings;
  before(async () => {
    recordings = await Recordings.create();
  });
  after(() => recordings?.remove());

  for (const [name, text] of Object.entries({ nested: program, threads: programs.threads })) {
    it(`are complete, nested and in order: ${name}`, async () => {
      const { tables } = openRecording(await recordings.record(name, text));
      const index = new MomentIndex(tables);
      index.advance();
      const threads = tables.threads.map(({ id }) => id);
      let events = 0;
      let deepest = 0;
      for (let ns = nextEvent(index, threads, -1); ns !== null; ns = nextEvent(index, threads, ns)) {
        events++;
        for (const moment of momentAt(index, ns, 1e6)) {
          const { thread, stack, microtasks, macrotasks, suspended, underWay, ownCount } = moment;
          deepStrictEqual(ids(stack.items), tasksIn(tables, thread, [State.running, State.blocked], ns));
          deepStrictEqual(
            ids([...microtasks.items, ...macrotasks.items]),
            tasksIn(tables, thread, [State.ready], ns),
          );
          const waiting = tasksIn(tables, thread, [State.waiting], ns);
          strictEqual(suspended.count + underWay.count + ownCount, waiting.length);
          for (const task of ids([...suspended.items, ...underWay.items])) ok(waiting.includes(task));
          for (const [i, { startNs, endNs }] of stack.items.entries()) {
            const caller = stack.items[i + 1];
            if (caller)
              ok(caller.startNs <= startNs && caller.endNs! >= endNs!, 'a callee runs inside its caller');
          }
          for (const queue of [microtasks, macrotasks]) {
            const runs = queue.items.map(({ endNs }) => endNs!);
            deepStrictEqual(
              runs,
              runs.toSorted((a, b) => a - b),
            );
          }
          const isBusy =
            moment.state === 'running' || moment.state === 'blocked' || moment.state === 'noCore';
          if (stack.count > 0) ok(isBusy, `thread ${thread} is ${moment.state} with a stack`);
          deepest = Math.max(deepest, stack.count);
        }
      }
      ok(events > 50 && deepest >= 2, `${events} events, ${deepest} deep`);
    });
  }

  it('have the same events forth and back', async () => {
    const { tables } = openRecording(await recordings.record('both', programs.threads));
    const index = new MomentIndex(tables);
    index.advance();
    const threads = tables.threads.map(({ id }) => id);
    const forth: number[] = [];
    const back: number[] = [];
    for (let ns = nextEvent(index, threads, -1); ns !== null; ns = nextEvent(index, threads, ns))
      forth.push(ns);
    const end = Number.POSITIVE_INFINITY;
    for (let ns = previousEvent(index, threads, end); ns !== null; ns = previousEvent(index, threads, ns))
      back.unshift(ns);
    deepStrictEqual(back, forth);
    const sent = tables.links.columns.fromNs[0]!;
    ok(forth.includes(sent));
  });
});
