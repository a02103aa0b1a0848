import assert from 'node:assert/strict';
import { join } from 'node:path';
import { layoutRows } from '../../webview/layout/rows.ts';
import { keysTo } from '../../webview/model/laneKeys.ts';
import { listLanes } from '../../webview/model/laneList.ts';
import { MarkFinder } from '../../webview/model/markFinder.ts';
import { PanelState } from '../../webview/model/panelState.ts';
import { Recording } from '../../webview/model/recording.ts';
import type { Lane } from '../../webview/model/tree.ts';
import { deltasOf } from './support.ts';
import { openRecording } from './testPanel.ts';

const listOf = (state: PanelState) => listLanes(state, new MarkFinder());

describe('page: lanes of every kind, in a recording of a program with children and workers', () => {
  const file = join(import.meta.dirname, '../fixtures/recordings/format2-family.cvtrace');
  const recorded = () => {
    const state = new PanelState();
    state.recording = new Recording();
    for (const delta of deltasOf(openRecording(file))) state.recording.apply(delta);
    for (let opened = -1; opened !== state.folds.size; ) {
      opened = state.folds.size;
      for (const { key, open } of listOf(state).lanes) if (open === false) state.setFold(key, true);
    }
    return state;
  };
  const { lanes } = listOf(recorded());
  const kinds = [...new Set(lanes.map(({ of }) => of.kind))];

  it('are there', () => {
    for (const kind of ['process', 'thread', 'operations', 'group', 'call', 'cores', 'core'] as const)
      assert.ok(kinds.includes(kind), kind);
  });

  for (const kind of kinds) {
    it(`can be pinned, hidden and shown again: ${kind}`, () => {
      const state = recorded();
      const lane = lanes.find(({ of }) => of.kind === kind)!;
      state.laneView.togglePin(lane.key);
      const [pinned] = listOf(state).lanes;
      assert.deepEqual([pinned?.pinOf, pinned?.of.kind], [lane.key, kind]);
      assert.equal(pinned?.tracks.length, lane.tracks.length);
      state.laneView.hide(lane.key);
      const left = listOf(state);
      assert.deepEqual([left.pins, left.hidden.length], [0, 1]);
      const below = (key: string) => key === lane.key || key.startsWith(`${lane.key}/`);
      assert.deepEqual(
        left.lanes.map(({ key }) => key),
        lanes.map(({ key }) => key).filter((key) => !below(key)),
      );
      state.laneView.unhide(lane.key);
      assert.equal(listOf(state).lanes.length, lanes.length);
    });
  }

  it('are all found where they are looked for by what they are', () => {
    const state = recorded();
    const { store, lanes: model } = state.recording;
    const rows = layoutRows(listOf(state).lanes, model);
    for (const lane of rows.lanes) {
      if (lane.of.kind !== 'call') continue;
      const { group, row } = lane.of;
      if (group.packed) continue;
      const keys = keysTo(group.identity.thread, group.tasks.at(row), store, model);
      assert.equal(keys.at(-1), lane.key);
      const index = rows.indexOf(group.identity.thread, group.tasks.at(row));
      assert.equal(rows.lanes[index]!.key, lane.key);
    }
  });

  it('leave only what the user wrote, when that is asked for', () => {
    const state = recorded();
    state.laneView.setOnlyMine(true);
    const left = listOf(state);
    const { owners } = state.recording.lanes;
    const groups = (some: readonly Lane[]) => some.flatMap(({ of }) => (of.kind === 'group' ? of.group : []));
    const mine = groups(lanes).filter((group) => owners.isUsers(group));
    assert.deepEqual(groups(left.lanes).length, mine.length);
    assert.ok(left.notMine > 0 && mine.length > 0);
    assert.equal(
      left.notMine,
      state.recording.lanes.groups.filter((group) => owners.of(group.identity.site).kind === 'node').length,
    );
  });
});
