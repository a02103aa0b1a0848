import { NONE, type SiteRow } from '../../src/shared/timeline.ts';
import type { TreeGridEvents } from '../a11y/treeGrid.ts';
import type { Channel } from '../channel.ts';
import { openKeySheet } from '../draw/keySheet.ts';
import { failureOf } from '../layout/failure.ts';
import { neighbourOf } from '../layout/neighbour.ts';
import { detailsOf } from '../layout/panelWords.ts';
import { rowsPx } from '../layout/scene.ts';
import { type Under, under } from '../layout/signs.ts';
import { signWords } from '../layout/signWords.ts';
import { spanWords } from '../layout/words.ts';
import { keysAround } from '../model/laneKeys.ts';
import type { PaneName } from '../model/paneState.ts';
import { findSelected, type Selection, selectionOf } from '../model/selection.ts';
import type { Sign } from '../model/sign.ts';
import type { SpanAt } from '../model/track.ts';
import type { Lane } from '../model/tree.ts';
import { fitAround } from '../model/view.ts';
import type { WhyEvents } from '../pane/whyView.ts';
import type { Panel } from '../panel.ts';
import type { Commands, Point } from './commands.ts';
import { LaneCommands } from './laneCommands.ts';
import { ReplayCommands } from './replayCommands.ts';
import { StretchCommands } from './stretchCommands.ts';
import { askWhy } from './whyCommands.ts';
import { WindowCommands } from './windowCommands.ts';

/** Carries out what pointer, keys and buttons ask for. */
export class PanelCommands implements Commands {
  private readonly panel: Panel;
  private readonly channel: Channel;
  readonly window: WindowCommands;
  readonly replay: ReplayCommands;
  /** What concerns the lanes as a whole. */
  readonly lanes: LaneCommands;
  readonly stretch: StretchCommands;

  constructor(panel: Panel, channel: Channel) {
    this.panel = panel;
    this.channel = channel;
    this.window = new WindowCommands(panel);
    this.replay = new ReplayCommands(panel, channel, (selection) => this.goTo(selection));
    this.lanes = new LaneCommands(panel, this);
    this.stretch = new StretchCommands(panel);
  }

  escape(): void {
    if (this.replay.escape()) return;
    const { state } = this.panel;
    if (state.range) state.range = null;
    else if (state.selection || state.selectedSign) this.unselect();
    else if (state.laneView.isOpen) this.lanes.search.close();
    else state.whole();
    this.panel.invalidate();
  }

  moveRow(by: number): void {
    const { rows } = this.panel.current;
    const current = this.currentRow();
    if (rows.lanes.length === 0) return;
    const next = Math.max(0, Math.min(rows.lanes.length - 1, current === NONE ? 0 : current + by));
    this.unselect();
    this.goToRow(next);
  }

  fold(open: boolean): boolean {
    const { rows } = this.panel.current;
    const lane = rows.lanes[this.currentRow()];
    if (!lane) return false;
    if (lane.open !== null && lane.open !== open) this.setFold(lane, open);
    else if (open && lane.open) this.moveRow(1);
    else if (!open && lane.parent) this.goToRow(rows.indexOfKey(lane.parent.key));
    else return false;
    return true;
  }

  selectNeighbour(by: 1 | -1): void {
    const { panel } = this;
    const span = neighbourOf(panel.current, by);
    if (!span) return;
    this.select(span);
    this.window.bringInto(span);
    this.sayWords(span);
  }

  goTo(selection: Selection): void {
    const { state } = this.panel;
    const { store, lanes } = state.recording;
    const span = findSelected(selection, store, lanes);
    if (!span) return;
    for (const key of keysAround(selection.thread, selection.task, store, lanes)) state.unfold(key);
    this.select(span);
    this.window.bringInto(span);
    this.sayWords(span);
    this.lanes.reveal(selection);
    this.goToRow(this.panel.scenes.currentRows().indexOf(selection.thread, selection.task), false);
  }

  togglePane(name: PaneName): void {
    this.panel.state.pane.toggle(name);
    this.panel.invalidate();
  }

  laneMenuAt(at: Point, onPage: Point): void {
    this.goToRow(this.rowAt(at));
    this.lanes.menu(onPage);
  }

  askWhy(): void {
    askWhy(this.panel);
  }

  showInCode(): void {
    this.reveal(detailsOf(this.panel.current).site, false);
  }

