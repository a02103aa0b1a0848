import assert from 'node:assert/strict';
import type { TimelineDelta } from '../../src/shared/timeline.ts';
import { linkKindNames, State } from '../../src/shared/timeline.ts';
import { layoutChain } from '../../webview/layout/chain.ts';
import { reasonWords } from '../../webview/layout/reasonWords.ts';
import { SceneMaker } from '../../webview/layout/sceneOf.ts';
import { whyHead } from '../../webview/layout/whyHead.ts';
import { whyWords } from '../../webview/layout/whyWords.ts';
import { PanelState } from '../../webview/model/panelState.ts';
import type { Recording } from '../../webview/model/recording.ts';
import { deltaOf } from './madeUp.ts';
import { fromPicture } from './support.ts';

const MS = 1e6;

const picture = `
main          |R                              RRRR|
  outer       |R________________________________rR|
  inner       |R_______________________________RRR|
  timer 30 ms |_______________________________RR  |
`;

const busy = `
main  |RRRRRRRRRRRR|
  a   |R_rrrrrrrrrR|
  gate|RR          |
  long|  RRRRRRRRR |
`;

/** The page's state with a bar selected, and the view open. */
function asking(recording: Recording, name: string, startNs: number): PanelState {
  const state = new PanelState();
  state.recording = recording;
  state.pane.open = 'why';
  state.selection = selected(recording, name, startNs);
  return state;
}

function selected({ store }: Recording, name: string, startNs: number) {
  const { columns, length } = store.tasks;
  const task = Array.from({ length }, (_, i) => i).find((i) => store.strings[columns.name[i]!] === name)!;
  return { thread: columns.thread[task]!, task, startNs };
}

const sceneOf = (state: PanelState) =>
  new SceneMaker(state).make({ widthPx: 1600, heightPx: 400, scrollPx: 0 });

function wordsOf(state: PanelState) {
  const scene = sceneOf(state);
  return whyWords(scene.chain!, scene);
}

describe('page: why a bar lasted as long as it did, in words', () => {
  it('tells every step with its line, and the answer first', () => {
    const words = wordsOf(asking(fromPicture(picture), 'outer', 1 * MS));
    assert.equal(words.answer, 'It waited for a timer of 30 ms, set at line 5 by inner');
    assert.deepEqual(
      words.steps.map(({ sentence, place }) => [sentence, place.split(' · ')[0]]),
      [
        ['outer waited 32 ms for a promise that inner settled', 'line 3'],
        ['inner settled the promise, after it had waited 31 ms for a timer of 30 ms', 'line 4'],
        ['A timer of 30 ms, set by inner, was due', 'line 5'],
      ],
    );
  });

  it('tells what the thread was busy with', () => {
    const words = wordsOf(asking(fromPicture(busy), 'a', 2 * MS));
    assert.equal(words.answer, 'Its thread was busy: long for 9 ms');
    assert.equal(words.steps[1]!.sentence, 'long held the thread meanwhile, for 9 ms');
  });

  it('tells of a timer itself that it took the time that it was set for', () => {
    const words = wordsOf(asking(fromPicture(picture), 'timer 30 ms', 0));
    assert.deepEqual(
      [words.steps[0]!.sentence, words.answer],
      ['A timer of 30 ms waited 31 ms', 'That is how long it was set for'],
    );
  });

  it('tells what the bar is, and how long the whole task was in each state', () => {
    const state = asking(fromPicture(picture), 'outer', 1 * MS);
    const scene = sceneOf(state);
    const head = whyHead(scene.chain!, scene)!;
    assert.equal(head.title, 'outer · main.ts:3');
    assert.equal(head.totals, 'in all: ran 2 ms · ready 1 ms · waited 32 ms');
    assert.deepEqual(
      head.shares.map(({ state: name }) => name),
      ['running', 'ready', 'waiting'],
    );
    assert.ok(Math.abs(head.shares.reduce((sum, { share }) => sum + share, 0) - 1) < 1e-9);
  });

  it('keeps names of the program from being more than text', () => {
    assert.equal(reasonWords('promise of a\u202eb'), 'the promise of a\ufffdb');
    assert.equal(reasonWords('timer 90 ms'), 'a timer of 90 ms');
    assert.equal(reasonWords('toString'), 'toString');
    assert.equal(reasonWords('promise of '), 'promise of ');
  });
});

