import type { Ns } from '../../shared/timeline.ts';
import type { CoreSlice } from './coreChain.ts';
import { FreeTime, type Stretch } from './freeTime.ts';

/** Slices of one core that are fitted together at once, at most; more are put behind each other. */
const MAX_FITTED = 2000;
/** Remains of a slice that are shorter, in ns, are not put elsewhere. */
const SHORTEST_REST_NS = 10_000;

/**
 * Brings the slices of all threads together. What was found out for each thread alone is off by some microseconds, or, where
 * several things happened between two looks, by more, so that two threads may seem to have had a core at once. The slices whose
 * places are the most certain stay; others keep of theirs what is free, and the rest goes where the core is free between the looks.
 */
export class CoreMerge {
  readonly #tell: (slice: CoreSlice) => void;
  #waiting: CoreSlice[] = [];
  /** To when each core is told. */
  readonly #toldNs = new Map<number, Ns>();

  constructor(tell: (slice: CoreSlice) => void) {
    this.#tell = tell;
  }

  readonly add = (slice: CoreSlice): void => {
    this.#waiting.push(slice);
  };

  /** Tells the slices that end up to `ns`, in order of time. What is added later should not begin before `ns`. */
  settle(ns: Ns): void {
    if (this.#waiting.length === 0) return;
    const fitted: CoreSlice[] = [];
    for (const [core, slices] of Map.groupBy(this.#waiting, (slice) => slice.core)) {
      const free = new FreeTime(this.#toldNs.get(core) ?? Number.NEGATIVE_INFINITY);
      for (const [i, slice] of slices.sort(byError).entries()) place(slice, free, i < MAX_FITTED, fitted);
    }
    this.#waiting = fitted.filter(({ endNs }) => endNs > ns);
    for (const slice of fitted.filter(({ endNs }) => endNs <= ns).sort(byStart)) {
      this.#toldNs.set(slice.core, slice.endNs);
      this.#tell(slice);
    }
  }
}

const byStart = (a: CoreSlice, b: CoreSlice): number => a.startNs - b.startNs;
const byError = (a: CoreSlice, b: CoreSlice): number => a.errorNs - b.errorNs || byStart(a, b);

/** Puts a slice, or its parts, where its core is free. */
function place(slice: CoreSlice, free: FreeTime, isFitted: boolean, fitted: CoreSlice[]): void {
  const { startNs, endNs, readyNs, fromNs, toNs } = slice;
  const parts = isFitted ? free.take(startNs, endNs) : free.takeLast(startNs, endNs);
  const restNs = endNs - startNs - lengthOf(parts);
  if (isFitted && restNs > SHORTEST_REST_NS) {
    parts.push(...free.takeNear(startNs, endNs, restNs, fromNs, toNs));
  }
  for (const [i, part] of joined(parts).entries()) {
    const isFirst = i === 0;
    fitted.push({ ...slice, ...part, readyNs: isFirst ? Math.min(readyNs, part.startNs) : part.startNs });
  }
}

/** In order of time, and those that touch as one. */
function joined(parts: Stretch[]): Stretch[] {
  const all: Stretch[] = [];
  for (const part of parts.sort((a, b) => a.startNs - b.startNs)) {
    const last = all.at(-1);
    if (last?.endNs === part.startNs) all[all.length - 1] = { startNs: last.startNs, endNs: part.endNs };
    else all.push(part);
  }
  return all;
}

const lengthOf = (parts: readonly Stretch[]): Ns =>
  parts.reduce((sum, { startNs, endNs }) => sum + endNs - startNs, 0);
