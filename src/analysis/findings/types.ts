import type { Ns, SiteRow, TaskId, ThreadId } from '../../shared/timeline.ts';
import { fill } from '../words.ts';

/** What can be found. */
export const findingKinds = [
  'neverSettled',
  'unhandledRejection',
  'awaitInLoop',
  'independentAwaits',
  'blockedLoop',
  'syncProcess',
  'lateTimer',
  'largeClone',
  'floatingTask',
  'idleWorkers',
  'unevenWork',
  'dearStart',
  'fewCores',
  'deadlock',
  'lockConvoy',
  'growingQueue',
  'cutOff',
] as const;
export type FindingKind = (typeof findingKinds)[number];

/** A text for a person: a phrase with `{0}`, `{1}` …, which can be localised, and what stands for these. */
export interface Sentence {
  readonly phrase: string;
  readonly values: readonly (string | number)[];
}

/** A stretch of a lane that proves it; `task` NONE: of the thread itself. */
export interface Evidence {
  readonly thread: ThreadId;
  readonly task: TaskId;
  readonly startNs: Ns;
  readonly endNs: Ns;
}

/** A sentence about a run, with what proves it. */
export interface Finding {
  readonly kind: FindingKind;
  readonly sentence: Sentence;
  /** The number that the sentence is about: ns, how many, or a share from 0 to 1. */
  readonly number: { readonly unit: 'ns' | 'count' | 'share'; readonly value: number };
  /** Where in the program; null: nowhere in particular. */
  readonly site: SiteRow | null;
  /** What to change. */
  readonly advice: Sentence;
  /** Never empty; of many places, the first `MOST_EVIDENCE`. */
  readonly evidence: readonly Evidence[];
  /**
   * What a change could save at most, or what it costs now. What makes a result wrong or keeps it from coming counts as the whole
   * run.
   */
  readonly sizeNs: Ns;
}

/** So many places of a finding are kept: the rest would be more of the same. */
export const MOST_EVIDENCE = 20;

export const sentence = (phrase: string, ...values: readonly (string | number)[]): Sentence => ({
  phrase,
  values,
});

/** A sentence as text; `say` gives a phrase in the person's language. */
export const sentenceText = (
  { phrase, values }: Sentence,
  say: (phrase: string) => string = (text) => text,
): string => fill(say(phrase), ...values);
