import { NONE } from '../../src/shared/timeline.ts';
import { foundWords } from '../layout/finderWords.ts';
import { displayText } from '../model/display.ts';
import type { LaneQuery } from '../model/laneView.ts';
import { type Match, matchesOf, selectionFor } from '../model/matches.ts';
import type { Selection } from '../model/selection.ts';
import type { Lane } from '../model/tree.ts';
import type { TimeWindow } from '../model/view.ts';
import type { Panel } from '../panel.ts';
import { t } from '../texts.ts';

/** What searching needs of the other commands. */
export interface WaysToGo {
  goTo(selection: Selection): void;
  goToRow(index: number, withFocus?: boolean): void;
  readonly window: { bringInto(span: TimeWindow): void };
}

/** Carries out what is asked for in the field that searches and filters lanes. */
export class SearchCommands {
  private readonly panel: Panel;
  private readonly ways: WaysToGo;
  /** Where the focus was when the field was opened. */
  private cameFrom: Element | null = null;
  /** The match that was gone to last, by its number; NONE: none yet. */
  private at = NONE;

  constructor(panel: Panel, ways: WaysToGo) {
    this.panel = panel;
    this.ways = ways;
  }

  /** Which of the matches is the current one, in words; empty: none. */
  get place(): string {
    if (this.at === NONE) return '';
    const { found } = this.panel.scenes.currentList();
    const count = (found?.length ?? 0) + this.panel.scenes.marks.count;
    return this.at < count ? t('match {0} of {1}', this.at + 1, count) : '';
  }

  open(): void {
    const { panel } = this;
    if (!panel.shell.finder.contains(document.activeElement)) this.cameFrom = document.activeElement;
    panel.state.laneView.isOpen = true;
    panel.drawNow();
    panel.finder.focus();
  }

  /** Clears the field and closes it; the focus goes back to where it was. */
  close(): void {
    const { panel } = this;
    const { laneView, currentKey } = panel.state;
    laneView.isOpen = false;
    if (laneView.hasQuery) laneView.clearQuery();
    this.at = NONE;
    panel.drawNow();
    // What was found last is to be seen where it lies, among all the others.
    if (currentKey !== null) panel.box.scrollToRow(panel.scenes.currentRows().indexOfKey(currentKey));
    this.giveFocusBack();
  }

  search(query: Partial<LaneQuery>): void {
    this.panel.state.laneView.search(query);
    this.at = NONE;
    if (this.panel.state.laneView.hasQuery) this.panel.announcer.say(this.words());
    this.panel.invalidate();
  }

  /** Goes to the next match, or the one before; behind the last one comes the first. */
  step(by: 1 | -1): void {
    const { scenes, announcer } = this.panel;
    const matches = matchesOf(scenes.currentList(), scenes.marks);
    if (matches.length === 0) announcer.say(this.words());
    else {
      const before = this.at === NONE && by < 0 ? 0 : this.at;
      this.at = (before + by + matches.length) % matches.length;
      this.goToMatch(matches[this.at]!);
    }
    this.panel.invalidate();
  }

  /** The search was ended from elsewhere. */
  forget(): void {
    this.at = NONE;
  }

  private goToMatch(match: Match): void {
    const { state, announcer } = this.panel;
    const selection = selectionFor(match, state.laneView.query, state.recording);
    if (selection) this.ways.goTo(selection);
    else if (match.lane) this.goToLane(match.lane);
    if (match.mark === NONE) return;
    const mark = state.recording.store.marks[match.mark]!;
    state.selectedSign = { kind: 'mark', mark };
    this.ways.window.bringInto({ startNs: mark.ns, endNs: mark.ns });
    announcer.say(displayText(mark.text, 200));
  }

  /** A lane that has no bar of its own. */
  private goToLane(lane: Lane): void {
    for (let around = lane.parent; around; around = around.parent) this.panel.state.unfold(around.key);
    const index = this.panel.scenes.currentRows().indexOfKey(lane.key);
    if (index !== NONE) this.ways.goToRow(index, false);
    this.panel.announcer.say(lane.label);
  }

  private words(): string {
    const { scenes } = this.panel;
    return foundWords(scenes.currentList(), scenes.marks);
  }

  private giveFocusBack(): void {
    const { cameFrom, panel } = this;
    const isGone = !(cameFrom instanceof HTMLElement) || cameFrom === document.body || !cameFrom.isConnected;
    // A row of the tree may stand for another lane by now: the current one is where the person is.
    if (isGone || panel.shell.grid.contains(cameFrom)) panel.grid.focusCurrent();
    else cameFrom.focus();
  }
}
