import type { Ns } from '../../shared/timeline.ts';

export interface Stretch {
  readonly startNs: Ns;
  readonly endNs: Ns;
}

/** The time in which a core is not taken yet. */
export class FreeTime {
  /** What is taken, in order of time. */
  readonly #taken: Stretch[] = [];

  /** Everything up to `fromNs` is taken. */
  constructor(fromNs: Ns) {
    this.#taken.push({ startNs: Number.NEGATIVE_INFINITY, endNs: fromNs });
  }

  /** Takes what is free of a stretch. */
  take(startNs: Ns, endNs: Ns): Stretch[] {
    const parts: Stretch[] = [];
    let index = this.#after(startNs);
    for (let at = startNs; at < endNs; index++) {
      at = Math.max(at, this.#taken[index - 1]!.endNs);
      const stop = Math.min(endNs, this.#taken[index]?.startNs ?? endNs);
      if (stop > at) {
        const part = { startNs: at, endNs: stop };
        parts.push(part);
        this.#taken.splice(index, 0, part);
        index++;
      }
      at = stop;
    }
    return parts;
  }

  /** Takes what of a stretch is behind all that is taken. */
  takeLast(startNs: Ns, endNs: Ns): Stretch[] {
    const part = { startNs: Math.max(startNs, this.#taken.at(-1)!.endNs), endNs };
    if (part.endNs <= part.startNs) return [];
    this.#taken.push(part);
    return [part];
  }

  /** Takes `lengthNs` of what is free around a stretch, nearest first, from `fromNs` to `toNs`, or less if there is not so much. */
  takeNear(startNs: Ns, endNs: Ns, lengthNs: Ns, fromNs: Ns, toNs: Ns): Stretch[] {
    const parts: Stretch[] = [];
    let restNs = lengthNs;
    let [early, late] = [startNs, endNs];
    while (restNs >= 1) {
      const before = this.#holeBefore(early);
      const after = this.#holeAfter(late);
      const beforeNs = before.endNs > fromNs ? startNs - before.endNs : Number.POSITIVE_INFINITY;
      const afterNs = after.startNs < toNs ? after.startNs - endNs : Number.POSITIVE_INFINITY;
      if (beforeNs === afterNs && afterNs === Number.POSITIVE_INFINITY) break;
      const hole =
        beforeNs < afterNs
          ? { startNs: Math.max(before.startNs, before.endNs - restNs, fromNs), endNs: before.endNs }
          : { startNs: after.startNs, endNs: Math.min(after.endNs, after.startNs + restNs, toNs) };
      if (!(hole.endNs > hole.startNs)) break;
      if (beforeNs < afterNs) early = hole.startNs;
      else late = hole.endNs;
      restNs -= hole.endNs - hole.startNs;
      parts.push(...this.take(hole.startNs, hole.endNs));
    }
    return parts;
  }

  /** The last free stretch that begins before `ns`, as far as `ns`. */
  #holeBefore(ns: Ns): Stretch {
    for (let index = this.#after(ns); index > 0; index--) {
      const startNs = this.#taken[index - 1]!.endNs;
      const endNs = Math.min(ns, this.#taken[index]?.startNs ?? ns);
      if (endNs > startNs) return { startNs, endNs };
    }
    return { startNs: Number.NEGATIVE_INFINITY, endNs: Number.NEGATIVE_INFINITY };
  }

  /** The first free stretch that ends after `ns`, from `ns` on. */
  #holeAfter(ns: Ns): Stretch {
    for (let index = this.#after(ns); ; index++) {
      const startNs = Math.max(ns, this.#taken[index - 1]!.endNs);
      const endNs = this.#taken[index]?.startNs ?? Number.POSITIVE_INFINITY;
      if (endNs > startNs) return { startNs, endNs };
    }
  }

  /** How many of the taken stretches begin up to `ns`: at least the first. */
  #after(ns: Ns): number {
    let [low, high] = [1, this.#taken.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#taken[middle]!.startNs <= ns) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
