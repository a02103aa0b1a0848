import { type EventFact, GcKind, type TimingFact } from '../../shared/records.ts';
import { cutText } from '../../shared/text.ts';
import type { MarkRow } from '../../shared/timeline.ts';
import { fill, phrases } from '../words.ts';
import { baseName } from './sites.ts';

/** From this many marks on only the beginning of each text is kept, so that a program that prints much stays small. */
const FULL_MARKS = 20_000;
const SHORT_TEXT = 80;

/** The text of a mark when there are `count` before it. */
export function markText(text: string, count: number): string {
  return count < FULL_MARKS ? cutText(text) : cutText(text, SHORT_TEXT);
}

/** What a mark says. */
export type MarkWords = Pick<MarkRow, 'kind' | 'level' | 'text'>;

const levels: readonly MarkRow['level'][] = ['log', 'info', 'warn', 'error', 'debug'];

/** A line that the program printed; `level` is a `ConsoleLevel`. */
export function consoleMark(level: number, text: string): MarkWords {
  return { kind: 'console', level: levels[level] ?? 'log', text };
}

const collections: Readonly<Record<number, string>> = {
  [GcKind.minor]: phrases.minor,
  [GcKind.major]: phrases.major,
  [GcKind.incremental]: phrases.incremental,
  [GcKind.weakCallbacks]: phrases.weakCallbacks,
};

/** Garbage was collected; null: in a way that this version does not know. */
export function gcMark(kind: number): MarkWords | null {
  const text = collections[kind];
  return text === undefined ? null : { kind: 'gc', level: 'debug', text };
}

/** What the program itself marked or measured. */
export function timingMark({ name, lengthNs }: TimingFact): MarkWords {
  return { kind: lengthNs === null ? 'mark' : 'measure', level: 'info', text: name };
}

/** What an event has to say to a person, or null. */
export function eventMark(event: EventFact): MarkWords | null {
  switch (event.e) {
    case 'error': {
      const phrase = event.kind === 'unhandledRejection' ? phrases.unhandled : phrases.uncaught;
      return { kind: 'error', level: 'error', text: fill(phrase, event.name, event.message) };
    }
    case 'workerError':
      return {
        kind: 'error',
        level: 'error',
        text: fill(phrases.workerFailed, event.threadId, event.message),
      };
    case 'uninstrumented':
      return {
        kind: 'note',
        level: 'warn',
        text: fill(phrases.uninstrumented, baseName(event.file), event.message),
      };
    default:
      return null;
  }
}
