import { deepStrictEqual, strictEqual } from 'node:assert';
import {
  graphOfJobs,
  type Policy,
  simulate,
  type WhatIf,
  type WhatIfResult,
} from '../../../src/analysis/index.ts';
import { State } from '../../../src/shared/timeline.ts';

/**
 * Examples whose numbers stand in textbooks: [OSC] A. Silberschatz, P. B. Galvin, G. Gagne, “Operating System Concepts”, 10th edition,
 * chapter 5; [OSTEP] R. H. and A. C. Arpaci-Dusseau, “Operating Systems: Three Easy Pieces”, chapters 7 to 9; [Stallings] W. Stallings,
 * “Operating Systems: Internals and Design Principles”, chapter 9, table 9.4 and table 9.5. A job is [arrival, burst], in whatever unit.
 */
type JobRow = readonly [arrival: number, burst: number];

function schedule(policy: Policy, jobs: readonly JobRow[], more: Partial<WhatIf> = {}): WhatIfResult {
  const graph = graphOfJobs(jobs.map(([arrivalNs, burst]) => ({ arrivalNs, burstsNs: [burst] })));
  return simulate(graph, { cores: 1, policy, scheduled: 'threads', ...more });
}

const all = (...bursts: readonly number[]): readonly JobRow[] => bursts.map((burst) => [0, burst]);
const waits = ({ tasks }: WhatIfResult): readonly number[] => [...tasks.waitingNs];
const ends = ({ tasks }: WhatIfResult): readonly number[] => [...tasks.endNs];
const rounded = (value: number): number => Math.round(value * 100) / 100;

/** `P1 0–7, P2 7–9`: who had the core, one after the other. */
function gantt({ stretches }: WhatIfResult): string {
  const rows = Array.from({ length: stretches.length }, (_, i) => i)
    .filter((i) => stretches.state[i] === State.running)
    .sort((a, b) => stretches.startNs[a]! - stretches.startNs[b]!);
  return rows
    .map((i) => `P${stretches.task[i]! + 1} ${stretches.startNs[i]}–${stretches.endNs[i]}`)
    .join(', ');
}

