import { deepStrictEqual, ok, strictEqual } from 'node:assert';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  boundNs,
  buildTaskGraph,
  type Policy,
  reportGraph,
  type Scheduled,
  simulate,
  type TaskGraph,
  type WhatIfResult,
  workOf,
} from '../../../src/analysis/index.ts';
import { NONE, State, stateNames } from '../../../src/shared/timeline.ts';
import { read } from '../pictures.ts';
import { handMade } from '../work/handMade.ts';

const MS = 1e6;
const firstCome: Policy = { kind: 'firstCome' };
const policies: readonly Policy[] = [
  firstCome,
  { kind: 'shortestFirst' },
  { kind: 'shortestRemaining' },
  { kind: 'roundRobin', quantumNs: 2 * MS },
  { kind: 'priority', isPreemptive: true },
  { kind: 'priority', isPreemptive: false, quantumNs: MS },
  { kind: 'feedback', quantaNs: [MS, 2 * MS], levels: 4, demotes: 'always', boostNs: 5 * MS },
  { kind: 'fair', latencyNs: 6 * MS, granularityNs: MS },
];

const graphs: Readonly<Record<string, TaskGraph>> = {
  nested: buildTaskGraph(
    handMade(
      `
      main |               |
        a  |RRRRRRRRRR___RR|
        b  | RRRRRRrrrrR   |
        d  |  RR           |
        e  |    RRR        |
        c  |       RRR     |`,
      ['spawn a@1 → b@1', 'spawn b@2 → d@2', 'spawn b@4 → e@4', 'spawn a@7 → c@7', 'resolve b@12 → a@13'],
    ),
  ),
  workers: buildTaskGraph(
    handMade(
      `
      main |              |
        a  |RR__________RR|
      w1   |              |
        b  |      RRRRR   |
      w2   |              |
        c  |    RRRRR     |`,
      ['spawn a@1 → w1@4', 'spawn a@2 → w2@3', 'join w1@11 → a@12', 'join w2@9 → a@12'],
    ),
  ),
  timer: buildTaskGraph(
    handMade(
      `
      main    |           |
        a     |RRRRRRRR_RR|
        timer | _____rrR  |`,
      ['spawn a@1 → timer@1', 'resolve timer@9 → a@9'],
    ),
  ),
  lock: buildTaskGraph(
    handMade(
      `
      main |        |
        a  |RRRRRRRR|
      w    |        |
        b  |RBBBBRRR|`,
      ['notify a@5 → b@5'],
    ),
  ),
  timedOut: buildTaskGraph(handMade('main |        |\n  a  |RBBBBRRR|')),
};

function ranNs({ stretches }: WhatIfResult): number {
  let sumNs = 0;
  for (let i = 0; i < stretches.length; i++) {
    if (stretches.state[i] === State.running) sumNs += stretches.endNs[i]! - stretches.startNs[i]!;
  }
  return sumNs;
}

/** `a running 0–1 0`: task, state, when in ms, core. */
function texts({ stretches }: WhatIfResult, names: readonly string[]): readonly string[] {
  return Array.from({ length: stretches.length }, (_, i) => {
    const core = stretches.core[i] === NONE ? '' : ` on ${stretches.core[i]}`;
    const times = `${stretches.startNs[i]! / MS}–${stretches.endNs[i]! / MS}`;
    return `${names[stretches.task[i]!] ?? 'thread'} ${stateNames[stretches.state[i]!]} ${times}${core}`;
  });
}

/** At no moment has a core, a task or (`isThreadAlone`) a thread two stretches in which it runs. */
function assertOneAtATime({ stretches }: WhatIfResult, isThreadAlone: boolean): void {
  const lanes = isThreadAlone ? (['core', 'task', 'thread'] as const) : (['core', 'task'] as const);
  for (const lane of lanes) {
    const endNs = new Map<number, number>();
    const rows = Array.from({ length: stretches.length }, (_, i) => i)
      .filter((i) => stretches.state[i] === State.running)
      .sort((a, b) => stretches.startNs[a]! - stretches.startNs[b]!);
    for (const row of rows) {
      const of = stretches[lane][row]!;
      ok(
        stretches.startNs[row]! >= (endNs.get(of) ?? 0) - 1e-3,
        `${lane} ${of} at ${stretches.startNs[row]}`,
      );
      endNs.set(of, stretches.endNs[row]!);
    }
  }
}

