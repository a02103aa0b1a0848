import type { Ns, TaskId, ThreadId } from '../../shared/timeline.ts';

/**
 * Who gets a core next. Where two are equal, who has waited for the longest time. The algorithms are those of the textbooks (A. Silberschatz,
 * P. B. Galvin and G. Gagne, “Operating System Concepts”, chapter “CPU Scheduling”; W. Stallings, “Operating Systems”, chapter
 * “Uniprocessor Scheduling”; R. H. and A. C. Arpaci-Dusseau, “Operating Systems: Three Easy Pieces”, chapters 7 to 9).
 */
export type Policy =
  /** First come, first served; nobody is interrupted. */
  | { readonly kind: 'firstCome' }
  /** Who will run for the shortest time until it waits, as if that were known; nobody is interrupted. */
  | { readonly kind: 'shortestFirst' }
  /** Who has the shortest time left until it waits; interrupts who has more. */
  | { readonly kind: 'shortestRemaining' }
  /** In turn, each for `quantumNs` at most. What becomes ready at the end of a quantum goes before who has just used it up. */
  | { readonly kind: 'roundRobin'; readonly quantumNs: Ns }
  /** The smallest priority number first; equal ones in turn where there is a `quantumNs`. */
  | { readonly kind: 'priority'; readonly isPreemptive: boolean; readonly quantumNs?: Ns }
  /**
   * Multi-level feedback: who uses up the quantum of its level goes one level down (`always`, or only `whenOthersWait`); a higher level
   * interrupts a lower one, which goes on later with what it has left. Every `boostNs` all go to the highest level.
   */
  | {
      readonly kind: 'feedback';
      /** By level, the highest first; the last counts for all below it, which are as many as are needed. */
      readonly quantaNs: readonly Ns[];
      readonly levels: number;
      readonly demotes: 'always' | 'whenOthersWait';
      readonly boostNs?: Ns;
    }
  /**
   * Who has run for the shortest time in all (its virtual run time), for `latencyNs` ÷ those that are ready, but at least
   * `granularityNs`, as Linux’s completely fair scheduler did. Who has waited is not repaid for it.
   */
  | { readonly kind: 'fair'; readonly latencyNs: Ns; readonly granularityNs: Ns };

/**
 * What is put on cores: the `threads`, each of which runs its tasks one after the other, in the order in which they become ready, and
 * each until it waits; `tasks`, as if each had a thread of its own; all as `coroutines` of one thread.
 */
export type Scheduled = 'threads' | 'tasks' | 'coroutines';

export interface WhatIf {
  readonly cores: number;
  readonly policy: Policy;
  readonly scheduled: Scheduled;
  /** What it costs a core to go from one thread to another; 0 by default. */
  readonly switchNs?: Ns;
  /** The priority of a thread (`tasks`: of a task), the smallest is the most urgent; all are equal by default. */
  priorityOf?(id: ThreadId | TaskId): number;
}

/** Stretches of the second timeline, those of a lane in order of time. Times are from the run's first code on. */
export interface Stretches {
  readonly length: number;
  readonly thread: Int32Array;
  /** NONE: of the thread itself. */
  readonly task: Int32Array;
  /** A `State`: running, ready (no core, or its thread is busy), waiting, blocked. */
  readonly state: Uint8Array;
  /** NONE where it does not run. */
  readonly core: Int32Array;
  readonly startNs: Float64Array;
  readonly endNs: Float64Array;
}

/** A number of every task, over all tasks. */
export interface Spread {
  readonly mean: number;
  readonly max: number;
}

export interface WhatIfResult {
  readonly stretches: Stretches;
  /** From the run's first code to its last. */
  readonly wallNs: Ns;
  /** How long tasks were ready without running. */
  readonly waitingNs: Spread;
  /** From when a task was first ready to when it was over. */
  readonly turnaroundNs: Spread;
  /** From when a task was first ready to when it first ran. */
  readonly responseNs: Spread;
  /** The share of the cores' time in which code ran, from 0 to 1. */
  readonly utilisation: number;
  /** How often a core went from one thread to another. */
  readonly switches: number;
  /** By task: the same; NaN: it did nothing. */
  readonly tasks: {
    readonly waitingNs: Float64Array;
    readonly readyNs: Float64Array;
    readonly firstRunNs: Float64Array;
    readonly endNs: Float64Array;
  };
}