describe('page: the chain', () => {
  it('stays while one goes along it, and follows every other selection', () => {
    const recording = fromPicture(picture);
    const state = asking(recording, 'outer', 1 * MS);
    const { chain } = sceneOf(state);
    assert.equal(chain?.answer.steps.length, 3);
    state.selection = selected(recording, 'inner', 1 * MS);
    assert.equal(sceneOf(state).chain, chain);
    state.selection = selected(recording, 'inner', 32 * MS);
    assert.notEqual(sceneOf(state).chain, chain);
    assert.equal(state.why.asked?.startNs, 32 * MS);
    state.selection = null;
    assert.equal(sceneOf(state).chain, null);
  });

  it('is not looked for while its view is closed', () => {
    const state = asking(fromPicture(picture), 'outer', 1 * MS);
    state.pane.open = null;
    assert.equal(sceneOf(state).chain, null);
    assert.equal(state.why.asked, null);
  });

  it('comes back with the page that was hidden', () => {
    const recording = fromPicture(picture);
    const state = asking(recording, 'outer', 1 * MS);
    sceneOf(state);
    state.selection = selected(recording, 'inner', 1 * MS);
    sceneOf(state);
    const restored = new PanelState(state.save(0));
    restored.recording = recording;
    restored.restore();
    assert.equal(sceneOf(restored).chain?.asked.task, state.why.asked?.task);
  });

  it('is found anew when what went on is over', () => {
    const recording = fromPicture(picture);
    const { store } = recording;
    const { task, thread } = selected(recording, 'outer', 1 * MS);
    const nowNs = store.nowNs;
    const open = (state: number, startNs: number): Pick<TimelineDelta, 'open'> => ({
      open: {
        thread: Int32Array.of(thread),
        task: Int32Array.of(task),
        state: Uint8Array.of(state),
        startNs: Float64Array.of(startNs),
        reason: Int32Array.of(-1),
        site: Int32Array.of(-1),
      },
    });
    recording.apply(deltaOf({ ...store, nowNs: nowNs + 5 * MS }, open(State.waiting, nowNs)));
    const state = asking(recording, 'outer', nowNs);
    state.status = { ...state.status, phase: 'recording' };
    assert.equal(sceneOf(state).chain?.answer.end, 'open');
    recording.apply(
      deltaOf(
        { ...store, nowNs: nowNs + 8 * MS },
        {
          ...open(State.running, nowNs + 7 * MS),
          spans: {
            thread: Int32Array.of(thread),
            task: Int32Array.of(task),
            state: Uint8Array.of(State.waiting),
            startNs: Float64Array.of(nowNs),
            endNs: Float64Array.of(nowNs + 7 * MS),
            reason: Int32Array.of(-1),
            site: Int32Array.of(-1),
          },
          links: {
            kind: Uint8Array.of(linkKindNames.indexOf('resolve')),
            exact: Uint8Array.of(1),
            fromThread: Int32Array.of(thread),
            fromTask: Int32Array.of(selected(recording, 'inner', 0).task),
            fromNs: Float64Array.of(nowNs + 6 * MS),
            toThread: Int32Array.of(thread),
            toTask: Int32Array.of(task),
            toNs: Float64Array.of(nowNs + 7 * MS),
          },
        },
      ),
    );
    assert.equal(sceneOf(state).chain?.answer.end, 'code');
  });

  it('lies on the rows of its bars, also of those that are folded away, with an arrow from each to the one before', () => {
    const { bars, arrows } = layoutChain(sceneOf(asking(fromPicture(picture), 'outer', 1 * MS)));
    assert.deepEqual(
      bars.map(({ number, row }) => [number, row]),
      [
        [1, 2],
        [2, 3],
        [3, 4],
      ],
    );
    assert.equal(arrows.length, 2);
    for (const { y0, y1 } of arrows) assert.ok(y0 > y1, 'from below to above');
  });
});
