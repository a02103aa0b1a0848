import { type Recording, type RunTotals, TotalsPass } from '../analysis/index.ts';

/** Rows between two looks at the clock, and time for which the extension host may be busy at a stretch. */
const ROWS = 4096;
const SLICE_MS = 10;
/** While the program runs, its totals are renewed after this time, and after many times what that costs. */
const EVERY_MS = 1000;
const REST_FACTOR = 20;

/** The totals of the newest run, added up beside other work and renewed while it goes on. */
export class LiveTotals {
  /** Null: there are none yet. */
  totals: RunTotals | null = null;
  readonly #changed: () => void;
  #pass: TotalsPass | null = null;
  #timer: NodeJS.Timeout | null = null;
  #costMs = 0;
  #notBeforeMs = 0;

  /** `changed` is called with every change of the totals. */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** From now on it is this recording's totals. */
  begin(recording: Recording): void {
    this.clear();
    this.#pass = new TotalsPass(recording.tables);
  }

  /** The recording has grown. */
  grown(): void {
    if (this.#timer === null) this.#after(Math.max(0, this.#notBeforeMs - performance.now()));
  }

  /** It grows no more. */
  over(): void {
    this.#after(0);
  }

  /** There is no run any more. */
  clear(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#pass = null;
    this.#costMs = 0;
    this.#notBeforeMs = 0;
    if (this.totals === null) return;
    this.totals = null;
    this.#changed();
  }

  #after(ms: number): void {
    if (this.#pass === null) return;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#work(), ms);
  }

  #work(): void {
    this.#timer = null;
    const pass = this.#pass;
    if (pass === null) return;
    const startMs = performance.now();
    let more = true;
    while (more && performance.now() < startMs + SLICE_MS) more = pass.step(ROWS);
    if (!more) this.totals = pass.totals();
    const endMs = performance.now();
    this.#costMs += endMs - startMs;
    if (more) this.#after(0);
    else this.#rest(endMs);
  }

  #rest(nowMs: number): void {
    this.#notBeforeMs = nowMs + Math.max(EVERY_MS, this.#costMs * REST_FACTOR);
    this.#costMs = 0;
    this.#changed();
  }
}
