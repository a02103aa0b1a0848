import { NONE } from '../../src/shared/timeline.ts';
import { type MenuItem, openMenu } from '../draw/menu.ts';
import { foundWords } from '../layout/finderWords.ts';
import { displayText } from '../model/display.ts';
import { nameAlone } from '../model/laneList.ts';
import type { LaneQuery, LaneSort } from '../model/laneView.ts';
import { type Match, matchesOf, selectionFor } from '../model/matches.ts';
import type { Selection } from '../model/selection.ts';
import { keysTo, type Lane } from '../model/tree.ts';
import type { Panel } from '../panel.ts';
import { t } from '../texts.ts';
import type { Point } from './commands.ts';

/** What `LaneCommands` needs of the other commands. */
interface Others {
  goTo(selection: Selection): void;
  goToRow(index: number, withFocus?: boolean): void;
  showInCode(): void;
}

/** Carries out what concerns the lanes as a whole: searching, order, hiding, pinning. */
export class LaneCommands {
  private readonly panel: Panel;
  private readonly others: Others;
  /** Where the focus was when the field was opened. */
  private cameFrom: Element | null = null;
  /** The match that was gone to last, by its number; NONE: none yet. */
  private at = NONE;

  constructor(panel: Panel, others: Others) {
    this.panel = panel;
    this.others = others;
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
    const { laneView } = panel.state;
    laneView.isOpen = false;
    if (laneView.hasQuery) laneView.clearQuery();
    this.at = NONE;
    panel.drawNow();
    const { currentKey } = panel.state;
    // What was found last is to be seen where it lies, among all the others.
    if (currentKey !== null) panel.scrollToRow(panel.scenes.currentRows().indexOfKey(currentKey));
    const back = this.cameFrom;
    const isGone = !(back instanceof HTMLElement) || back === document.body || !back.isConnected;
    // A row of the tree may stand for another lane by now: the current one is where the person is.
    if (isGone || panel.shell.grid.contains(back)) panel.grid.focusCurrent();
    else back.focus();
  }

  search(query: Partial<LaneQuery>): void {
    this.panel.state.laneView.search(query);
    this.at = NONE;
    const { found, words } = this.foundNow();
    if (found) this.panel.announcer.say(words);
    this.panel.invalidate();
  }

  step(by: 1 | -1): void {
    const { scenes, state } = this.panel;
    const matches = matchesOf(scenes.currentList(), scenes.marks);
    if (matches.length === 0) {
      this.panel.announcer.say(this.foundNow().words);
      return;
    }
    const before = this.at === NONE && by < 0 ? 0 : this.at;
    this.at = (before + by + matches.length) % matches.length;
    this.goToMatch(matches[this.at]!);
    state.laneView.isOpen = true;
    this.panel.invalidate();
  }

  setSort(sort: LaneSort): void {
    this.panel.state.laneView.setSort(sort);
    this.panel.invalidate();
  }

  setOnlyMine(onlyMine: boolean): void {
    this.panel.state.laneView.setOnlyMine(onlyMine);
    this.panel.announcer.say(onlyMine ? t('only your code is shown') : t('all code is shown'));
    this.panel.invalidate();
  }

  showAll(): void {
    const { laneView } = this.panel.state;
    const isInNote = this.panel.shell.finder.contains(document.activeElement);
    laneView.showAll();
    this.at = NONE;
    this.panel.announcer.say(t('all lanes are shown'));
    this.panel.drawNow();
    // The button that was pressed is gone.
    if (isInNote && laneView.isOpen) this.panel.finder.focus();
    else if (isInNote) this.panel.grid.focusCurrent();
  }

  unhide(key: string): void {
    this.panel.state.laneView.unhide(key);
    this.panel.invalidate();
  }

  unpinAll(): void {
    const { laneView } = this.panel.state;
    for (const key of [...laneView.pinned]) laneView.togglePin(key);
    this.panel.invalidate();
  }

  /** Hides a lane with all that is below it; the row that follows becomes the current one. */
  hide(lane = this.currentLane()): void {
    if (!lane) return;
    const { panel } = this;
    const index = panel.scenes.currentRows().indexOfKey(lane.key);
    const hadFocus = panel.grid.hasFocus;
    panel.state.laneView.hide(keyOf(lane));
    panel.announcer.say(t('{0} is hidden. Show all lanes with U.', nameAlone(lane)));
    const rows = panel.scenes.currentRows();
    this.others.goToRow(Math.min(index, rows.lanes.length - 1), hadFocus);
  }