describe('scheduling as the textbooks have it', () => {
  it('[OSC] first come, first served: 24, 3, 3 wait 17 on average; in the order 3, 3, 24 only 3', () => {
    const inOrder = schedule({ kind: 'firstCome' }, all(24, 3, 3));
    deepStrictEqual([waits(inOrder), inOrder.waitingNs.mean], [[0, 24, 27], 17]);
    strictEqual(schedule({ kind: 'firstCome' }, all(3, 3, 24)).waitingNs.mean, 3);
  });

  it('[OSC] shortest job first: 6, 8, 7, 3 wait 7 on average, and 10.25 as they come', () => {
    const jobs = all(6, 8, 7, 3);
    const shortest = schedule({ kind: 'shortestFirst' }, jobs);
    strictEqual(gantt(shortest), 'P4 0–3, P1 3–9, P3 9–16, P2 16–24');
    strictEqual(shortest.waitingNs.mean, 7);
    strictEqual(schedule({ kind: 'firstCome' }, jobs).waitingNs.mean, 10.25);
  });

  it('[OSC] shortest remaining time first: 6.5 on average, and 7.75 where nobody is interrupted', () => {
    const jobs: readonly JobRow[] = [
      [0, 8],
      [1, 4],
      [2, 9],
      [3, 5],
    ];
    const remaining = schedule({ kind: 'shortestRemaining' }, jobs);
    strictEqual(gantt(remaining), 'P1 0–1, P2 1–5, P4 5–10, P1 10–17, P3 17–26');
    strictEqual(remaining.waitingNs.mean, 6.5);
    strictEqual(schedule({ kind: 'shortestFirst' }, jobs).waitingNs.mean, 7.75);
  });

  it('[OSC] round robin: 24, 3, 3 with a quantum of 4 wait 5.66 on average', () => {
    const result = schedule({ kind: 'roundRobin', quantumNs: 4 }, all(24, 3, 3));
    deepStrictEqual([waits(result), rounded(result.waitingNs.mean)], [[6, 4, 7], 5.67]);
    strictEqual(gantt(result), 'P1 0–4, P2 4–7, P3 7–10, P1 10–30');
  });

  it('[OSC] priorities: 8.2 on average', () => {
    const priorities = [3, 1, 4, 5, 2];
    const result = schedule({ kind: 'priority', isPreemptive: false }, all(10, 1, 2, 1, 5), {
      priorityOf: (id) => priorities[id]!,
    });
    strictEqual(gantt(result), 'P2 0–1, P5 1–6, P1 6–16, P3 16–18, P4 18–19');
    strictEqual(rounded(result.waitingNs.mean), 8.2);
  });

  it('[OSC] priorities, and round robin among equal ones', () => {
    const priorities = [3, 2, 2, 1, 3];
    const result = schedule({ kind: 'priority', isPreemptive: true, quantumNs: 2 }, all(4, 5, 8, 7, 3), {
      priorityOf: (id) => priorities[id]!,
    });
    strictEqual(
      gantt(result),
      'P4 0–7, P2 7–9, P3 9–11, P2 11–13, P3 13–15, P2 15–16, P3 16–20, P1 20–22, P5 22–24, P1 24–26, P5 26–27',
    );
  });

  it('[OSTEP] first in, first out: turnaround 20, and 110 behind a long job; shortest first 50', () => {
    strictEqual(schedule({ kind: 'firstCome' }, all(10, 10, 10)).turnaroundNs.mean, 20);
    strictEqual(schedule({ kind: 'firstCome' }, all(100, 10, 10)).turnaroundNs.mean, 110);
    strictEqual(schedule({ kind: 'shortestFirst' }, all(100, 10, 10)).turnaroundNs.mean, 50);
  });

  it('[OSTEP] jobs that come late: shortest first 103.33, shortest time to completion first 50', () => {
    const jobs: readonly JobRow[] = [
      [0, 100],
      [10, 10],
      [10, 10],
    ];
    strictEqual(rounded(schedule({ kind: 'shortestFirst' }, jobs).turnaroundNs.mean), 103.33);
    strictEqual(schedule({ kind: 'shortestRemaining' }, jobs).turnaroundNs.mean, 50);
  });

  it('[OSTEP] response and turnaround: 5 and 10 shortest first, 1 and 14 in turn', () => {
    const shortest = schedule({ kind: 'shortestFirst' }, all(5, 5, 5));
    deepStrictEqual([shortest.responseNs.mean, shortest.turnaroundNs.mean], [5, 10]);
    const inTurn = schedule({ kind: 'roundRobin', quantumNs: 1 }, all(5, 5, 5));
    deepStrictEqual([inTurn.responseNs.mean, inTurn.turnaroundNs.mean], [1, 14]);
  });

  it('[OSTEP] another job runs while one waits for its disk', () => {
    // A calculates 5 × 10 with 10 of I/O in between, B 50: with overlap all is done at 100.
    const graph = graphOfJobs([
      { arrivalNs: 0, burstsNs: [10, 10, 10, 10, 10, 10, 10, 10, 10] },
      { arrivalNs: 0, burstsNs: [50] },
    ]);
    const result = simulate(graph, { cores: 1, policy: { kind: 'shortestRemaining' }, scheduled: 'threads' });
    // At 80 both need 10: who runs goes on. (The book lets A go first.)
    deepStrictEqual([result.wallNs, ends(result), result.utilisation], [100, [100, 90], 1]);
  });

  it('[OSTEP] multi-level feedback: a short job that comes along runs before the long one', () => {
    const policy: Policy = { kind: 'feedback', quantaNs: [10], levels: 3, demotes: 'always' };
    const result = schedule(policy, [
      [0, 180],
      [100, 20],
    ]);
    strictEqual(gantt(result), 'P1 0–100, P2 100–120, P1 120–200');
  });

  it('[OSTEP] the completely fair scheduler: slices of 12 for four jobs, of 24 when two are left', () => {
    const policy: Policy = { kind: 'fair', latencyNs: 48, granularityNs: 6 };
    const result = schedule(policy, all(96, 96, 24, 24));
    strictEqual(
      gantt(result),
      'P1 0–12, P2 12–24, P3 24–36, P4 36–48, P1 48–60, P2 60–72, P3 72–84, P4 84–96, ' +
        'P1 96–120, P2 120–144, P1 144–168, P2 168–192, P1 192–216, P2 216–240',
    );
  });

  describe('[Stallings] five processes', () => {
    const jobs: readonly JobRow[] = [
      [0, 3],
      [2, 6],
      [4, 4],
      [6, 5],
      [8, 2],
    ];
    const feedback = (...quantaNs: readonly number[]): Policy => ({
      kind: 'feedback',
      quantaNs,
      levels: 8,
      demotes: 'whenOthersWait',
    });
    const rows: readonly (readonly [string, Policy, readonly number[], number])[] = [
      ['first come, first served', { kind: 'firstCome' }, [3, 9, 13, 18, 20], 8.6],
      ['round robin, 1', { kind: 'roundRobin', quantumNs: 1 }, [4, 18, 17, 20, 15], 10.8],
      ['round robin, 4', { kind: 'roundRobin', quantumNs: 4 }, [3, 17, 11, 20, 19], 10],
      ['shortest process next', { kind: 'shortestFirst' }, [3, 9, 15, 20, 11], 7.6],
      ['shortest remaining time', { kind: 'shortestRemaining' }, [3, 15, 8, 20, 10], 7.2],
      ['feedback, 1', feedback(1), [4, 20, 16, 19, 11], 10],
      ['feedback, 2^i', feedback(1, 2, 4, 8), [4, 17, 18, 20, 14], 10.6],
    ];
    for (const [name, policy, finish, turnaround] of rows) {
      it(name, () => {
        const result = schedule(policy, jobs);
        deepStrictEqual([ends(result), rounded(result.turnaroundNs.mean)], [finish, turnaround]);
      });
    }
  });
});

