import { MAX_TEXT } from './records.ts';

/** Cuts a name or text from the user's program to `MAX_TEXT` code units; what was cut is shown as `…`. */
export function cutText(text: string, max: number = MAX_TEXT): string {
  return text.length <= max ? text : `${text.slice(0, max - 1)}…`;
}

/**
 * Text from the user's program, made fit to be shown: control characters, those that turn the direction of writing and
 * those that nobody sees are replaced by a visible sign, so that a name can neither hide nor rearrange what stands
 * beside it.
 */
export function displayText(text: string, max = 300): string {
  const shown = text
    .slice(0, max)
    .replace(/[\r\n\t]+/g, ' ')
    .replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\u200b\u2060-\u2064\ufeff\ufff9-\ufffb]/gu, '\ufffd');
  return text.length > max ? `${shown}…` : shown;
}

/** Marks a case that the types say cannot be. */
export function assertNever(value: never): never {
  throw new Error(`unexpected value: ${JSON.stringify(value)}`);
}
