import { scaleLinear } from 'd3-scale';
import type { Ns } from '../../src/shared/timeline.ts';
import type { TimeWindow } from '../model/view.ts';

/** Time ↔ pixels of one frame. */
export interface TimeScale {
  readonly window: TimeWindow;
  readonly widthPx: number;
  /** Nanoseconds per pixel. */
  readonly nsPerPx: number;
  toPx(ns: Ns): number;
  toNs(px: number): Ns;
}

export function timeScale(window: TimeWindow, widthPx: number): TimeScale {
  const scale = scaleLinear([window.startNs, window.endNs], [0, widthPx]);
  return {
    window,
    widthPx,
    nsPerPx: (window.endNs - window.startNs) / Math.max(widthPx, 1),
    toPx: (ns) => scale(ns),
    toNs: (px) => scale.invert(px),
  };
}
