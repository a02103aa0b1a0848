import { type RunTotals, TotalsPass } from '../../src/analysis/index.ts';
import type { Recording } from '../model/recording.ts';
import type { TimeWindow } from '../model/view.ts';

/** Rows between two looks at the clock. */
const ROWS = 4096;
/** While the timeline grows, totals are added up anew after this time, and after many times what that costs. */
const EVERY_MS = 1000;
const REST_FACTOR = 20;

/** Adds the totals of a stretch up beside other work, and keeps them fresh while the timeline grows. */
export class TotalsRun {
  /** Null: there are none of this stretch yet. They may be a little old while the timeline grows. */
  totals: RunTotals | null = null;
  private pass: TotalsPass | null = null;
  private recording: Recording | null = null;
  private range: TimeWindow | null = null;
  private version = '';
  private isFresh = false;
  private costMs = 0;
  private notBeforeMs = 0;

  /** What is wanted from now on; `range` null: of the whole run. What was begun for another stretch is given up. */
  aim(recording: Recording, range: TimeWindow | null, version: string): void {
    if (recording !== this.recording || !isSame(range, this.range)) this.begin(recording, range);
    if (version !== this.version) this.isFresh = false;
    this.version = version;
  }

  /** In how many ms there is something to add up; null: it is done. */
  dueInMs(nowMs: number): number | null {
    return this.isFresh ? null : Math.max(0, this.notBeforeMs - nowMs);
  }

  /** The share that is done, from 0 to 1. */
  get progress(): number {
    return this.pass?.progress ?? 0;
  }

  /** Adds up for about `forMs`. True: it is done. */
  work(forMs: number): boolean {
    const { pass } = this;
    if (pass === null || this.isFresh) return true;
    const startMs = performance.now();
    let more = true;
    while (more && performance.now() < startMs + forMs) more = pass.step(ROWS);
    if (!more) this.totals = pass.totals();
    const endMs = performance.now();
    this.costMs += endMs - startMs;
    if (!more) this.rest(endMs);
    return !more;
  }

  private begin(recording: Recording, range: TimeWindow | null): void {
    this.recording = recording;
    this.range = range;
    this.pass = range
      ? new TotalsPass(recording.store, range.startNs, range.endNs)
      : new TotalsPass(recording.store);
    this.totals = null;
    this.isFresh = false;
    this.costMs = 0;
    this.notBeforeMs = 0;
  }

  private rest(nowMs: number): void {
    this.isFresh = true;
    this.notBeforeMs = nowMs + Math.max(EVERY_MS, this.costMs * REST_FACTOR);
    this.costMs = 0;
  }
}

const isSame = (a: TimeWindow | null, b: TimeWindow | null): boolean =>
  a === b || (a !== null && b !== null && a.startNs === b.startNs && a.endNs === b.endNs);
