import assert from 'node:assert/strict';
import { NONE, State } from '../../src/shared/timeline.ts';
import { foundWords, leftOutWords } from '../../webview/layout/finderWords.ts';
import { layoutRows, pinsHeight } from '../../webview/layout/rows.ts';
import { visibleRows } from '../../webview/layout/scene.ts';
import { SceneMaker } from '../../webview/layout/sceneOf.ts';
import { parseDuration } from '../../webview/model/duration.ts';
import { listLanes } from '../../webview/model/laneList.ts';
import { allLanes, type LaneView } from '../../webview/model/laneView.ts';
import { MarkFinder } from '../../webview/model/markFinder.ts';
import { matchesOf, selectionFor } from '../../webview/model/matches.ts';
import { PanelState } from '../../webview/model/panelState.ts';
import { readSaved } from '../../webview/model/saved.ts';
import { fromPicture } from './support.ts';

/** `toast` has the longest call, `boil` waits the most, `cut` neither. */
const kitchen = `
main                |RRRRRR RR  RRRRRRRRRRRR |
  cut               |RR                      |
  boil              |  R________R            |
  toast             |   R___________RRRRRRR  |
  toast             |    RR____R             |
  timer 5 ms        |     _____R             |
helper              |  RRRR                  |
  chop              |  RRRR                  |
`;

function withPicture(picture = kitchen): PanelState {
  const state = new PanelState();
  state.recording = fromPicture(picture);
  return state;
}

const listOf = (state: PanelState) => listLanes(state, new MarkFinder());
const labels = (state: PanelState) => listOf(state).lanes.map(({ label }) => label);
/** Without the process and the cores. */
const inside = (state: PanelState) => labels(state).slice(1, -1);
const keyOf = (state: PanelState, label: string) =>
  listOf(state).lanes.find((lane) => lane.label === label)!.key;

describe('page: lengths of time that a person writes', () => {
  it('have a unit, or are in ms', () => {
    assert.deepEqual(
      ['5ms', '1.5 s', '1,5s', '20 µs', '20us', '7', '3 NS', '1min', ' .5 '].map(parseDuration),
      [5e6, 1.5e9, 1.5e9, 20e3, 20e3, 7e6, 3, 60e9, 0.5e6],
    );
  });

  it('are none when they are not', () => {
    for (const text of ['', 'ms', '5 m', '5 parsecs', '-1', '1.2.3', '1e3'])
      assert.equal(parseDuration(text), null);
  });
});

describe('page: the order of lanes', () => {
  it('is that of their start, unless another one is chosen', () => {
    const state = withPicture();
    const byStart = ['main thread', 'cut', 'boil', 'toast', 'toast', 'timers and I/O', 'helper', 'chop'];
    assert.deepEqual(inside(state), byStart);
    state.laneView.setSort('waiting');
    assert.deepEqual(inside(state).slice(1, 5), ['toast', 'boil', 'toast', 'cut']);
    state.laneView.setSort('duration');
    assert.deepEqual(inside(state).slice(1, 5), ['toast', 'boil', 'toast', 'cut']);
    state.laneView.setSort('start');
    assert.deepEqual(inside(state), byStart);
  });

  it('keeps what is as long as something else in the order of its start', () => {
    const state = withPicture(`
main    |RRRRRR |
  a     |R      |
  b     | RR    |
  c     |   R   |
  d     |    RR |
`);
    state.laneView.setSort('duration');
    assert.deepEqual(inside(state).slice(1), ['b', 'd', 'a', 'c']);
  });

  it('does not change while the program runs, and says so', () => {
    const state = withPicture();
    state.laneView.setSort('duration');
    state.status = { ...state.status, phase: 'recording' };
    assert.deepEqual(inside(state).slice(1, 3), ['cut', 'boil']);
    assert.match(leftOutWords(listOf(state), state), /longest first once the run is over/);
    state.status = { ...state.status, phase: 'finished' };
    assert.deepEqual(inside(state).slice(1, 3), ['toast', 'boil']);
    assert.equal(leftOutWords(listOf(state), state), '');
  });
});

