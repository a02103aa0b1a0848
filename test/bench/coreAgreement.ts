import type { Slice, SlicesByThread } from './kernelSwitches.ts';

/** Between two points at which the two words are compared, in ns. */
const STEP_NS = 10_000;

/** How far one word on who had which core agrees with the kernel's. Shares are from 0 to 1. */
export interface Agreement {
  /** Of the time, whether the thread had a core, on the average of the threads. */
  readonly timeAgrees: number;
  /** Of the time in which both say that the thread had a core, or one of them, the part in which both do. */
  readonly overlap: number;
  /** Of the kernel's slices, those that were found, and of these those on the right core. */
  readonly slicesFound: number;
  readonly rightCore: number;
  readonly slices: number;
  /** How far the beginning of a slice that was found is off, in µs. */
  readonly edgeMedianUs: number;
  readonly edgeP90Us: number;
}

/** Compares within a stretch of time, for the threads of `truth`. */
export function compare(
  truth: SlicesByThread,
  found: SlicesByThread,
  startNs: number,
  endNs: number,
): Agreement {
  let [agree, points, both, either, slices, seen, right] = [0, 0, 0, 0, 0, 0, 0];
  const edges: number[] = [];
  for (const [tid, kernel] of truth) {
    const ours = found.get(tid) ?? [];
    const [inKernel, inOurs] = [cursor(kernel), cursor(ours)];
    for (let ns = startNs; ns < endNs; ns += STEP_NS) {
      const [is, says] = [inKernel(ns), inOurs(ns)];
      points++;
      if (is === says) agree++;
      if (is && says) both++;
      if (is || says) either++;
    }
    for (const slice of kernel) {
      if (slice.startNs < startNs || slice.endNs > endNs) continue;
      slices++;
      const best = mostOverlapping(ours, slice);
      if (best === null) continue;
      seen++;
      if (best.core === slice.core) right++;
      edges.push(Math.abs(best.startNs - slice.startNs) / 1e3);
    }
  }
  edges.sort((a, b) => a - b);
  return {
    timeAgrees: rounded(agree / points),
    overlap: rounded(both / either),
    slicesFound: rounded(seen / slices),
    rightCore: rounded(right / seen),
    slices,
    edgeMedianUs: Math.round(edges[edges.length >> 1] ?? Number.NaN),
    edgeP90Us: Math.round(edges[Math.floor(edges.length * 0.9)] ?? Number.NaN),
  };
}

const rounded = (share: number): number => Math.round(share * 10_000) / 10_000;

/** Whether a moment is in one of the slices; the moments must come in order. */
function cursor(slices: readonly Slice[]): (ns: number) => boolean {
  let at = 0;
  return (ns) => {
    while (at < slices.length && slices[at]!.endNs <= ns) at++;
    return at < slices.length && slices[at]!.startNs <= ns;
  };
}

function mostOverlapping(slices: readonly Slice[], { startNs, endNs }: Slice): Slice | null {
  let [low, high] = [0, slices.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (slices[middle]!.endNs <= startNs) low = middle + 1;
    else high = middle;
  }
  let [best, most]: [Slice | null, number] = [null, 0];
  for (let i = low; i < slices.length && slices[i]!.startNs < endNs; i++) {
    const slice = slices[i]!;
    const overlapNs = Math.min(slice.endNs, endNs) - Math.max(slice.startNs, startNs);
    if (overlapNs > most) [best, most] = [slice, overlapNs];
  }
  return best;
}
