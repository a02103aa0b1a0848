import type { Ns } from '../../shared/timeline.ts';

/** Why somebody is ready: it has something to do now; its quantum was used up; a more urgent one took its core. */
export type Why = 'ready' | 'expired' | 'preempted';

/** What is known of those who want a core (threads, or tasks). */
export interface Runners {
  readonly count: number;
  readonly cores: number;
  /** How long it will run until it waits. */
  remainingNs(runner: number): Ns;
  priority(runner: number): number;
  /** Those who have a core. */
  running(): readonly number[];
}

/** Keeps those who are ready, and says who is next. */
export interface Scheduler {
  readonly size: number;
  add(runner: number, why: Why): void;
  /** Who gets a core now. */
  take(): number | undefined;
  /** How long it may run before somebody else gets a turn. */
  quantumNs(runner: number): Ns;
  /** Its quantum is over and nobody else is ready: it goes on. */
  renewed?(runner: number): void;
  /** It has run. */
  ran?(runner: number, ns: Ns): void;
  /** How urgent a running one is, against `firstRank`, which must be smaller for the first of the ready ones to take its core. */
  rank?(runner: number): number;
  firstRank?(): number;
  /** All begin anew, every so often. */
  readonly boostNs?: Ns;
  boost?(): void;
}
