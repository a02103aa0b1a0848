import type { Ns } from '../../src/shared/timeline.ts';
import type { PaneName } from '../model/paneState.ts';
import type { Selection } from '../model/selection.ts';
import type { TimeWindow } from '../model/view.ts';
import type { ReplayControls } from './replayCommands.ts';

/** The stretch of time that is shown. */
export interface WindowControls {
  /** Shows another stretch of time; ends following. */
  set(window: TimeWindow): void;
  /** `factor` below 1 shows less time; `atNs` stays where it is (default: the middle). */
  zoomBy(factor: number, atNs?: Ns): void;
  /** Moves by a share of the window's width. */
  panBy(share: number): void;
  whole(): void;
  toStart(): void;
  toEnd(): void;
  fitSelection(): void;
  toggleFollow(): void;
}

/** A stretch of time that is chosen. */
export interface StretchControls {
  /** Chooses a stretch on the axis; null: none. */
  set(range: TimeWindow | null): void;
  /** Chooses the selected bar's time, else what is on screen. */
  mark(): void;
  /** Moves one end by a share of the window's width. */
  extend(share: number): void;
}

/** Which lanes are shown, and how. */
export interface LaneControls {
  /** Opens the field to search and filter lanes in, with the focus in it. */
  find(): void;
  /** Hides the lane that the keyboard is on, with all that is below it. */
  hide(): void;
  /** Pins the lane that the keyboard is on to the top, or takes it from there. */
  pin(): void;
  toggleOnlyMine(): void;
  /** Ends search and filter and shows what is hidden. */
  showAll(): void;
  /** Opens the menu of the lane that the keyboard is on; `onPage`: where in the window (null: beside its name). */
  menu(onPage: Point | null): void;
}

/** What pointer, wheel, keys and buttons can ask for. */
export interface Commands {
  readonly window: WindowControls;
  readonly stretch: StretchControls;
  readonly lanes: LaneControls;
  readonly replay: ReplayControls;
  /** Esc: takes the time cursor away, gives up the last thing that was chosen, and in the end shows the whole run. */
  escape(): void;
  moveRow(by: number): void;
  /** Folds the current row or opens it; what cannot be folded goes to its parent (or first child). False: nothing to do. */
  fold(open: boolean): boolean;
  selectNeighbour(by: 1 | -1): void;
  /** Shows a span wherever it is: opens what hides its row, brings it on screen and selects it. The focus stays where it is. */
  goTo(selection: Selection): void;
  /** Opens a view of the pane; the one that is open closes. */
  togglePane(name: PaneName): void;
  /** Opens the view that says why the selected bar lasted as long as it did, and puts the focus there. */
  askWhy(): void;
  /** Opens the menu of the lane at a point of the canvas; `onPage`: where in the window. */
  laneMenuAt(at: Point, onPage: Point): void;
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
