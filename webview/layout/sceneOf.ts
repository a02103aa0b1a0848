import { NONE, type OsThreadId, type SiteId } from '../../src/shared/timeline.ts';
import type { PanelState } from '../model/panelState.ts';
import { findSelected, type Selection, selectionOf } from '../model/selection.ts';
import type { SpanTable } from '../model/track.ts';
import { laneTree } from '../model/tree.ts';
import { endsInFolded } from './arrows.ts';
import { layoutRows, type Rows } from './rows.ts';
import { timeScale } from './scale.ts';
import type { Scene } from './scene.ts';
import { Tiles } from './tiles.ts';
import { timeTicks } from './time.ts';

/** With more spawns and messages than this in view, only those of the selected and the hovered bar are drawn. */
const MAX_ARROWS = 200;
const PX_PER_TICK = 100;

/** Size and scrolling of the canvas, in CSS pixels. */
export interface Viewport {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly scrollPx: number;
}

/** Lays out frames. Keeps what does not change from one frame to the next. */
export class SceneMaker {
  private readonly state: PanelState;
  private rowsKey = '';
  private rowsOf: PanelState['recording'] | null = null;
  private rows: Rows | null = null;
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
    const { recording, folds, foldsChanged } = this.state;
    const key = `${recording.lanes.structure} ${foldsChanged} ${recording.store.facts.cores}`;
    if (!this.rows || key !== this.rowsKey || recording !== this.rowsOf) {
      this.rowsKey = key;
      this.rowsOf = recording;
      this.rows = layoutRows(laneTree(recording.store, recording.lanes, folds), recording.lanes);
    }
    return this.rows;
  }

  make({ widthPx, heightPx, scrollPx }: Viewport): Scene {
    const { state } = this;
    const { store, lanes } = state.recording;
    const scale = timeScale(state.shownWindow, widthPx);
    const rows = this.currentRows();
    const selected = state.selection && findSelected(state.selection, store, lanes);
    return {
      tables: store,
      lanes,
      links: state.recording.links,
      rows,
      frame: {
        spans: store.spans.columns,
        scale,
        nowNs: store.nowNs,
        tiles: this.tilesOf(store.spans.columns),
      },
      ticks: timeTicks(scale.window.startNs, scale.window.endNs, widthPx / PX_PER_TICK),
      scrollPx,
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
      running: state.status.phase === 'recording',
    };
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
