import { phrases } from '../../src/analysis/index.ts';
import { displayText } from '../model/display.ts';
import { t } from '../texts.ts';

/** Reasons that hold a value, as analysis writes them, and the words for them. */
const patterns: readonly (readonly [string, (value: string) => string])[] = [
  [phrases.timerOf, (ms) => t('a timer of {0} ms', ms)],
  [phrases.intervalOf, (ms) => t('an interval of {0} ms', ms)],
  [phrases.promiseOf, (name) => t('the promise of {0}', name)],
  [phrases.promiseSettledBy, (name) => t('a promise that {0} settled', name)],
];

/** Reasons that are always the same, with what a sentence needs around them. */
const words: Readonly<Record<string, () => string>> = {
  [phrases.timer]: () => t('a timer'),
  [phrases.immediate]: () => t('an immediate'),
  [phrases.nextTick]: () => t('a callback of nextTick'),
  [phrases.microtask]: () => t('a microtask'),
  [phrases.fileOperation]: () => t('a file operation'),
  [phrases.dnsLookup]: () => t('a DNS lookup'),
  [phrases.tcpConnect]: () => t('a TCP connection to be made'),
  [phrases.tcpConnection]: () => t('a TCP connection'),
  [phrases.httpRequest]: () => t('an HTTP request'),
  [phrases.childProcess]: () => t('a child process'),
  [phrases.messagePort]: () => t('a message port'),
  [phrases.workerThread]: () => t('a worker'),
  [phrases.callback]: () => t('a callback'),
  [phrases.promise]: () => t('a promise'),
  [phrases.thenable]: () => t('a thenable'),
  [phrases.nextValue]: () => t('the next value'),
  [phrases.consumer]: () => t('somebody to ask for the next value'),
  [phrases.message]: () => t('a message'),
  [phrases.syncProcess]: () => t('a synchronous child process'),
};

/** What a wait was for, or what an operation is, in words that fit into a sentence: `a timer of 90 ms`, `the promise of load`. */
export function reasonWords(reason: string): string {
  for (const [phrase, say] of patterns) {
    const value = valueIn(reason, phrase);
    if (value !== null) return say(displayText(value, 80));
  }
  return Object.hasOwn(words, reason) ? words[reason]!() : displayText(t(reason), 120);
}

/** What stands in place of `{0}`; null: the text is not of that form. */
function valueIn(text: string, phrase: string): string | null {
  const [before = '', after = ''] = phrase.split('{0}');
  const fits = text.startsWith(before) && text.endsWith(after) && text.length > before.length + after.length;
  return fits ? text.slice(before.length, text.length - after.length) : null;
}
