/**
 * Characters that would drive a terminal or turn the order of its text round, instead of being seen: control
 * characters, the marks of bidirectional text, line separators, invisible joiners.
 */
const DRIVING = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** Text from the user's program or files, as it may be shown on a terminal: on one line, and every character seen. */
export function printable(text: string): string {
  return text.replace(DRIVING, (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`);
}

/** The same for a text of several lines, which stay lines. */
export function printableLines(text: string): string {
  return text.split('\n').map(printable).join('\n');
}
