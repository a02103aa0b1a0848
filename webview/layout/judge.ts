import { type Verdict, verdictOf } from '../../src/analysis/index.ts';
import type { TimelineTables } from '../../src/analysis/tables.ts';
import type { TimeWindow } from '../model/view.ts';

/** Keeps a verdict fresh, but never at the price of the picture. */
export class Judge {
  private verdict: Verdict | null = null;
  private key = '';
  private notBeforeMs = 0;
  private readonly everyMs: number;
  private readonly restFactor: number;

  /** At least `everyMs` lie between two verdicts; after an expensive one so many times its cost. */
  constructor(everyMs: number, restFactor: number) {
    this.everyMs = everyMs;
    this.restFactor = restFactor;
  }

  /** The verdict on a stretch, or null: there are no tasks yet. `version` changes whenever the timeline did. May be a little old while it changes fast. */
  judge(
    tables: TimelineTables,
    { startNs, endNs }: TimeWindow,
    version: string,
    nowMs: number,
  ): Verdict | null {
    const key = `${version} ${startNs} ${endNs}`;
    if (key === this.key || nowMs < this.notBeforeMs) return this.verdict;
    const startMs = performance.now();
    this.verdict = tables.tasks.length === 0 ? null : verdictOf(tables, startNs, endNs);
    this.key = key;
    this.notBeforeMs = nowMs + Math.max(this.everyMs, (performance.now() - startMs) * this.restFactor);
    return this.verdict;
  }

  /** In how many ms a verdict that is of another moment may be asked for again; null: it is fresh. */
  staleForMs({ startNs, endNs }: TimeWindow, version: string, nowMs: number): number | null {
    if (this.key === `${version} ${startNs} ${endNs}`) return null;
    return Math.max(this.everyMs, this.notBeforeMs - nowMs);
  }
}
