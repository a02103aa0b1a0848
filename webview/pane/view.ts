import type { Scene } from '../layout/scene.ts';
import type { PanelState } from '../model/panelState.ts';
import type { PaneName } from '../model/paneState.ts';

/** What a view of the pane gets to draw itself from. */
export interface PaneFrame {
  readonly scene: Scene;
  readonly state: PanelState;
  /** Time of the frame. */
  readonly nowMs: number;
  /** Changes whenever the timeline did. */
  readonly version: string;
}

/** One view of the pane below the lanes; at most one is open. */
export interface PaneView {
  readonly name: PaneName;
  /** What stands on its tab. */
  readonly label: string;
  readonly element: HTMLElement;
  /** Called in every frame in which the view is open: must cost nothing when nothing has changed. */
  draw(frame: PaneFrame): void;
}
