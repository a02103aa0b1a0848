import assert from 'node:assert/strict';
import { PanelState } from '../../webview/model/panelState.ts';
import { readSaved } from '../../webview/model/saved.ts';
import { widthOf } from '../../webview/model/view.ts';
import { fromPicture } from './support.ts';

const picture = `
main    |RRRRRRRRRRRRRRRR|
  boil  |R_______RR      |
`;

function running(): PanelState {
  const state = new PanelState();
  state.status = { ...state.status, phase: 'recording' };
  state.recording = fromPicture(picture);
  return state;
}

describe('page: what the panel shows and remembers', () => {
  it('shows the whole run until the person zooms', () => {
    const state = running();
    assert.ok(state.shownWindow.endNs >= state.extent.endNs);
    state.setWindow({ startNs: 1e6, endNs: 3e6 });
    assert.deepEqual(state.shownWindow, { startNs: 1e6, endNs: 3e6 });
    assert.equal(state.follow, false);
  });

  it('follows the end again, at the same width, when asked to', () => {
    const state = running();
    state.setWindow({ startNs: 1e6, endNs: 3e6 });
    state.toggleFollow();
    assert.ok(Math.abs(widthOf(state.shownWindow) - 2e6) < 1);
    assert.ok(state.shownWindow.endNs >= state.extent.endNs);
    state.toggleFollow();
    assert.equal(state.follow, false);
  });

  it('stays where it is when a run that it followed is over', () => {
    const state = running();
    state.setWindow({ startNs: 1e6, endNs: 3e6 });
    state.status = { ...state.status, phase: 'finished' };
    assert.deepEqual(state.shownWindow, { startNs: 1e6, endNs: 3e6 });
  });

  it('gives a rebuilt page back what it showed of the same recording', () => {
    const state = running();
    state.setWindow({ startNs: 1e6, endNs: 3e6 });
    state.setFold('p0', false);
    state.selection = { thread: 0, task: 0, startNs: 0 };
    const rebuilt = new PanelState(readSaved(structuredClone(state.save(120))));
    assert.deepEqual(rebuilt.save(0).window, state.window, 'kept until there is something to show');
    rebuilt.reset();
    rebuilt.recording = state.recording;
    assert.equal(rebuilt.restore(), 120);
    assert.deepEqual(rebuilt.shownWindow, state.shownWindow);
    assert.deepEqual(rebuilt.selection, state.selection);
    assert.equal(rebuilt.folds.get('p0'), false);
  });

  it('does not show another recording through the window of the last one', () => {
    const state = running();
    state.setWindow({ startNs: 1e6, endNs: 3e6 });
    const saved = { ...state.save(0), startedAt: 'another day' };
    const rebuilt = new PanelState(readSaved(saved));
    rebuilt.recording = state.recording;
    assert.equal(rebuilt.restore(), null);
    assert.equal(rebuilt.window, null);
  });

  it('takes nothing from a state that is none of its own', () => {
    for (const odd of [null, undefined, 7, 'x', {}, { version: 2, namesPx: 'wide' }]) {
      assert.equal(readSaved(odd).namesPx, 210);
    }
  });
});
