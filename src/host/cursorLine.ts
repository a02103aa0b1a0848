import type { Uri } from 'vscode';
import type { Places } from './places.ts';

/** A line of a recorded file; lines count from 1. */
interface Line {
  readonly file: string;
  readonly line: number;
}

/** Tells the page on which line the cursor is, and only when that has changed. */
export class CursorLine {
  readonly #places: () => Places | null;
  readonly #tell: (at: Line | null) => void;
  #at: Line | null = null;

  constructor(places: () => Places | null, tell: (at: Line | null) => void) {
    this.#places = places;
    this.#tell = tell;
  }

  /** The cursor came to this line (from 1). Panes that hold no file (output, search) do not count. */
  moved(document: Uri, line: number): void {
    if (document.scheme === 'output') return;
    const file = this.#places()?.file(document) ?? null;
    const at = file === null ? null : { file, line };
    if (at?.file === this.#at?.file && at?.line === this.#at?.line) return;
    this.#at = at;
    this.#tell(at);
  }

  /** For a page that is new. */
  repeat(): void {
    if (this.#at) this.#tell(this.#at);
  }
}