  showKeys(): void {
    openKeySheet(this.panel.shell.root);
  }

  hover(at: Point | null): void {
    const { state } = this.panel;
    const { span, sign } = this.under(at);
    const nothing = !span && !sign && !state.hovered && !state.hoveredSign;
    state.hovered = span;
    state.hoveredSign = sign;
    if (!nothing) this.panel.invalidate();
  }

  clickAt(at: Point): void {
    const row = this.rowAt(at);
    const lane = this.panel.current.rows.lanes[row];
    if (!lane) return;
    const { span, sign } = this.under(at);
    this.unselect();
    if (sign && !span) this.selectSign(sign);
    if (span) {
      this.select(span);
      this.reveal(this.words(span).site, true);
    }
    this.goToRow(row);
  }

  /** Double click: fits the bar; on a folded row that shows no single bars, opens it. */
  fitAt(at: Point): void {
    const lane = this.panel.current.rows.lanes[this.rowAt(at)];
    const { span } = this.under(at);
    if (span) this.window.set(fitAround(span));
    else if (lane?.open === false) this.setFold(lane, true);
  }

  scrollBy(px: number): void {
    this.panel.shell.lanes.scrollBy({ top: px });
  }

  gridEvents(): TreeGridEvents {
    return {
      focused: (index) => {
        const lane = this.panel.current.rows.lanes[index];
        if (!lane || lane.key === this.panel.state.currentKey) return;
        this.panel.state.currentKey = lane.key;
        this.panel.invalidate();
      },
      toggled: (index) => {
        const lane = this.panel.current.rows.lanes[index];
        if (lane && lane.open !== null) this.setFold(lane, !lane.open);
      },
      menu: (_index, button) => {
        const { left, bottom } = button.getBoundingClientRect();
        this.lanes.menu({ x: left, y: bottom });
      },
    };
  }

  whyEvents(): WhyEvents {
    return {
      goTo: (selection) => this.goTo(selection),
      reveal: (site, preview) => this.reveal(site, preview),
      leave: () => this.goToRow(this.currentRow()),
    };
  }

  /** Shows the place of what went wrong. */
  goToFailure(): void {
    const { status, recording } = this.panel.state;
    this.reveal(failureOf(status, recording.store, recording.lanes)?.site ?? null, false);
  }

  /** The row that has the focus now; the frame on screen may be older than that. */
  private currentRow(): number {
    const { currentKey } = this.panel.state;
    return currentKey === null ? NONE : this.panel.current.rows.indexOfKey(currentKey);
  }

  private setFold(lane: Lane, open: boolean): void {
    this.panel.state.setFold(lane.key, open);
    this.panel.invalidate();
  }

  private sayWords(span: SpanAt): void {
    const words = this.words(span);
    this.panel.announcer.say(`${words.title}: ${words.sentence}`);
  }

  /** Makes a row the current one: on screen, and with the focus unless that is to stay where it is. */
  goToRow(index: number, withFocus = true): void {
    const { panel } = this;
    panel.state.currentKey = panel.scenes.currentRows().lanes[index]?.key ?? null;
    panel.box.scrollToRow(index);
    panel.drawNow();
    if (withFocus) panel.grid.focus(index);
  }

  private unselect(): void {
    this.panel.state.selection = null;
    this.panel.state.selectedSign = null;
  }

  private select(span: SpanAt): void {
    const { state } = this.panel;
    state.selectedSign = null;
    state.selection = selectionOf(span, state.recording.store, state.recording.lanes);
    this.panel.invalidate();
  }

  private selectSign(sign: Sign): void {
    this.panel.state.selectedSign = sign;
    const { title, sentence } = signWords(sign, this.panel.current);
    this.panel.announcer.say(`${title}: ${sentence}`);
  }

  private words(span: SpanAt) {
    const { store, lanes } = this.panel.state.recording;
    return spanWords(span, store, lanes);
  }

  private reveal(site: SiteRow | null, preview: boolean): void {
    if (site) this.channel.send({ type: 'reveal', site, preview });
  }

  private rowAt({ y }: Point): number {
    const scene = this.panel.current;
    return Math.floor(rowsPx(y, scene) / scene.rows.rowPx);
  }

  private under(at: Point | null): Under {
    const scene = this.panel.current;
    const lane = at && scene.rows.lanes[this.rowAt(at)];
    return lane ? under(lane, at.x, rowsPx(at.y, scene), scene) : { span: null, sign: null };
  }
}
