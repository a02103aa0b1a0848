import type { Ns } from '../../shared/timeline.ts';

/** Two runs of the same program differ by this much in any case: by this share, and by this time. */
export const NOISE_SHARE = 0.05;
const NOISE_NS = 5e6;

/** Whether two times differ by no more than two runs of the same program do. */
export const isNoise = (beforeNs: Ns, afterNs: Ns): boolean =>
  Math.abs(afterNs - beforeNs) <= Math.max(NOISE_NS, NOISE_SHARE * Math.max(beforeNs, afterNs));

/** The same for times on a core, which is looked at every millisecond, or less often on a busy machine. */
const SAMPLED_SHARE = 0.2;
const SAMPLED_NS = 10e6;

export const isSampledNoise = (beforeNs: Ns, afterNs: Ns): boolean =>
  Math.abs(afterNs - beforeNs) <= Math.max(SAMPLED_NS, SAMPLED_SHARE * Math.max(beforeNs, afterNs));
