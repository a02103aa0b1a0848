import type { Ns } from '../../src/shared/timeline.ts';
import type { TimeWindow } from './view.ts';

/** A stretch of time that is chosen with keys: one end stays, the other one moves, as when text is selected. */
export class Stretch {
  private anchorNs: Ns = Number.NaN;

  /**
   * Moves the end that moves of `range`; without one, begins at `startNs`. A stretch that was chosen in another way moves at its later end.
   * It stays within `extent`; null: nothing is left of it.
   */
  moveBy(ns: Ns, range: TimeWindow | null, startNs: Ns, extent: TimeWindow): TimeWindow | null {
    const { anchorNs, movingNs } = this.endsOf(range, startNs);
    const to = Math.max(extent.startNs, Math.min(movingNs + ns, extent.endNs));
    this.anchorNs = anchorNs;
    return to === anchorNs ? null : { startNs: Math.min(anchorNs, to), endNs: Math.max(anchorNs, to) };
  }

  private endsOf(range: TimeWindow | null, startNs: Ns): { anchorNs: Ns; movingNs: Ns } {
    if (range === null) return { anchorNs: startNs, movingNs: startNs };
    const { startNs: first, endNs: last } = range;
    return this.anchorNs === last ? { anchorNs: last, movingNs: first } : { anchorNs: first, movingNs: last };
  }
}