  /** Pins a lane to the top, or takes it from there; it stays the current one. */
  pin(lane = this.currentLane()): void {
    if (!lane) return;
    const { panel } = this;
    const key = keyOf(lane);
    const hadFocus = panel.grid.hasFocus;
    const isPinned = panel.state.laneView.togglePin(key);
    panel.announcer.say(
      isPinned ? t('{0} is pinned', nameAlone(lane)) : t('{0} is not pinned any more', nameAlone(lane)),
    );
    const index = panel.scenes.currentRows().indexOfKey(key);
    if (index !== NONE) this.others.goToRow(index, hadFocus);
    panel.invalidate();
  }

  /** Opens the menu of a lane, at a point of the window or (null) beside its name. */
  menu(at: Point | null, lane = this.currentLane()): void {
    if (!lane) return;
    const { panel } = this;
    panel.drawNow();
    const place = at ?? panel.grid.pointBeside(panel.scenes.currentRows().indexOfKey(lane.key));
    openMenu(panel.shell.main, t('Lane {0}', nameAlone(lane)), this.menuItems(lane), place);
  }

  /** Makes sure that a task's row can be shown; says so when it was left out. */
  reveal({ thread, task }: Selection): void {
    const { state, scenes, announcer } = this.panel;
    const { store, lanes } = state.recording;
    const keys = keysTo(thread, task, store, lanes);
    const wasHidden = keys.filter((key) => state.laneView.unhide(key)).length > 0;
    const rows = scenes.currentRows();
    const isLeftOut = rows.indexOfKey(keys.at(-1) ?? '') === NONE;
    if (isLeftOut) state.laneView.lift(keys);
    if (wasHidden || isLeftOut) {
      const lane = scenes.currentRows().lanes[scenes.currentRows().indexOfKey(keys.at(-1) ?? '')];
      if (lane) announcer.say(t('{0} was left out and is shown again', nameAlone(lane)));
    }
  }

  private menuItems(lane: Lane): readonly MenuItem[] {
    const { laneView } = this.panel.state;
    const isPinned = laneView.pinned.has(keyOf(lane));
    const hidden = this.panel.scenes.currentList().hidden.length;
    const items: MenuItem[] = [
      { label: isPinned ? t('Unpin') : t('Pin to the top'), key: 'P', run: () => this.pin(lane) },
      { label: t('Hide'), key: 'H', run: () => this.hide(lane) },
    ];
    if ('group' in lane.of) {
      items.push({ label: t('Show in code'), key: 'Enter', run: () => this.others.showInCode() });
      items.push({ label: t('Find this name'), key: '', run: () => this.findName(lane) });
    }
    if (hidden > 0 || laneView.leavesOut)
      items.push({ label: t('Show all lanes'), key: 'U', run: () => this.showAll() });
    return items;
  }

  private findName(lane: Lane): void {
    const named = lane.of.kind === 'call' && lane.parent?.of.kind === 'group' ? lane.parent : lane;
    this.search({ text: named.label });
    this.open();
  }

  private goToMatch(match: Match): void {
    const { state, scenes } = this.panel;
    const selection = selectionFor(match, state.laneView.query, state.recording);
    if (selection) this.others.goTo(selection);
    else if (match.lane) this.goToLane(match.lane);
    if (match.mark === NONE) return;
    const mark = state.recording.store.marks[match.mark]!;
    state.selectedSign = { kind: 'mark', mark };
    this.panel.bringInto({ startNs: mark.ns, endNs: mark.ns });
    this.panel.announcer.say(displayText(mark.text, 200));
    scenes.currentRows();
  }

  /** A lane that has no bar of its own. */
  private goToLane(lane: Lane): void {
    for (let around = lane.parent; around; around = around.parent) this.panel.state.unfold(around.key);
    const index = this.panel.scenes.currentRows().indexOfKey(lane.key);
    if (index !== NONE) this.others.goToRow(index, false);
    this.panel.announcer.say(lane.label);
  }

  private foundNow() {
    const { scenes } = this.panel;
    const list = scenes.currentList();
    return { found: list.found, words: foundWords(list, scenes.marks.count) };
  }

  private currentLane(): Lane | undefined {
    const { currentKey } = this.panel.state;
    const rows = this.panel.scenes.currentRows();
    return currentKey === null ? undefined : rows.lanes[rows.indexOfKey(currentKey)];
  }
}

/** The key of the lane that a row shows. */
const keyOf = (lane: Lane): string => lane.pinOf ?? lane.key;
