import type { Ns } from '../../shared/timeline.ts';

/** What may be said, causes before what follows from them: who waits longer does so because of something else. */
export const ranks = [
  'calls',
  'siblings',
  'threads',
  'running',
  'blocked',
  'waiting',
  'ready',
  'program',
] as const;

/** A sentence that may be said about two runs. */
export interface Candidate {
  readonly rank: (typeof ranks)[number];
  /** How much time it is about. */
  readonly weightNs: Ns;
  /** Of a wait: how far from the program's first task. Who waits for what waits has waited as long; the deepest is the cause. */
  readonly depth: number;
  readonly text: () => string;
}