describe('page: searching lanes', () => {
  const search = (query: Parameters<LaneView['search']>[0], state = withPicture()) => {
    state.laneView.search(query);
    return state;
  };

  it('shows what has the name, and the way there', () => {
    const state = search({ text: 'BOIL' });
    assert.deepEqual(labels(state).slice(1), ['main thread', 'boil']);
    const list = listOf(state);
    assert.deepEqual(
      list.found!.map(({ label }) => label),
      ['boil'],
    );
    assert.equal(foundWords(list, new MarkFinder()), `1 of ${list.all} lanes`);
  });

  it('opens what was folded, and leaves that as it was when the search is over', () => {
    const state = withPicture();
    state.setFold(keyOf(state, 'main thread'), false);
    const before = labels(state);
    assert.ok(labels(search({ text: 'timer 5' }, state)).includes('timer 5 ms'));
    state.setFold(keyOf(state, 'timers and I/O'), false);
    assert.ok(!labels(state).includes('timer 5 ms'), 'a fold holds for this search');
    state.laneView.clearQuery();
    assert.deepEqual(labels(state), before);
  });

  it('finds threads, which can be looked into when nothing else in them was found', () => {
    const state = search({ text: 'helper' });
    assert.deepEqual(labels(state).slice(1), ['helper']);
    state.setFold(keyOf(state, 'helper'), true);
    assert.deepEqual(labels(state).slice(1), ['helper', 'chop']);
  });

  it('finds files and lines', () => {
    assert.equal(listOf(search({ text: 'main.ts:' })).found!.length, 6);
    assert.deepEqual(labels(search({ text: 'main.ts:4' })).slice(2), ['boil']);
  });

  it('finds who was in a state, for at least so long', () => {
    const found = (query: Parameters<LaneView['search']>[0]) =>
      listOf(search(query)).found!.map(({ label }) => label);
    assert.deepEqual(found({ state: State.waiting }), ['boil', 'toast', 'toast', 'timer 5 ms']);
    assert.deepEqual(found({ state: State.waiting, stateNs: 8e6 }), ['boil', 'toast']);
    assert.deepEqual(found({ state: State.running, stateNs: 4e6 }), [
      'main thread',
      'toast',
      'helper',
      'chop',
    ]);
    assert.deepEqual(found({ state: State.blocked }), []);
  });

  it('finds calls that took at least so long', () => {
    const state = search({ longestNs: 8e6 });
    assert.deepEqual(
      listOf(state).found!.map(({ label }) => label),
      ['boil', 'toast'],
    );
  });

  it('says what to do when it finds nothing', () => {
    const state = search({ text: 'nowhere' });
    assert.deepEqual(labels(state), []);
    assert.match(foundWords(listOf(state), new MarkFinder()), /^Nothing found in \d+ lanes\. Try less/);
  });

  it('goes to the first bar, to the longest call, or to a bar in the state', () => {
    const state = search({ text: 'toast' });
    const { recording, laneView } = state;
    const first = () => matchesOf(listOf(state), new MarkFinder())[0]!;
    assert.equal(selectionFor(first(), laneView.query, recording)!.startNs, 3e6);
    laneView.search({ state: State.waiting });
    assert.equal(selectionFor(first(), laneView.query, recording)!.startNs, 4e6);
    laneView.search({ text: '', state: State.running });
    const thread = selectionFor(first(), laneView.query, recording)!;
    assert.deepEqual([thread.task, thread.startNs], [NONE, 0]);
  });

  it('shows a lane that somebody goes to all the same, until something else is searched for', () => {
    const state = withPicture();
    const key = keyOf(state, 'cut');
    search({ text: 'boil' }, state);
    state.laneView.lift([key]);
    assert.deepEqual(labels(state).slice(1), ['main thread', 'cut', 'boil']);
    search({ text: 'boi' }, state);
    assert.deepEqual(labels(state).slice(1), ['main thread', 'boil']);
  });

  it('looks at the same rows only once', () => {
    const state = search({ text: 'boil' });
    const scenes = new SceneMaker(state);
    const rows = scenes.currentRows();
    assert.equal(scenes.currentRows(), rows);
    state.laneView.search({ text: 'toast' });
    assert.notEqual(scenes.currentRows(), rows);
  });
});

describe('page: searching console lines', () => {
  const { store } = fromPicture(kitchen);
  const say = (thread: number, text: string) =>
    store.marks.push({ kind: 'console', level: 'log', thread, task: NONE, ns: 0, text, site: NONE });
  for (let i = 0; i < 120_000; i++) say(i % 2, i % 1000 === 0 ? `Half (${i})` : 'quiet');

  it('looks at some of them at a time, and at each once', () => {
    const finder = new MarkFinder();
    const counts: number[] = [];
    do {
      finder.look('half (', store);
      counts.push(finder.count);
    } while (!finder.isDone);
    assert.deepEqual(counts, [50, 100, 120]);
    assert.deepEqual([...finder.byThread.keys()], [0]);
    say(1, 'half (late');
    assert.equal(finder.isDone, false);
    finder.look('half (', store);
    assert.equal(finder.byThread.get(1)!.at(0), 120_000);
  });

  it('begins anew with another text, and finds nothing with none', () => {
    const finder = new MarkFinder();
    finder.look('half', store);
    finder.look('.*', store);
    assert.equal(finder.count, 0);
    finder.look('', store);
    assert.deepEqual([finder.count, finder.isDone], [0, true]);
  });
});

