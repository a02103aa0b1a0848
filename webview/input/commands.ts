import type { Ns } from '../../src/shared/timeline.ts';
import type { PaneName } from '../model/paneState.ts';
import type { Selection } from '../model/selection.ts';
import type { TimeWindow } from '../model/view.ts';
import type { ReplayControls } from './replayCommands.ts';

/** What pointer, wheel, keys and buttons can ask for. */
export interface Commands {
  /** Shows another stretch of time; ends following. */
  setWindow(window: TimeWindow): void;
  /** `factor` below 1 shows less time; `atNs` stays where it is (default: the middle). */
  zoomBy(factor: number, atNs?: Ns): void;
  /** Moves by a share of the window's width. */
  panBy(share: number): void;
  whole(): void;
  toStart(): void;
  toEnd(): void;
  fitSelection(): void;
  toggleFollow(): void;
  /** Esc: takes the time cursor away, gives up the last thing that was chosen, and in the end shows the whole run. */
  escape(): void;
  /** Chooses a stretch on the axis; null: none. */
  setRange(range: TimeWindow | null): void;
  /** Chooses the selected bar's time as a stretch, else what is on screen. */
  markStretch(): void;
  /** Moves one end of the stretch by a share of the window's width. */
  extendStretch(share: number): void;
  moveRow(by: number): void;
  /** Folds the current row or opens it; what cannot be folded goes to its parent (or first child). False: nothing to do. */
  fold(open: boolean): boolean;
  selectNeighbour(by: 1 | -1): void;
  /** Shows a span wherever it is: opens what hides its row, brings it on screen and selects it. The focus stays where it is. */
  goTo(selection: Selection): void;
  /** Opens a view of the pane; the one that is open closes. */
  togglePane(name: PaneName): void;
  readonly replay: ReplayControls;
  /** Opens the field to search and filter lanes in, with the focus in it. */
  openSearch(): void;
  /** Hides the lane that the keyboard is on, with all that is below it. */
  hideLane(): void;
  /** Pins the lane that the keyboard is on to the top, or takes it from there. */
  pinLane(): void;
  toggleOnlyMine(): void;
  /** Ends search and filter and shows what is hidden. */
  showAllLanes(): void;
  /** Opens the view that says why the selected bar lasted as long as it did, and puts the focus there. */
  askWhy(): void;
  /**
   * Opens the menu of the lane at a point of the canvas (null: of the one that the keyboard is on); `onPage`: where in the window (null:
   * beside its name).
   */
  laneMenu(at: Point | null, onPage: Point | null): void;
  showInCode(): void;
  showKeys(): void;
  /** Pointer on the canvas, in its CSS pixels; null: it left. */
  hover(at: Point | null): void;
  clickAt(at: Point): void;
  fitAt(at: Point): void;
  scrollBy(px: number): void;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}
