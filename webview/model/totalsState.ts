/** What totals are listed by. */
export const totalsLists = ['thread', 'function', 'line'] as const;
export type TotalsList = (typeof totalsLists)[number];

export const totalsColumns = ['name', 'place', 'calls', 'running', 'ready', 'waiting', 'blocked'] as const;
export type TotalsColumn = (typeof totalsColumns)[number];

export const isTextColumn = (column: TotalsColumn): boolean => column === 'name' || column === 'place';

/** How the totals are shown; also what of it outlives the page. */
export interface TotalsOrder {
  readonly list: TotalsList;
  readonly column: TotalsColumn;
  readonly ascending: boolean;
}

/** The busiest functions first. */
export const firstOrder: TotalsOrder = { list: 'function', column: 'running', ascending: false };

/** How the person wants the totals. */
export class TotalsState {
  order: TotalsOrder = firstOrder;

  setList(list: TotalsList): void {
    this.order = { ...this.order, list };
  }

  /** Sorts by a column: largest first, texts from A on; once more turns it round. */
  sortBy(column: TotalsColumn): void {
    const again = column === this.order.column;
    this.order = { ...this.order, column, ascending: again ? !this.order.ascending : isTextColumn(column) };
  }
}