describe('page: lanes that are hidden', () => {
  it('are not shown, with all that is below them, and are counted', () => {
    const state = withPicture();
    state.laneView.hide(keyOf(state, 'main thread'));
    assert.deepEqual(inside(state), ['helper', 'chop']);
    const list = listOf(state);
    assert.equal(leftOutWords(list, state), `${list.all} lanes · 1 hidden`);
    state.laneView.showAll();
    assert.equal(inside(state).length, 8);
  });

  it('count only where the recording has them', () => {
    const state = withPicture();
    state.laneView.hide('p0/t0/0 other.ts:1:1');
    assert.equal(leftOutWords(listOf(state), state), '');
  });

  it('are not found', () => {
    const state = withPicture();
    state.laneView.hide(keyOf(state, 'boil'));
    state.laneView.search({ text: 'boil' });
    assert.deepEqual(listOf(state).found, []);
  });

  it('have no arrows, which folded ones have', () => {
    const state = withPicture();
    const { recording } = state;
    const boil = recording.lanes.groups.find(
      (group) => recording.store.strings[group.identity.name] === 'boil',
    )!;
    const rows = () => layoutRows(listOf(state).lanes, recording.lanes);
    const leavesOut = () => rows().leavesOut(boil.identity.thread, boil.tasks.at(0));
    assert.equal(leavesOut(), false);
    state.setFold(keyOf(state, 'main thread'), false);
    assert.equal(leavesOut(), false);
    state.setFold(keyOf(state, 'main thread'), true);
    state.laneView.hide(keyOf(state, 'boil'));
    assert.equal(leavesOut(), true);
  });
});

describe('page: lanes that are pinned', () => {
  it('have a second row at the top, also where their own is folded or filtered away', () => {
    const state = withPicture();
    state.laneView.togglePin(keyOf(state, 'chop'));
    state.laneView.togglePin(keyOf(state, 'boil'));
    state.setFold(keyOf(state, 'main thread'), false);
    state.laneView.search({ text: 'cut' });
    const list = listOf(state);
    assert.equal(list.pins, 2);
    assert.deepEqual(
      list.lanes.slice(0, 2).map(({ label, level, open }) => [label, level, open]),
      [
        ['chop', 1, null],
        ['boil', 1, null],
      ],
    );
    assert.ok(list.lanes.slice(0, 2).every(({ tracks }) => tracks.length > 0));
    assert.equal(new Set(list.lanes.map(({ key }) => key)).size, list.lanes.length);
  });

  it('are found in their own row', () => {
    const state = withPicture();
    state.laneView.togglePin(keyOf(state, 'boil'));
    const list = listOf(state);
    const rows = layoutRows(list.lanes, state.recording.lanes, list.pins);
    const group = list.lanes[0]!.of;
    assert.ok(group.kind === 'call');
    const index = rows.indexOf(0, group.group.tasks.at(0));
    assert.equal(rows.lanes[index]!.label, 'boil');
    assert.ok(index > 0);
  });

  it('take a third of the height at most, and leave the rest to the others', () => {
    const state = withPicture();
    for (const label of ['cut', 'boil', 'chop', 'helper', 'main thread'])
      state.laneView.togglePin(keyOf(state, label));
    const scenes = new SceneMaker(state);
    const rows = scenes.currentRows();
    assert.equal(pinsHeight(rows, 200), 60);
    assert.equal(pinsHeight(rows, 30), 20, 'one at least');
    assert.equal(pinsHeight(rows, 2000), 100);
    const scene = scenes.make({ widthPx: 500, heightPx: 200, scrollPx: 40, pinsScrollPx: 20 });
    assert.deepEqual(visibleRows(scene), [7, 14]);
  });

  it('can be of every kind', () => {
    const state = withPicture();
    const { lanes } = listOf(state);
    const toast = lanes.filter(({ label }) => label === 'toast');
    for (const { key } of [lanes[0]!, ...toast]) state.laneView.togglePin(key);
    state.laneView.togglePin('p0/t0/ops');
    state.laneView.togglePin('cores');
    const list = listOf(state);
    assert.deepEqual(
      list.lanes.slice(0, list.pins).map(({ of }) => of.kind),
      ['process', 'call', 'call', 'operations', 'cores'],
    );
  });
});

describe('page: lanes that a person chose', () => {
  it('are remembered by the next page', () => {
    const state = withPicture();
    const { laneView } = state;
    laneView.hide('p0/t0/a');
    laneView.togglePin('p0/t1');
    laneView.setSort('waiting');
    laneView.setOnlyMine(true);
    laneView.search({ text: 'x', state: State.ready, stateNs: 5e6 });
    const next = new PanelState(readSaved(structuredClone(state.save(0)))).laneView;
    assert.deepEqual(next.save(), laneView.save());
    assert.equal(next.isOpen, true);
  });

  it('are all of them for a page that remembers nothing of it', () => {
    const { lanes: _, ...old } = withPicture().save(0);
    assert.deepEqual(new PanelState(readSaved(old)).laneView.save(), allLanes);
  });
});
