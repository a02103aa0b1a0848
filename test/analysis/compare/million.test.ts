import { ok, strictEqual } from 'node:assert';
import { sweepGroups } from '../../../src/analysis/compare/overlaps.ts';
import { siblingPairs } from '../../../src/analysis/compare/siblings.ts';
import { LineShift, pairSpots, type Spot, uniquePairs } from '../../../src/analysis/compare/spots.ts';
import { pairTasks, type Side } from '../../../src/analysis/compare/tasks.ts';
import { countsOf, TimelineStore } from '../../../src/analysis/index.ts';
import { finish } from '../../../src/analysis/steps.ts';
import { NONE } from '../../../src/shared/timeline.ts';

/** Counts how often a column or a list is read. */
class Reads {
  count = 0;

  of<Rows extends object>(rows: Rows): Rows {
    return new Proxy(rows, {
      get: (target, key) => {
        this.count++;
        const value = Reflect.get(target, key, target);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
  }
}

const CALLS = 1_000_000;

/** A run whose first task has made all others, calls from `places` places, one after the other. */
function runOf(calls: number, places: number, reads: Reads): Side {
  const store = new TimelineStore();
  for (let task = 0; task < calls; task++) {
    store.tasks.push(0, 0, 0, NONE, task === 0 ? NONE : 0, task);
    store.tasks.end(task, task === 0 ? calls : task + 1, 1);
  }
  const pairOf = Int32Array.from({ length: calls }, (_, task) => task % places);
  const columns = store.tasks.columns;
  const counted = {
    ...columns,
    parent: reads.of(columns.parent),
    thread: reads.of(columns.thread),
    startNs: reads.of(columns.startNs),
    endNs: reads.of(columns.endNs),
  };
  Object.defineProperty(store.tasks, 'columns', { value: counted });
  return { tables: store, pairOf };
}

const threads = { ofA: Int32Array.of(0), ofB: Int32Array.of(0) };

describe('a million calls', () => {
  for (const places of [1, 1000]) {
    it(`from ${places} places are paired with a fixed number of looks at each`, () => {
      const reads = new Reads();
      const [a, b] = [runOf(CALLS, places, reads), runOf(CALLS - 1000, places, reads)];
      const pairs = finish(pairTasks(a, b, threads, places));
      const { matched, added, gone } = countsOf(pairs);
      strictEqual(matched, CALLS - 1000);
      strictEqual(added, 0);
      strictEqual(gone, 1000);
      ok(pairs.ofA.every((other, task) => other === (task < CALLS - 1000 ? task : NONE)));
      ok(reads.count <= 4 * CALLS, `${reads.count} reads`);
    });
  }

  it('are looked at a fixed number of times to find out which overlap', () => {
    const reads = new Reads();
    const side = runOf(CALLS, 7, reads);
    siblingPairs(
      side,
      Array.from({ length: 7 }, () => true),
    );
    let most = 0;
    sweepGroups(side.tables, side.pairOf, 7, (_, overlap) => {
      most = Math.max(most, overlap.most);
    });
    strictEqual(most, 2, 'the first call lasts as long as all others');
    ok(reads.count <= 10 * CALLS, `${reads.count} reads`);
  });
});

describe('a hundred thousand places of one name', () => {
  it('are paired with a fixed number of looks at each', () => {
    const reads = new Reads();
    const spotsOf = (count: number, first: number): Spot[] =>
      Array.from({ length: count }, (_, i) => ({
        kind: 0,
        file: 'main.ts',
        name: 'f',
        line: first + i,
        column: 1,
      }));
    const [a, b] = [spotsOf(100_000, 1), spotsOf(99_000, 1)];
    const pairs = pairSpots(reads.of(a), reads.of(b), new LineShift(a, b, uniquePairs(a, b)));
    strictEqual(pairs.filter((pair) => pair.a === pair.b).length, 99_000);
    // Sorting looks at each a few times.
    ok(reads.count <= 20 * 100_000, `${reads.count} reads`);
  });
});
