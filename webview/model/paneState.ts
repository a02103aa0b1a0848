/** The views of the pane below the lanes. */
export const paneNames = ['why', 'totals', 'moment', 'spans'] as const;
export type PaneName = (typeof paneNames)[number];

/** Which view is open, and how high the pane is. */
export class PaneState {
  /** Null: the pane is closed. */
  open: PaneName | null = null;
  /** CSS pixels. */
  heightPx = 190;

  toggle(name: PaneName): void {
    this.open = this.open === name ? null : name;
  }
}