describe('what if', () => {
  it('tasks kept on their threads take turns there, whatever the number of cores', () => {
    const result = simulate(graphs.nested!, { cores: 4, policy: firstCome, scheduled: 'threads' });
    strictEqual(result.wallNs / MS, 13);
    deepStrictEqual(texts(result, ['a', 'b', 'd', 'e', 'c']), [
      'a running 0–1 on 0',
      'b running 1–2 on 0',
      'd running 2–4 on 0',
      'e running 4–7 on 0',
      'c running 7–10 on 0',
      'b ready 7–10',
      'b running 10–11 on 0',
      'a running 11–13 on 0',
    ]);
  });

  it('each task on a thread of its own', () => {
    const result = simulate(graphs.nested!, { cores: 4, policy: firstCome, scheduled: 'tasks' });
    strictEqual(result.wallNs / MS, 8);
    strictEqual(result.utilisation, 13 / 32);
    const onTwo = simulate(graphs.nested!, { cores: 2, policy: firstCome, scheduled: 'tasks' });
    // 1 of a, then b and c beside each other, then d and e …
    ok(onTwo.wallNs >= 8 * MS && onTwo.wallNs < 13 * MS, `${onTwo.wallNs}`);
  });

  it('workers on one core, and as coroutines of one thread', () => {
    const onTwo = simulate(graphs.workers!, { cores: 2, policy: firstCome, scheduled: 'threads' });
    // c’s thread takes from 2 to 4 to start, b’s from 1 to 6.
    strictEqual(onTwo.wallNs / MS, 13);
    const onOne = simulate(graphs.workers!, { cores: 1, policy: firstCome, scheduled: 'threads' });
    deepStrictEqual([onOne.wallNs / MS, onOne.switches], [16, 3]);
    const coroutines = simulate(graphs.workers!, { cores: 4, policy: firstCome, scheduled: 'coroutines' });
    deepStrictEqual([coroutines.wallNs / MS, coroutines.switches], [16, 0]);
  });

  it('a timer goes on beside what runs', () => {
    const kept = simulate(graphs.timer!, { cores: 2, policy: firstCome, scheduled: 'threads' });
    deepStrictEqual(texts(kept, ['a', 'timer']), [
      'a running 0–8 on 0',
      'timer waiting 1–6',
      'timer ready 6–8',
      'timer running 8–9 on 0',
      'a running 9–11 on 0',
    ]);
    strictEqual(kept.waitingNs.max / MS, 2);
    strictEqual(simulate(graphs.timer!, { cores: 2, policy: firstCome, scheduled: 'tasks' }).wallNs / MS, 10);
  });

  it('a thread that waits for a lock gives its core away', () => {
    const onOne = simulate(graphs.lock!, { cores: 1, policy: firstCome, scheduled: 'threads' });
    deepStrictEqual(texts(onOne, ['a', 'b']), ['a running 0–8 on 0', 'b ready 0–8', 'b running 8–12 on 0']);
    const onTwo = simulate(graphs.lock!, { cores: 2, policy: firstCome, scheduled: 'threads' });
    deepStrictEqual(texts(onTwo, ['a', 'b']), [
      'b running 0–1 on 1',
      'a running 0–8 on 0',
      'b blocked 1–5',
      'b running 5–8 on 1',
    ]);
  });

  it('a hold that nothing has ended takes as long as it did', () => {
    const modes: readonly Scheduled[] = ['threads', 'tasks', 'coroutines'];
    deepStrictEqual(
      modes.map(
        (scheduled) => simulate(graphs.timedOut!, { cores: 1, policy: firstCome, scheduled }).wallNs / MS,
      ),
      [8, 8, 8],
    );
  });
});

describe('every schedule', () => {
  const folder = join(import.meta.dirname, '../../fixtures/recordings');
  const all = { ...graphs };
  for (const name of globSync('*.cvtrace', { cwd: folder })) {
    all[name] = buildTaskGraph(read(new Uint8Array(readFileSync(join(folder, name)))).tables);
  }

  for (const [name, graph] of Object.entries(all)) {
    it(`of “${name}” does all of the work, on one core one thing at a time, and not faster than can be`, () => {
      const report = reportGraph(graph);
      for (const policy of policies) {
        for (const scheduled of ['threads', 'tasks', 'coroutines'] as const) {
          for (const cores of [1, 2, 5]) {
            const result = simulate(graph, { cores, policy, scheduled, switchNs: 1000 });
            const what = `${policy.kind} ${scheduled} ${cores}`;
            ok(Math.abs(ranNs(result) - workOf(graph)) < 100, `${what}: ${ranNs(result)}`);
            ok(result.wallNs >= boundNs(report, 'freed', cores) - 1, `${what}: ${result.wallNs}`);
            ok(result.utilisation <= 1 + 1e-9, what);
            assertOneAtATime(result, scheduled === 'threads');
          }
        }
      }
    });

    it(`of “${name}” takes as long as its critical path, freed, if there are cores for all`, () => {
      const { freed } = reportGraph(graph);
      const { wallNs } = simulate(graph, { cores: 64, policy: firstCome, scheduled: 'tasks' });
      ok(Math.abs(wallNs - freed.ns) < 1, `${wallNs} and ${freed.ns}`);
    });
  }
});
