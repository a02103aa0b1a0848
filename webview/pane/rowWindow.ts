/** Taller than this no element can be relied on: a table of more rows scrolls in larger steps. */
const MAX_HEIGHT_PX = 8_000_000;

/** Which rows of a long table are to be seen, and how it scrolls; all of them as high as one another. */
export class RowWindow {
  readonly rowPx: number;
  count = 0;
  /** Height of the part that shows rows. */
  viewPx = 0;

  constructor(rowPx: number) {
    this.rowPx = rowPx;
  }

  /** Rows that fit as a whole, at least one. */
  get fits(): number {
    return Math.max(1, Math.floor(this.viewPx / this.rowPx));
  }

  /** How high the scrolled content is. */
  get heightPx(): number {
    return Math.min(this.count * this.rowPx, MAX_HEIGHT_PX);
  }

  /** The first row that is to be seen. */
  firstAt(scrollPx: number): number {
    const last = Math.max(0, this.count - this.fits);
    const ofAll = this.scrollable === 0 ? 0 : Math.min(1, scrollPx / this.scrollable);
    return Math.round(ofAll * last);
  }

  /** Where to scroll so that a row is to be seen, as near to `scrollPx` as possible. */
  scrollFor(row: number, scrollPx: number): number {
    const first = this.firstAt(scrollPx);
    if (row >= first && row < first + this.fits) return scrollPx;
    const wanted = row < first ? row : row - this.fits + 1;
    const last = Math.max(1, this.count - this.fits);
    return Math.round((wanted / last) * this.scrollable);
  }

  private get scrollable(): number {
    return Math.max(0, this.heightPx - this.viewPx);
  }
}