describe('cores and switches', () => {
  it('two cores share the work', () => {
    const result = schedule({ kind: 'firstCome' }, all(4, 4, 4), { cores: 2 });
    deepStrictEqual([result.wallNs, ends(result), result.utilisation], [8, [4, 4, 8], 0.75]);
  });

  it('a switch costs time in which nothing runs', () => {
    const result = schedule({ kind: 'roundRobin', quantumNs: 2 }, all(4, 2), { switchNs: 1 });
    strictEqual(gantt(result), 'P1 0–2, P2 3–5, P1 6–8');
    deepStrictEqual([result.switches, result.wallNs, result.utilisation], [2, 8, 0.75]);
  });

  it('the most urgent interrupts the least urgent', () => {
    const result = schedule(
      { kind: 'priority', isPreemptive: true },
      [
        [0, 9],
        [0, 9],
        [3, 2],
      ],
      {
        cores: 2,
        priorityOf: (id) => [2, 3, 1][id]!,
      },
    );
    deepStrictEqual(
      [ends(result), waits(result)],
      [
        [9, 11, 5],
        [0, 2, 0],
      ],
    );
  });

  it('all jobs are lifted to the highest level every so often', () => {
    const policy: Policy = { kind: 'feedback', quantaNs: [2], levels: 3, demotes: 'always' };
    const jobs: readonly JobRow[] = [
      [0, 20],
      [10, 2],
      [12, 2],
      [14, 2],
      [16, 2],
      [18, 2],
      [20, 2],
    ];
    const starved = schedule(policy, jobs);
    const boosted = schedule({ ...policy, boostNs: 15 }, jobs);
    deepStrictEqual([ends(starved)[0], ends(boosted)[0]], [32, 32]);
    // Without it, the long job does not run before the short ones are through, at 22.
    const runsAgain = (result: WhatIfResult): number => Number(/P1 (1\d|2\d)–/.exec(gantt(result))?.[1]);
    deepStrictEqual([runsAgain(starved), runsAgain(boosted)], [22, 16]);
  });

  it('a fair scheduler does not repay who has waited for something else', () => {
    const policy: Policy = { kind: 'fair', latencyNs: 8, granularityNs: 1 };
    // B comes at 20, and A has run for 20: they share from then on.
    strictEqual(
      gantt(
        schedule(policy, [
          [0, 28],
          [20, 8],
        ]),
      ),
      'P1 0–24, P2 24–28, P1 28–32, P2 32–36',
    );
  });
});
