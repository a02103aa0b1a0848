import type { RunStatus } from '../../src/shared/protocol.ts';
import { LaneView } from './laneView.ts';
import { PaneState } from './paneState.ts';
import { Recording } from './recording.ts';
import { ReplayState } from './replay.ts';
import { nothingSaved, type Saved } from './saved.ts';
import type { Selection } from './selection.ts';
import type { Sign } from './sign.ts';
import { SpanTableState } from './spanTableState.ts';
import { TotalsState } from './totalsState.ts';
import type { SpanAt } from './track.ts';
import { clamp, type TimeWindow, tailOf, wholeOf } from './view.ts';
import { WhyState } from './whyState.ts';

export const idle: RunStatus = { phase: 'idle', file: '', text: '', code: null, at: null };

/** All that the panel knows: the recording, and what the person does with it. No part of the document. */
export class PanelState {
  status = idle;
  recording = new Recording();
  /** Null: the whole run, however long it gets. */
  window: TimeWindow | null = null;
  /** While the program runs, the window moves along with its end. */
  follow = true;
  readonly folds = new Map<string, boolean>();
  /** Counts changes of `folds`. */
  foldsChanged = 0;
  selection: Selection | null = null;
  hovered: SpanAt | null = null;
  hoveredSign: Sign | null = null;
  /** An arrow or a gap that was chosen in place of a bar. */
  selectedSign: Sign | null = null;
  /** Stretch that was chosen on the axis. */
  range: TimeWindow | null = null;
  /** Key of the row that the keyboard is on. */
  currentKey: string | null = null;
  cursorAt: { readonly file: string; readonly line: number } | null = null;
  namesPx: number;
  readonly pane = new PaneState();
  readonly replay = new ReplayState();
  readonly laneView: LaneView;
  readonly spanTable = new SpanTableState();
  readonly totals = new TotalsState();
  readonly why = new WhyState();
  private restored: Saved | null;

  constructor(saved: Saved = nothingSaved) {
    this.restored = saved.startedAt === '' ? null : saved;
    this.namesPx = saved.namesPx;
    this.laneView = new LaneView(saved.lanes);
    this.pane.open = saved.pane;
    this.pane.heightPx = saved.panePx;
    this.replay.chosenSpeed = saved.replaySpeed;
    this.totals.order = saved.totals;
    for (const [key, open] of saved.folds) this.folds.set(key, open);
  }

  get active(): boolean {
    return this.status.phase === 'starting' || this.status.phase === 'recording';
  }

  get extent(): TimeWindow {
    return this.recording.extent(this.active);
  }

  /** The window to draw now. */
  get shownWindow(): TimeWindow {
    if (this.window === null) return wholeOf(this.extent);
    return this.active && this.follow ? tailOf(this.window, this.extent) : this.window;
  }

  /** A new timeline begins. */
  reset(): void {
    this.recording = new Recording();
    this.window = null;
    this.follow = true;
    this.selection = null;
    this.hovered = null;
    this.hoveredSign = null;
    this.selectedSign = null;
    this.range = null;
    this.replay.clear();
    this.laneView.forgetWishes();
    this.why.reset();
  }

  /** If the timeline is the one that an earlier page showed: shows it as it was. Returns where it was scrolled to. */
  restore(): number | null {
    const { restored, recording } = this;
    if (restored === null || recording.store.facts.startedAt === '') return null;
    this.restored = null;
    if (restored.startedAt !== recording.store.facts.startedAt) return null;
    this.window = restored.window;
    this.follow = restored.follow;
    this.selection = restored.selection;
    this.replay.atNs = restored.replayNs;
    this.why.restore(restored.asked, restored.selection);
    return restored.scrollPx;
  }

  /** What the next page is to know. As long as nothing has come that could be shown as it was, that is not forgotten. */
  save(scrollPx: number): Saved {
    const { open: pane, heightPx: panePx } = this.pane;
    const kept = {
      folds: [...this.folds],
      namesPx: this.namesPx,
      pane,
      panePx,
      replaySpeed: this.replay.chosenSpeed,
      lanes: this.laneView.save(),
      totals: this.totals.order,
    };
    if (this.restored) return { ...this.restored, ...kept };
    return {
      version: 1,
      startedAt: this.recording.store.facts.startedAt,
      window: this.window,
      follow: this.follow,
      selection: this.selection,
      replayNs: this.replay.atNs,
      asked: this.why.asked,
      scrollPx,
      ...kept,
    };
  }

  /** The person moved the window: it stays where it is. */
  setWindow(window: TimeWindow): void {
    this.window = clamp(window, this.extent);
    this.follow = false;
  }

  whole(): void {
    this.window = null;
    this.follow = true;
  }

  toggleFollow(): void {
    this.window ??= this.follow ? this.shownWindow : null;
    this.follow = !this.follow;
  }

  /** While something is searched for, folds are for that time only. */
  setFold(key: string, open: boolean): void {
    (this.laneView.hasQuery ? this.laneView.folds : this.folds).set(key, open);
    this.foldsChanged++;
  }

  /** Opens a lane for good, also when the search is over. */
  unfold(key: string): void {
    this.folds.set(key, true);
    this.setFold(key, true);
  }
}
