/** Rows that may be replaced by a newer word on the same thing; each knows the change at which it got its value. */
export class RowTable<Row> {
  readonly rows: Row[] = [];
  readonly #changes: number[] = [];

  /** Adds or replaces row `id`. `change` counts up from replacement to replacement, over all tables. */
  set(id: number, row: Row, change: number): void {
    this.rows[id] = row;
    this.#changes[id] = change;
  }

  /** The rows that were added or replaced after `change`. */
  since(change: number): readonly Row[] {
    return this.rows.filter((_, id) => this.#changes[id]! > change);
  }
}
