/** A change of a document, in lines. Lines count from 1. */
export interface LineChange {
  /** The lines that the replaced text lay in. */
  readonly fromLine: number;
  readonly toLine: number;
  /** How many lines the new text is longer than one. */
  readonly added: number;
  /** What the first line said is still there, unchanged. */
  readonly keepsFirst: boolean;
  /** What the last line said is still there, at the end of the new text. */
  readonly keepsLast: boolean;
}

/** What VS Code tells about a change; positions count from 0. */
export interface TextChange {
  readonly range: {
    readonly start: { readonly line: number; readonly character: number };
    readonly end: { readonly line: number; readonly character: number };
    readonly isEmpty: boolean;
  };
  readonly text: string;
}

/** A change in lines. `lineNow` gives a line's text (from 0) after the change; undefined: others came with it, so that this says nothing. */
export function lineChange({ range, text }: TextChange, lineNow?: (line: number) => string): LineChange {
  const { start, end, isEmpty } = range;
  const inserted = text.split('\n');
  const added = inserted.length - 1;
  const endsLine = isEmpty && added > 0 && lineNow !== undefined;
  const before = lineNow?.(start.line).slice(0, start.character) ?? 'x';
  const behind = lineNow?.(start.line + added).slice(inserted.at(-1)!.length) ?? 'x';
  return {
    fromLine: start.line + 1,
    toLine: end.line + 1,
    added,
    keepsFirst: endsLine && /^\r?$/.test(inserted[0]!) && behind.trim() === '',
    keepsLast:
      (endsLine && before.trim() === '' && inserted[0]!.trim() === '') ||
      (start.character === 0 && end.character === 0 && (text === '' || text.endsWith('\n'))),
  };
}

/** Leads from lines as they were once to where they are now, and back, as long as nobody changed them. */
export class LineEdits {
  readonly #changes: LineChange[] = [];

  add(change: LineChange): void {
    const last = this.#changes.at(-1);
    // Whoever types changes the same line again and again.
    const isSameLine = last?.fromLine === change.fromLine && isWithinLine(last) && isWithinLine(change);
    if (!isSameLine) this.#changes.push(change);
  }

  /** Where a line is now; null: it was changed. */
  now(line: number): number | null {
    let at: number | null = line;
    for (const change of this.#changes) if (at !== null) at = after(change, at);
    return at;
  }

  /** Where a line was; null: it was not there as it is. */
  before(line: number): number | null {
    let at: number | null = line;
    for (const change of this.#changes.toReversed()) if (at !== null) at = before(change, at);
    return at;
  }
}

const isWithinLine = ({ fromLine, toLine, added, keepsFirst, keepsLast }: LineChange): boolean =>
  fromLine === toLine && added === 0 && !keepsFirst && !keepsLast;

function after({ fromLine, toLine, added, keepsFirst, keepsLast }: LineChange, line: number): number | null {
  if (line < fromLine || (line === fromLine && keepsFirst)) return line;
  if (line > toLine || (line === toLine && keepsLast)) return line + added - (toLine - fromLine);
  return null;
}

function before({ fromLine, toLine, added, keepsFirst, keepsLast }: LineChange, line: number): number | null {
  if (line < fromLine || (line === fromLine && keepsFirst)) return line;
  const lastLine = fromLine + added;
  return line > lastLine || (line === lastLine && keepsLast) ? line - added + (toLine - fromLine) : null;
}
