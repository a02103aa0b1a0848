import { NONE, type OsThreadId, type SiteId } from '../../src/shared/timeline.ts';
import { type LaneList, listLanes } from '../model/laneList.ts';
import { MarkFinder } from '../model/markFinder.ts';
import type { PanelState } from '../model/panelState.ts';
import { findSelected, type Selection, selectionOf } from '../model/selection.ts';
import type { SpanTable } from '../model/track.ts';
import { endsInFolded } from './arrows.ts';
import { layoutRows, pinsHeight, type Rows } from './rows.ts';
import { timeScale } from './scale.ts';
import type { Scene } from './scene.ts';
import { Tiles } from './tiles.ts';
import { timeTicks } from './time.ts';

/** With more spawns and messages than this in view, only those of the selected and the hovered bar are drawn. */
const MAX_ARROWS = 200;
const PX_PER_TICK = 100;
/** While the program runs, what depends on how long something took is worked out anew after so much time of the recording. */
const LIVE_STEP_NS = 500e6;

/** Size and scrolling of the canvas, in CSS pixels. */
export interface Viewport {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly scrollPx: number;
  /** How far the pinned lanes are scrolled (default: not at all). */
  readonly pinsScrollPx?: number;
}

/** Lays out frames. Keeps what does not change from one frame to the next. */
export class SceneMaker {
  private readonly state: PanelState;
  private rowsKey = '';
  private rowsOf: PanelState['recording'] | null = null;
  private rows: Rows | null = null;
  private list: LaneList | null = null;
  /** Which console lines hold the text that is searched for. */
  readonly marks = new MarkFinder();
  private tiles: Tiles | null = null;
  private laneArrows: readonly number[] = [];
  private laneArrowsKey = '';
  private cursorSites: ReadonlySet<SiteId> = new Set();
  private cursorKey = '';

  constructor(state: PanelState) {
    this.state = state;
  }

  /** The rows as they are now; the same object as long as nothing changed. */
  currentRows(): Rows {
    const { recording } = this.state;
    const key = this.keyOfRows();
    if (!this.rows || key !== this.rowsKey || recording !== this.rowsOf) {
      this.rowsKey = key;
      this.rowsOf = recording;
      this.list = listLanes(this.state, this.marks);
      this.rows = layoutRows(this.list.lanes, recording.lanes, this.list.pins);
    }
    return this.rows;
  }

  /** What the rows were laid out from. */
  currentList(): LaneList {
    this.currentRows();
    return this.list!;
  }

  /** Goes on looking for console lines; false: there are none left to look at. */
  findMarks(): boolean {
    const { laneView, recording } = this.state;
    if (!laneView.hasQuery || this.marks.isDone) return false;
    this.marks.look(laneView.query.text, recording.store);
    return !this.marks.isDone;
  }

  private keyOfRows(): string {
    const { recording, foldsChanged, laneView, active } = this.state;
    const { lanes, store, deltas } = recording;
    const timed = laneView.hasQuery || (laneView.sort !== 'start' && !active);
    const time = timed ? (active ? Math.floor(store.nowNs / LIVE_STEP_NS) : deltas) : '';
    const { count } = this.marks;
    return `${lanes.structure} ${foldsChanged} ${store.facts.cores} ${laneView.changed} ${active} ${time} ${count}`;
  }

  make({ widthPx, heightPx, scrollPx, pinsScrollPx = 0 }: Viewport): Scene {
    const { state } = this;
    const { store, lanes } = state.recording;
    const scale = timeScale(state.shownWindow, widthPx);
    const rows = this.currentRows();
    const selected = state.selection && findSelected(state.selection, store, lanes);
    const pinsPx = pinsHeight(rows, heightPx);
    return {
      tables: store,
      lanes,
      links: state.recording.links,
      rows,
      frame: { spans: store.spans, scale, nowNs: store.nowNs, tiles: this.tilesOf(store.spans) },
      pins: { heightPx: pinsPx, scrollPx: pinsScrollPx },
      pinnedKeys: state.laneView.pinned,
      part: 'lanes',
      ticks: timeTicks(scale.window.startNs, scale.window.endNs, widthPx / PX_PER_TICK),
      scrollPx: scrollPx + rows.pins * rows.rowPx - pinsPx,
      heightPx,
      selected,
      chosen: this.chosen(),
      hovered: state.hovered,
      hoveredSign: state.hoveredSign,
      selectedSign: state.selectedSign,
      current: state.currentKey === null ? NONE : rows.indexOfKey(state.currentKey),
      range: state.range,
      cursorSites: this.sitesOnCursor(),
      arrows: this.arrows(rows),
      chain: this.chain(),
      running: state.status.phase === 'recording',
    };
  }

  private chain(): Scene['chain'] {
    const { pane, why, selection, recording, active } = this.state;
    return pane.open === 'why' ? why.follow(selection, recording, !active) : null;
  }

  /** What was drawn last can be drawn finer, in the next frame. */
  get isRough(): boolean {
    return this.tiles?.isRough ?? false;
  }

  private tilesOf(table: SpanTable): Tiles {
    if (this.tiles?.table !== table) this.tiles = new Tiles(table);
    this.tiles.begin(performance.now());
    return this.tiles;
  }

  /** A bar on a core chooses its thread, and so does a bar of the thread's own. */
  private chosen(): OsThreadId {
    const { selection, recording } = this.state;
    if (!selection) return NONE;
    if (selection.onCore) return selection.onCore.osThread;
    return selection.task === NONE ? recording.lanes.cores.osThreadOf(selection.thread) : NONE;
  }

  private arrows(rows: Rows): readonly number[] {
    const { recording, shownWindow } = this.state;
    const all = recording.links.inWindow(shownWindow, MAX_ARROWS);
    const shown = all?.filter((link) => !endsInFolded(link, recording.store, rows)) ?? [];
    return [...shown, ...this.arrowsOfLanes().filter((link) => !shown.includes(link))];
  }

  /** Every link of the lanes that are selected and under the pointer. */
  private arrowsOfLanes(): readonly number[] {
    const { recording, selection, hovered } = this.state;
    const { store, lanes, links } = recording;
    const both: (Selection | null)[] = [selection, hovered && selectionOf(hovered, store, lanes)];
    // A bar on a core says who ran, not what for.
    const chosen = both.map((lane) => (lane?.onCore ? null : lane));
    const key = `${store.links.length} ${chosen.map((lane) => (lane ? `${lane.thread} ${lane.task}` : '')).join(' ')}`;
    if (key !== this.laneArrowsKey) {
      this.laneArrowsKey = key;
      const found = chosen.flatMap((lane) => (lane ? links.ofLane(lane.thread, lane.task, MAX_ARROWS) : []));
      this.laneArrows = [...new Set(found)];
    }
    return this.laneArrows;
  }

  private sitesOnCursor(): ReadonlySet<SiteId> {
    const { cursorAt, recording } = this.state;
    const key = cursorAt ? `${recording.store.sites.length} ${cursorAt.line} ${cursorAt.file}` : '';
    if (key !== this.cursorKey) {
      this.cursorKey = key;
      this.cursorSites = cursorAt ? recording.sitesAt(cursorAt) : new Set();
    }
    return this.cursorSites;
  }
}
