import { type Verdict, verdictInSteps } from '../../src/analysis/index.ts';
import type { TimelineTables } from '../../src/analysis/tables.ts';
import type { TimeWindow } from '../model/view.ts';

/** So long a verdict may hold the page up at a time, in ms, before it lets others go first. */
const SLICE_MS = 5;

/** While the picture moves all the time, a slice comes this often, in ms. */
const WAIT_MS = 50;

/** Safari has no idle moments. */
function whenIdle(run: () => void): void {
  if ('requestIdleCallback' in globalThis) requestIdleCallback(run, { timeout: WAIT_MS });
  else setTimeout(run);
}

/** Keeps a verdict fresh, but never at the price of the picture: a long one is worked out bit by bit. */
export class Judge {
  private verdict: Verdict | null = null;
  private key = '';
  private notBeforeMs = 0;
  private steps: ReturnType<typeof verdictInSteps> | null = null;
  private costMs = 0;
  private readonly everyMs: number;
  private readonly restFactor: number;
  private readonly done: () => void;

  /** At least `everyMs` lie between two verdicts; after an expensive one so many times its cost. `done`: one that took longer is there. */
  constructor(everyMs: number, restFactor: number, done: () => void) {
    this.everyMs = everyMs;
    this.restFactor = restFactor;
    this.done = done;
  }

  /** The verdict on a stretch, or null: there are no tasks yet. `version` changes whenever the timeline did. May be a little old while it changes fast. */
  judge(
    tables: TimelineTables,
    { startNs, endNs }: TimeWindow,
    version: string,
    nowMs: number,
  ): Verdict | null {
    const key = `${version} ${startNs} ${endNs}`;
    if (key === this.key || this.steps || nowMs < this.notBeforeMs) return this.verdict;
    this.key = key;
    this.costMs = 0;
    if (tables.tasks.length === 0) this.verdict = null;
    else this.work(verdictInSteps(tables, startNs, endNs));
    return this.verdict;
  }

  /** In how many ms a verdict that is of another moment may be asked for again; null: it is fresh. */
  staleForMs({ startNs, endNs }: TimeWindow, version: string, nowMs: number): number | null {
    if (this.steps) return this.everyMs;
    if (this.key === `${version} ${startNs} ${endNs}`) return null;
    return Math.max(this.everyMs, this.notBeforeMs - nowMs);
  }

  /** Goes on for a moment. True: the verdict is there. */
  private work(steps: ReturnType<typeof verdictInSteps>): boolean {
    const startMs = performance.now();
    this.steps = steps;
    while (performance.now() < startMs + SLICE_MS) {
      const { done, value } = steps.next();
      if (!done) continue;
      this.verdict = value;
      this.steps = null;
      break;
    }
    const nowMs = performance.now();
    this.costMs += nowMs - startMs;
    this.notBeforeMs = nowMs + Math.max(this.everyMs, this.costMs * this.restFactor);
    if (this.steps) whenIdle(() => this.work(steps) && this.done());
    return this.steps === null;
  }
}
