import { brushX, type D3BrushEvent } from 'd3-brush';
import { select } from 'd3-selection';
import { OVERVIEW_PX } from '../draw/overview.ts';
import type { TimeScale } from '../layout/scale.ts';
import type { TimeWindow } from '../model/view.ts';
import type { Commands } from './commands.ts';

/** The window of the lanes as a d3-brush on the overview: drag it, drag its edges, or draw a new one. */
export class OverviewBrush {
  private readonly group: SVGGElement;
  private readonly behavior = brushX<null>().handleSize(8);
  private readonly commands: Commands;
  private scale: TimeScale | null = null;
  private drawnPx: readonly [number, number] = [0, 0];
  private widthPx = 0;
  private dragging = false;

  constructor(root: SVGElement, commands: Commands) {
    this.commands = commands;
    this.group = select(root).append('g').attr('class', 'brush').datum(null).node()!;
    this.behavior
      .on('start', ({ sourceEvent }: D3BrushEvent<null>) => {
        this.dragging = Boolean(sourceEvent);
      })
      .on('brush', (event: D3BrushEvent<null>) => this.brushed(event))
      .on('end', (event: D3BrushEvent<null>) => this.ended(event));
  }

  /** Shows a window on the overview, whose scale is `scale`. */
  update(scale: TimeScale, window: TimeWindow): void {
    this.scale = scale;
    const node = select<SVGGElement, null>(this.group);
    if (scale.widthPx !== this.widthPx) {
      this.widthPx = scale.widthPx;
      this.drawnPx = [0, 0];
      node.call(
        this.behavior.extent([
          [0, 0],
          [scale.widthPx, OVERVIEW_PX],
        ]),
      );
    }
    const x0 = Math.max(0, Math.min(scale.toPx(window.startNs), scale.widthPx - 2));
    const x1 = Math.min(scale.widthPx, Math.max(scale.toPx(window.endNs), x0 + 2));
    if (this.dragging || (x0 === this.drawnPx[0] && x1 === this.drawnPx[1])) return;
    this.drawnPx = [x0, x1];
    node.call(this.behavior.move, [x0, x1]);
  }

  private brushed({ sourceEvent, selection }: D3BrushEvent<null>): void {
    if (!sourceEvent || !selection || !this.scale) return;
    const [x0, x1] = selection as [number, number];
    if (x1 - x0 >= 1) this.commands.window.set({ startNs: this.scale.toNs(x0), endNs: this.scale.toNs(x1) });
  }

  /** A click beside the window clears d3's selection: it is drawn again with the next frame. */
  private ended({ sourceEvent }: D3BrushEvent<null>): void {
    if (!sourceEvent) return;
    this.dragging = false;
    this.drawnPx = [0, 0];
    this.commands.window.panBy(0);
  }
}
