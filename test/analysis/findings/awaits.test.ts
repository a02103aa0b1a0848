import { deepStrictEqual, strictEqual } from 'node:assert';
import { findingsOf, sentenceText } from '../../../src/analysis/index.ts';
import type { TimelineStore } from '../../../src/analysis/timeline/store.ts';
import { linkKindNames, NONE, State } from '../../../src/shared/timeline.ts';
import { kindsIn } from './found.ts';
import { handMade } from './handMade.ts';

interface Loop {
  readonly rounds: number;
  readonly waitMs: number;
  /** What is called, by its name in a picture; and the name of who calls. */
  readonly called?: string;
  readonly caller?: string;
  /** Ms before the first call. */
  readonly fromMs?: number;
  /** Digit of the line of each wait. */
  readonly waits?: string;
}

/** The lanes of a task that calls, waits, calls, waits …, and links for them. */
function loopLanes({ rounds, waitMs, called = 'load', caller = 'main', fromMs = 0, waits = '1' }: Loop) {
  const calls = Array.from({ length: rounds }, (_, i) => ({
    name: `${called} ${caller.length}${i}`,
    ms: fromMs + i * (waitMs + 1),
    wait: waits[i % waits.length]!,
  }));
  const own = calls.map(({ wait }) => `R${wait.repeat(waitMs)}`).join('');
  return {
    lanes: [
      `  ${caller} |${' '.repeat(fromMs)}${own}R|`,
      ...calls.map(({ name, ms }) => `  ${name} |${' '.repeat(ms)}R${'_'.repeat(waitMs)}|`),
    ],
    links: calls.flatMap(({ name, ms }) => [
      `spawn ${caller}@${ms} → ${name}@${ms}`,
      `resolve ${name}@${ms + 1 + waitMs} → ${caller}@${ms + 1 + waitMs}`,
    ]),
  };
}

function run(...loops: readonly Loop[]) {
  const parts = loops.map(loopLanes);
  return handMade(
    ['thread ||', ...parts.flatMap(({ lanes }) => lanes)].join('\n'),
    parts.flatMap(({ links }) => links),
  );
}

describe('findings: awaits one after another', () => {
  it('three rounds of a loop, with what could be saved', () => {
    const [finding, ...others] = findingsOf(run({ rounds: 3, waitMs: 6 }));
    deepStrictEqual(others, []);
    strictEqual(
      sentenceText(finding!.sentence),
      'load was awaited 3 times one after another in main (main.ts:100): 18 ms of waiting, of which about 12 ms could be saved at once.',
    );
    deepStrictEqual(finding!.site, { file: 'main.ts', line: 100, column: 1, name: '' });
    deepStrictEqual(
      finding!.evidence.map(({ task, startNs, endNs }) => [task, startNs / 1e6, endNs / 1e6]),
      [
        [0, 1, 7],
        [0, 8, 14],
        [0, 15, 21],
      ],
    );
  });

  it('not two rounds, nor three that save less than 5 ms', () => {
    deepStrictEqual(kindsIn(run({ rounds: 2, waitMs: 9 })), []);
    deepStrictEqual(kindsIn(run({ rounds: 3, waitMs: 2 })), []);
    deepStrictEqual(kindsIn(run({ rounds: 4, waitMs: 2 })), ['awaitInLoop 100']);
  });

  it('not pauses that the task makes itself', () => {
    deepStrictEqual(kindsIn(run({ rounds: 4, waitMs: 6, called: 'timer' })), []);
  });

  it('of two awaits in the body of a loop, one finding', () => {
    deepStrictEqual(kindsIn(run({ rounds: 6, waitMs: 4, waits: '12' })), ['awaitInLoop 100']);
  });

  it('not when several tasks loop at the same time, as those that share a queue do', () => {
    const shared = [
      { rounds: 4, waitMs: 6 },
      { rounds: 4, waitMs: 6, caller: 'other', fromMs: 3 },
    ];
    deepStrictEqual(kindsIn(run(...shared)), []);
    const after = [shared[0]!, { ...shared[1]!, fromMs: 40 }];
    deepStrictEqual(kindsIn(run(...after)), ['awaitInLoop 100']);
  });

  it('not while the thread calculates most of the time', () => {
    const { lanes, links } = loopLanes({ rounds: 3, waitMs: 6 });
    const busy = '  busy |  RRRR   RRRR   RRRR  |';
    deepStrictEqual(kindsIn(handMade(['thread ||', ...lanes, busy].join('\n'), links)), []);
  });

  it('not when nobody knows what ended the waits', () => {
    const { lanes, links } = loopLanes({ rounds: 3, waitMs: 6 });
    const spawned = links.filter((link) => link.startsWith('spawn'));
    deepStrictEqual(kindsIn(handMade(['thread ||', ...lanes].join('\n'), spawned)), []);
  });

  it('two calls that may be independent, from 10 ms on', () => {
    const found = findingsOf(run({ rounds: 2, waitMs: 10, waits: '12' }));
    strictEqual(
      sentenceText(found[0]!.sentence),
      'load and load were awaited one after the other in main (main.ts:200) and may be independent: about 10 ms could be saved.',
    );
    deepStrictEqual(kindsIn(run({ rounds: 2, waitMs: 9, waits: '12' })), []);
  });

  it('not beside something that the task began before and that still goes on', () => {
    const { lanes, links } = loopLanes({ rounds: 2, waitMs: 20, waits: '12', fromMs: 1 });
    const [main, ...calls] = lanes;
    const picture = ['thread ||', main!.replace('| R', '|RR'), `  long |R${'_'.repeat(60)}|`, ...calls];
    deepStrictEqual(kindsIn(handMade(picture.join('\n'), ['spawn main@0 → long@0', ...links])), []);
  });

  it('not where most waits are too short to wait for anything', () => {
    deepStrictEqual(kindsIn(roundsOf([6, 6, 6, 0.1, 0.1, 0.1])), ['awaitInLoop 7']);
    deepStrictEqual(kindsIn(roundsOf([6, 6, 6, 0.1, 0.1, 0.1, 0.1])), []);
  });
});

/** `main` calls `load` in line 7 again and again, and waits for so long each time. */
function roundsOf(waitsMs: readonly number[]): TimelineStore {
  const tables = handMade('thread ||\n  main |R|');
  const site = tables.sites.push({ file: 'main.ts', line: 7, column: 1, name: '' }) - 1;
  const name = tables.strings.push('load') - 1;
  const resolve = linkKindNames.indexOf('resolve');
  let ns = 1e6;
  for (const waitMs of waitsMs) {
    const load = tables.tasks.push(0, 0, name, site, 0, ns);
    const [startNs, endNs] = [ns + 1000, ns + 1000 + waitMs * 1e6];
    tables.spans.push(0, 0, State.running, ns, startNs, NONE, site);
    tables.spans.push(0, 0, State.waiting, startNs, endNs, NONE, site);
    tables.tasks.end(load, endNs, 1);
    tables.links.push(resolve, true, 0, load, endNs, 0, 0, endNs);
    ns = endNs;
  }
  tables.spans.push(0, 0, State.running, ns, ns + 1000, NONE, site);
  tables.tasks.end(0, ns + 1000, 1);
  return tables;
}
