import { laneExtent } from '../layout/laneWords.ts';
import { fitAround, panBy, type TimeWindow, widthOf, zoomAt } from '../model/view.ts';
import type { Panel } from '../panel.ts';
import type { WindowControls } from './commands.ts';

/** Carries out what concerns the stretch of time that is shown. */
export class WindowCommands implements WindowControls {
  private readonly panel: Panel;

  constructor(panel: Panel) {
    this.panel = panel;
  }

  set(window: TimeWindow): void {
    this.panel.state.setWindow(window);
    this.panel.invalidate();
  }

  zoomBy(factor: number, atNs?: number): void {
    const window = this.panel.state.shownWindow;
    this.set(zoomAt(window, atNs ?? (window.startNs + window.endNs) / 2, factor));
  }

  panBy(share: number): void {
    if (share !== 0) this.set(panBy(this.panel.state.shownWindow, share));
    this.panel.invalidate();
  }

  whole(): void {
    this.panel.state.whole();
    this.panel.invalidate();
  }

  toStart(): void {
    const { extent, shownWindow } = this.panel.state;
    const width = widthOf(shownWindow);
    this.set({ startNs: extent.startNs - width * 0.02, endNs: extent.startNs + width * 0.98 });
  }

  toEnd(): void {
    const { extent, shownWindow } = this.panel.state;
    const width = widthOf(shownWindow);
    this.set({ startNs: extent.endNs - width * 0.98, endNs: extent.endNs + width * 0.02 });
  }

  fitSelection(): void {
    const { selected, rows, current, tables } = this.panel.current;
    const lane = rows.lanes[current];
    const stretch = this.panel.state.range ?? selected ?? (lane ? laneExtent(lane, tables) : null);
    if (stretch) this.set(fitAround(stretch));
  }

  toggleFollow(): void {
    this.panel.state.toggleFollow();
    this.panel.invalidate();
  }

  /** Moves the window to a span that is outside of it. */
  bringInto(span: TimeWindow): void {
    const { window } = this.panel.current.frame.scale;
    if (span.endNs >= window.startNs && span.startNs <= window.endNs) return;
    const middle = (span.startNs + span.endNs) / 2;
    const half = widthOf(window) / 2;
    this.set({ startNs: middle - half, endNs: middle + half });
  }
}
