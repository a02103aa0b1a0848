import MagicString from 'magic-string';

/** Gives the number of a new site at an offset of the code; null when the file has no more, or the code has no origin. */
export type NewSite = (at: number, name: string) => number | null;

/**
 * Insertions around nodes. A node's texts must be inserted before those of the nodes in it: of several texts at
 * one place the outer then encloses the inner.
 */
export class Editor {
  readonly source: string;
  readonly site: NewSite;
  readonly text: MagicString;

  constructor(source: string, site: NewSite) {
    this.source = source;
    this.site = site;
    this.text = new MagicString(source);
  }

  /** Puts text before what begins at this offset. */
  open(at: number, text: string): void {
    this.text.appendRight(at, text);
  }

  /** Puts text behind what ends at this offset. */
  close(at: number, text: string): void {
    this.text.prependLeft(at, text);
  }

  around(node: { readonly start: number; readonly end: number }, before: string, after: string): void {
    this.open(node.start, before);
    this.close(node.end, after);
  }
}
