import assert from 'node:assert/strict';
import { NONE } from '../../src/shared/timeline.ts';
import { layoutArrow } from '../../webview/layout/arrows.ts';
import { layoutRows } from '../../webview/layout/rows.ts';
import { timeScale } from '../../webview/layout/scale.ts';
import { SceneMaker } from '../../webview/layout/sceneOf.ts';
import { PanelState } from '../../webview/model/panelState.ts';
import { type Lane, laneTree } from '../../webview/model/tree.ts';
import { fromPicture } from './support.ts';

const kitchen = `
main                |RRRR  RR  RRR   |
  boil              |RR______RR      |
  toast             | R___R____RR    |
  timer 5 ms        |   _____R       |
worker              |  RRRR          |
  chop              |  RRRR          |
`;

const outline = (lanes: readonly Lane[]) =>
  lanes.map(({ level, label }) => `${'  '.repeat(level - 1)}${label}`);

describe('page: the tree of lanes', () => {
  const recording = fromPicture(kitchen);
  const treeWith = (folds: Iterable<readonly [string, boolean]> = []) =>
    laneTree(recording.store, recording.lanes, new Map(folds));

  it('goes from process to thread to function, with operations folded below', () => {
    const lines = outline(treeWith());
    assert.deepEqual(lines.slice(1), [
      '  main thread',
      '    boil',
      '    toast',
      '    timers and I/O',
      '  worker',
      '    chop',
      'cores',
    ]);
  });

  it('folds and opens what the person wants', () => {
    const [process, main] = treeWith();
    assert.deepEqual(outline(treeWith([[process!.key, false]])).slice(1), ['cores']);
    const folded = outline(treeWith([[main!.key, false]]));
    assert.ok(
      folded.includes('  main thread') && !folded.includes('    boil') && folded.includes('    chop'),
    );
    const operations = treeWith().find((lane) => lane.of.kind === 'operations')!;
    assert.ok(outline(treeWith([[operations.key, true]])).includes('      timer 5 ms'));
  });

  it('knows in which row a task is to be seen, also when its parents are folded', () => {
    const rowsWith = (folds: readonly (readonly [string, boolean])[]) =>
      layoutRows(treeWith(folds), recording.lanes);
    const open = rowsWith([]);
    const label = (rows: typeof open, task: number) => rows.lanes[rows.indexOf(0, task)]?.label;
    const task = (name: string) =>
      Array.from({ length: recording.store.tasks.length }, (_, i) => i).find(
        (id) => recording.store.strings[recording.store.tasks.columns.name[id]!] === name,
      )!;
    assert.equal(label(open, task('toast')), 'toast');
    assert.equal(label(open, task('timer 5 ms')), 'timers and I/O');
    assert.equal(label(open, NONE), 'main thread');
    const [process, main] = open.lanes;
    assert.equal(label(rowsWith([[main!.key, false]]), task('toast')), 'main thread');
    assert.equal(rowsWith([[process!.key, false]]).indexOf(0, task('toast')), 0);
  });

  it('draws an arrow from the row that started a task to the row of the task', () => {
    const rows = layoutRows(treeWith(), recording.lanes);
    const scale = timeScale({ startNs: 0, endNs: 16e6 }, 1600);
    const { columns, length } = recording.store.links;
    const arrows = Array.from({ length }, (_, link) => layoutArrow(link, recording.store, rows, scale));
    const toToast = arrows.find(
      (arrow, link) => arrow && rows.lanes[rows.indexOf(0, columns.toTask[link]!)]?.label === 'toast',
    );
    assert.equal(toToast?.kind, 'spawn');
    assert.ok(Math.abs(toToast.x1 - 100) < 1 && toToast.y1 > toToast.y0);
  });

  it('makes the same rows only once', () => {
    const state = new PanelState();
    state.recording = recording;
    const scenes = new SceneMaker(state);
    const rows = scenes.currentRows();
    assert.equal(scenes.currentRows(), rows);
    state.setFold(rows.lanes[0]!.key, false);
    assert.equal(scenes.currentRows().lanes.length, 2);
  });
});
