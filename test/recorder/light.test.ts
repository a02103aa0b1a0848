/** What the mode `light` leaves out, and what it keeps. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { TimelineJson } from '../../src/shared/timelineJson.ts';
import { root, timelineOf } from './record.ts';

const light = ['--mode', 'light'];
const waitsProgram = join(root, 'test/fixtures/modes/waits.ts');

/** The waits and holds of all tasks of this name, in order: `state line reason`. */
function waitsOf({ tasks, spans }: TimelineJson, name: string): string[] {
  const ids = new Set(tasks.filter((task) => task.name === name).map((task) => task.id));
  return spans
    .filter(({ task, state }) => task !== null && ids.has(task) && state !== 'running')
    .map(({ state, site, reason }) => `${state} ${site?.line} ${reason}`);
}

describe('the mode light', () => {
  let recorded: TimelineJson;
  let full: TimelineJson;
  before(async () => {
    recorded = (await timelineOf(waitsProgram, light)).timeline;
    full = (await timelineOf(waitsProgram)).timeline;
  });

  it('is told by the recording', () => {
    assert.equal(recorded.mode, 'light');
    assert.equal(full.mode, 'full');
  });

  it('knows the tasks of the program’s own files, and no operations', () => {
    const own = (timeline: TimelineJson): string[] =>
      timeline.tasks
        .filter(({ kind }) => kind === 'module' || kind.startsWith('async'))
        .map(({ name, kind, outcome, site }) => `${name} ${kind} ${outcome} ${site?.line}`);
    assert.deepEqual(own(recorded), own(full));
    assert.equal(own(recorded).length, recorded.tasks.length);
    assert.ok(full.tasks.length > recorded.tasks.length);
  });

  it('shows a wait until the task runs again, with what its own code says of it', () => {
    assert.deepEqual(waitsOf(recorded, 'inner'), ['waiting 12 promise']);
    assert.deepEqual(waitsOf(recorded, 'calls'), ['waiting 17 promise', 'ready 18 null']);
    assert.deepEqual(waitsOf(recorded, 'loops'), Array(3).fill('waiting 22 next value'));
    assert.deepEqual(waitsOf(recorded, 'sharesMemory'), ['ready 26 null', 'blocked 27 Atomics.wait']);
    assert.deepEqual(
      waitsOf(recorded, 'values').filter((wait) => wait !== 'waiting 7 consumer'),
      Array(2).fill('waiting 6 promise'),
    );
  });

  it('says nothing of who settled what', () => {
    assert.deepEqual(
      recorded.links.filter(({ kind }) => kind === 'resolve'),
      [],
    );
  });

  it('holds for workers and child processes, whose messages are joined', async () => {
    const { code, timeline } = await timelineOf(join(root, 'media/samples/family.ts'), light);
    assert.equal(code, 0);
    assert.equal(timeline.processes.length, 2);
    assert.equal(timeline.threads.length, 5);
    const kinds = new Set(timeline.tasks.map(({ kind }) => kind));
    assert.deepEqual([...kinds].toSorted(), ['async function', 'module']);
    const threadsWithTasks = new Set(timeline.tasks.map(({ thread }) => thread));
    assert.equal(threadsWithTasks.size, timeline.threads.length);
    const messages = timeline.links.filter(({ kind }) => kind === 'message');
    assert.equal(messages.length, 19);
    assert.ok(messages.every(({ exact }) => exact));
  });
});
