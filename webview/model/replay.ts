import type { Ns } from '../../src/shared/timeline.ts';
import { type TimeWindow, widthOf } from './view.ts';

/** Speeds of replay, as shares of real time, the fastest first. */
export const speeds: readonly number[] = [
  4,
  2,
  1,
  ...[0, 1, 2, 3, 4, 5].flatMap((power) => [2, 5, 10].map((step) => 1 / (step * 10 ** power))),
];

/** The whole run is to take about so long. */
const WHOLE_NS = 10e9;
/** A frame that took longer counts as one of so many ms: a page that was hidden does not jump. */
const MAX_FRAME_MS = 100;

/** Where the cursor is kept in a window that moves along, and when it jumps from one window to the next, as shares of the window. */
const KEPT_AT = 0.6;
const JUMPS_AT = 0.95;
const LANDS_AT = 0.05;

/** The moment of the run that is looked at, and how it moves on by itself. */
export class ReplayState {
  /** The time cursor; null: there is none. */
  atNs: Ns | null = null;
  playing = false;
  /** Null: the one that suits the length of the run. */
  chosenSpeed: number | null = null;
  private frameMs: number | null = null;

  /** Share of real time. */
  speedFor(extent: TimeWindow): number {
    return this.chosenSpeed ?? suitableSpeed(widthOf(extent));
  }

  clear(): void {
    this.atNs = null;
    this.pause();
  }

  /** Puts the cursor at a moment, as far as the run is known. */
  set(ns: Ns, extent: TimeWindow): void {
    this.atNs = Math.min(Math.max(ns, extent.startNs), extent.endNs);
  }

  /** Plays from the cursor, or from `fromNs` when there is none or it has come to the end. */
  play(fromNs: Ns, extent: TimeWindow): void {
    if (this.atNs === null || this.atNs >= extent.endNs) this.set(fromNs, extent);
    this.playing = true;
    this.frameMs = null;
  }

  pause(): void {
    this.playing = false;
  }

  /** Moves the cursor on to a frame; `grows`: the end is not the end yet. */
  tick(nowMs: number, extent: TimeWindow, grows: boolean): void {
    if (!this.playing || this.atNs === null) return;
    const passedMs = Math.min(Math.max(nowMs - (this.frameMs ?? nowMs), 0), MAX_FRAME_MS);
    this.frameMs = nowMs;
    this.set(this.atNs + passedMs * 1e6 * this.speedFor(extent), extent);
    if (this.atNs >= extent.endNs && !grows) this.pause();
  }
}

/** The speed at which a run of that length takes about ten seconds. */
export function suitableSpeed(lengthNs: Ns): number {
  const wanted = Math.log(Math.max(lengthNs, 1) / WHOLE_NS);
  const distance = (speed: number) => Math.abs(Math.log(speed) - wanted);
  return speeds.reduce((best, speed) => (distance(speed) < distance(best) ? speed : best));
}

/** The window that shows the cursor while it moves on: it moves along, or (`inJumps`) page by page. Null: it can stay. */
export function windowAlong(
  atNs: Ns,
  window: TimeWindow,
  extent: TimeWindow,
  inJumps: boolean,
): TimeWindow | null {
  const width = widthOf(window);
  const share = (atNs - window.startNs) / width;
  const isIn = share >= 0 && share <= (inJumps ? JUMPS_AT : KEPT_AT);
  if (isIn) return null;
  const to = share < 0 || share > 1 || inJumps ? LANDS_AT : KEPT_AT;
  const lastNs = Math.max(extent.endNs + width * 0.02 - width, Math.min(window.startNs, atNs));
  const startNs = Math.min(atNs - width * to, lastNs);
  return startNs === window.startNs ? null : { startNs, endNs: startNs + width };
}

/** The window of the same width around a moment, or null when that is in it already. */
export function windowAround(atNs: Ns, window: TimeWindow): TimeWindow | null {
  if (atNs >= window.startNs && atNs <= window.endNs) return null;
  const half = widthOf(window) / 2;
  return { startNs: atNs - half, endNs: atNs + half };
}
