import { NONE } from '../../src/shared/timeline.ts';
import { type MenuItem, openMenu } from '../draw/menu.ts';
import { keysTo } from '../model/laneKeys.ts';
import { nameAlone } from '../model/laneList.ts';
import type { LaneSort } from '../model/laneView.ts';
import type { Selection } from '../model/selection.ts';
import type { Lane } from '../model/tree.ts';
import type { Panel } from '../panel.ts';
import { t } from '../texts.ts';
import type { LaneControls, Point } from './commands.ts';
import { SearchCommands, type WaysToGo } from './searchCommands.ts';

/** What `LaneCommands` needs of the other commands. */
interface Others extends WaysToGo {
  showInCode(): void;
}

/** Carries out what concerns the lanes as a whole: their order, hiding, pinning. */
export class LaneCommands implements LaneControls {
  readonly search: SearchCommands;
  private readonly panel: Panel;
  private readonly others: Others;

  constructor(panel: Panel, others: Others) {
    this.panel = panel;
    this.others = others;
    this.search = new SearchCommands(panel, others);
  }

  find(): void {
    this.search.open();
  }

  toggleOnlyMine(): void {
    this.setOnlyMine(!this.panel.state.laneView.onlyMine);
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
    this.search.forget();
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
    this.search.search({ text: named.label });
    this.search.open();
  }

  private currentLane(): Lane | undefined {
    const { currentKey } = this.panel.state;
    const rows = this.panel.scenes.currentRows();
    return currentKey === null ? undefined : rows.lanes[rows.indexOfKey(currentKey)];
  }
}

/** The key of the lane that a row shows. */
const keyOf = (lane: Lane): string => lane.pinOf ?? lane.key;
