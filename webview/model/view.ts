import type { Ns } from '../../src/shared/timeline.ts';

/** The stretch of time that is on screen. */
export interface TimeWindow {
  readonly startNs: Ns;
  readonly endNs: Ns;
}

/** No window is narrower: at 1,000 pixels a pixel is then a tenth of a nanosecond. */
const MIN_WIDTH_NS = 100;
/** How far one can pan past either end, as a share of the window. */
const MARGIN = 0.25;

export const widthOf = (window: TimeWindow): Ns => window.endNs - window.startNs;

/** The whole of an extent, with a little air around. */
export function wholeOf(extent: TimeWindow): TimeWindow {
  const air = Math.max(widthOf(extent) * 0.02, MIN_WIDTH_NS / 2);
  return { startNs: extent.startNs - air, endNs: extent.endNs + air };
}

/** Keeps a window at a width that can be drawn, and near the extent. */
export function clamp(window: TimeWindow, extent: TimeWindow): TimeWindow {
  const widest = widthOf(wholeOf(extent)) * (1 + MARGIN);
  const width = Math.min(Math.max(widthOf(window), MIN_WIDTH_NS), Math.max(widest, MIN_WIDTH_NS));
  const middle = (window.startNs + window.endNs) / 2;
  const start = width === widthOf(window) ? window.startNs : middle - width / 2;
  const lowest = extent.startNs - width * MARGIN;
  const highest = extent.endNs + width * MARGIN - width;
  const startNs = Math.max(lowest, Math.min(start, Math.max(lowest, highest)));
  return { startNs, endNs: startNs + width };
}

/** Zooms so that `atNs` stays where it is on screen; `factor` below 1 shows less time. */
export function zoomAt(window: TimeWindow, atNs: Ns, factor: number): TimeWindow {
  return {
    startNs: atNs - (atNs - window.startNs) * factor,
    endNs: atNs + (window.endNs - atNs) * factor,
  };
}

/** Moves a window by a share of its own width. */
export function panBy(window: TimeWindow, share: number): TimeWindow {
  const shift = widthOf(window) * share;
  return { startNs: window.startNs + shift, endNs: window.endNs + shift };
}

/** A window around a stretch that fills most of it. */
export function fitAround(stretch: TimeWindow): TimeWindow {
  const air = Math.max(widthOf(stretch) * 0.1, MIN_WIDTH_NS / 4);
  return { startNs: stretch.startNs - air, endNs: stretch.endNs + air };
}

/** The window of the same width whose end is the extent's end, with a little air. */
export function tailOf(window: TimeWindow, extent: TimeWindow): TimeWindow {
  const width = widthOf(window);
  const endNs = extent.endNs + width * 0.02;
  return { startNs: endNs - width, endNs };
}
