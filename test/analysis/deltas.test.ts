import { deepStrictEqual, ok, strictEqual } from 'node:assert';
import { Recording, type TimelineCursor, TimelineStore } from '../../src/analysis/index.ts';
import { NONE, State, type TimelineDelta } from '../../src/shared/timeline.ts';
import { encodeSamples } from './corePictures.ts';
import { drawPicture, encodePicture } from './pictures.ts';
import { collectorHeader, joinBytes, ProcessWriter } from './recordWriter.ts';
import { randomFrom } from './support.ts';

const picture = `
main          |                    |
  a           |RR____rrRR__R       |
  timer 30 ms |_________________   |
  b           |  RRR  R    R_rrR   |
  c           |   R                |
other         |                    |
  d           |  RRRRRR__RR        |
  interval 3 ms |___R___R__        |
`;
const bytes = joinBytes([
  encodePicture(picture),
  encodeSamples('x |000000000000        00..0000 |\ny |    111111111111........0000 |'),
]);

/** Reads everything there is behind a cursor into a store. */
function catchUp(
  recording: Recording,
  store: TimelineStore,
  from: TimelineCursor,
  limit: number,
): TimelineCursor {
  let step = recording.deltaSince(from, limit);
  store.apply(step.delta);
  while (step.more) {
    step = recording.deltaSince(step.cursor, limit);
    store.apply(step.delta);
  }
  return step.cursor;
}

/** All rows of a store or of a recording's tables, without the unused ends of columns. */
function contents(tables: TimelineStore | Recording['tables']): unknown {
  const { facts, nowNs, strings, sites, processes, threads, osThreads, counters, marks, losses } = tables;
  const { tasks, spans, links, cores } = tables;
  const columns = [tasks, spans, links, cores].map((table) => table.slice(0, table.length));
  const rows = { strings, sites, processes, threads, osThreads, counters, marks, losses };
  return structuredClone({ facts, nowNs, ...rows, columns });
}

const open = (tables: TimelineStore | Recording['tables']): readonly unknown[] =>
  [...tables.openSpans()]
    .map(({ thread, task, state, startNs, reason, site }) => [thread, task, state, startNs, reason, site])
    .toSorted();

