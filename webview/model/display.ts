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

/** The last part of a path or URL. */
export function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1) || path;
}
