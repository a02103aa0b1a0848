import { MAX_TEXT } from './records.ts';

/** Cuts a name or text from the user's program to `MAX_TEXT` code units; what was cut is shown as `…`. */
export function cutText(text: string, max: number = MAX_TEXT): string {
  return text.length <= max ? text : `${text.slice(0, max - 1)}…`;
}

/** Marks a case that the types say cannot be. */
export function assertNever(value: never): never {
  throw new Error(`unexpected value: ${JSON.stringify(value)}`);
}