describe('deltas', () => {
  for (const limit of [1, 3, 1000]) {
    it(`of at most ${limit} rows give the whole timeline, at every moment`, () => {
      const random = randomFrom(limit);
      const recording = new Recording();
      const store = new TimelineStore();
      let cursor = recording.startCursor();
      for (let at = 0; at < bytes.length; ) {
        const next = at + 1 + Math.floor(random() * 400);
        recording.push('all.cvrec', bytes.slice(at, next));
        at = next;
        cursor = catchUp(recording, store, cursor, limit);
        deepStrictEqual(open(store), open(recording.tables));
      }
      recording.finish();
      catchUp(recording, store, cursor, limit);
      deepStrictEqual(contents(store), contents(recording.tables));
      deepStrictEqual(open(store), []);
    });
  }

  it('never name a task, thread, site or string that has not come yet', () => {
    const recording = new Recording();
    recording.push('all.cvrec', bytes);
    recording.finish();
    const store = new TimelineStore();
    let step = recording.deltaSince(recording.startCursor(), 2);
    for (;;) {
      store.apply(step.delta);
      checkReferences(step.delta, store);
      ok(step.delta.spans.thread.length <= 2);
      if (!step.more) break;
      step = recording.deltaSince(step.cursor, 2);
    }
  });

  it('for several consumers do not disturb each other, and nothing new is an empty delta', () => {
    const recording = new Recording();
    recording.push('all.cvrec', bytes);
    const [first, second] = [new TimelineStore(), new TimelineStore()];
    const cursor = catchUp(recording, first, recording.startCursor(), 5);
    catchUp(recording, second, recording.startCursor(), 1000);
    deepStrictEqual(contents(first), contents(second));
    const { delta, more } = recording.deltaSince(cursor, 5);
    strictEqual(more, false);
    const lengths = [delta.spans.thread, delta.open.thread, delta.tasks.thread, delta.threads, delta.strings];
    deepStrictEqual(
      lengths.map(({ length }) => length),
      [0, 0, 0, 0, 0],
    );
  });

  it('own their columns, so that they can be transferred', () => {
    const recording = new Recording();
    recording.push('all.cvrec', bytes);
    const { delta } = recording.deltaSince(recording.startCursor());
    for (const column of [...Object.values(delta.spans), ...Object.values(delta.links)] as Int32Array[]) {
      strictEqual(column.byteLength, column.buffer.byteLength);
    }
    const buffers = Object.values(delta.spans).map((column) => (column as Int32Array).buffer as ArrayBuffer);
    structuredClone(delta.spans, { transfer: buffers });
    const store = new TimelineStore();
    catchUp(recording, store, recording.startCursor(), 1000);
    deepStrictEqual(contents(store), contents(recording.tables));
  });

  it('tell what goes on until it is over', () => {
    const recording = new Recording();
    const process = new ProcessWriter(7).header(100, 0);
    const thread = process.thread(0).fact(0).put(1, 'taskStart', 1, 2);
    recording.push('a', joinBytes([collectorHeader(), process.bytes()]));
    const first = recording.deltaSince(recording.startCursor());
    deepStrictEqual([...first.delta.open.state], [State.running, State.running]);
    deepStrictEqual([...first.delta.open.task], [NONE, 0]);
    process.frames.length = 0;
    thread.put(2, 'taskEnd', 1, 2);
    recording.push('a', process.bytes());
    const { delta } = recording.deltaSince(first.cursor);
    deepStrictEqual([...delta.open.state], [State.none, State.none]);
    deepStrictEqual([...delta.open.task].toSorted(), [NONE, 0]);
    deepStrictEqual([...delta.spans.endNs], [2e6, 2e6]);
  });
});

function checkReferences(
  { spans, links, taskEnds, open: opened, tasks }: TimelineDelta,
  store: TimelineStore,
): void {
  const taskColumns = [spans.task, links.fromTask, links.toTask, taskEnds.task, opened.task, tasks.parent];
  for (const task of taskColumns.flatMap((column) => [...column])) ok(task < store.tasks.length);
  for (const thread of [...spans.thread, ...links.toThread, ...tasks.thread])
    ok(store.threads[thread] !== undefined);
  for (const text of [...spans.reason, ...tasks.name]) ok(text < store.strings.length);
  for (const site of [...spans.site, ...tasks.site]) ok(site < store.sites.length);
}

describe('TimelineStore', () => {
  it('draws the same picture as the tables that its deltas come from', () => {
    const recording = new Recording();
    recording.push('all.cvrec', bytes.slice(0, -200));
    const store = new TimelineStore();
    const cursor = catchUp(recording, store, recording.startCursor(), 1000);
    recording.push('all.cvrec', bytes.slice(-200));
    recording.finish();
    catchUp(recording, store, cursor, 1000);
    strictEqual(store.openOfLane(0, NONE), null);
    strictEqual(drawPicture(store, 20), drawPicture(recording.tables, 20));
  });

  it('ends the open spans of a thread with the thread', () => {
    const process = new ProcessWriter(7).header(100, 0);
    process.thread(1).fact(0).put(1, 'taskStart', 1, 2);
    process.thread(0).fact(0).event(5, { e: 'workerExit', threadId: 1, code: 1 }).put(9, 'taskStart', 1, 2);
    const recording = new Recording();
    recording.push('a', joinBytes([collectorHeader(), process.bytes()]));
    const store = new TimelineStore();
    catchUp(recording, store, recording.startCursor(), 1000);
    strictEqual(store.openOfLane(0, 0)?.state, State.running);
    deepStrictEqual([store.openEndNs(0), store.openEndNs(1)], [5e6, 9e6]);
  });
});
