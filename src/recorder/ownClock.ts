/** How the times of Node's performance entries, which count from the thread's own beginning, lie on the recording's clock. */
import { apply, durationOfEntry, nameOfEntry, now, startOfEntry } from './originals.ts';

/** Looks at both clocks, of which the quickest counts: it is wrong by half of what it took, at most. */
const LOOKS = 3;
const { performance } = globalThis;
const { now: performanceNow } = performance;

/** A performance entry on the recording's clock, in ns. */
export interface EntryTimes {
  /** This moment, which the record of the entry has to bear. */
  readonly nowNs: bigint;
  /** How long before it the entry begins. */
  readonly agoNs: number;
  readonly lengthNs: number;
}

/** Measured once per thread: both clocks are the same one below, so that they do not drift. */
export class OwnClock {
  /** The thread's zero: what the recording's clock showed when `performance.now()` was 0. */
  readonly #zeroNs: bigint;

  constructor() {
    let zeroNs = 0n;
    let best: bigint | null = null;
    for (let look = 0; look < LOOKS; look++) {
      const before = now();
      const ms = apply(performanceNow, performance, []) as number;
      const tookNs = now() - before;
      if (best !== null && tookNs >= best) continue;
      best = tookNs;
      zeroNs = before + tookNs / 2n - BigInt(Math.round(ms * 1e6));
    }
    this.#zeroNs = zeroNs;
  }

  timesOf(entry: unknown): EntryTimes {
    const startNs = (apply(startOfEntry, entry, []) as number) * 1e6;
    const lengthNs = (apply(durationOfEntry, entry, []) as number) * 1e6;
    const nowNs = now();
    return { nowNs, agoNs: Number(nowNs - this.#zeroNs) - startNs, lengthNs };
  }
}

export const nameOf = (entry: unknown): string => apply(nameOfEntry, entry, []) as string;
