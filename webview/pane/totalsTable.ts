import { button, el, setText } from '../draw/dom.ts';
import { cellText, columnTitle, MAX_TOTALS_ROWS, type TotalsRow } from '../layout/totalsRows.ts';
import { isTextColumn, type TotalsColumn, type TotalsOrder, totalsColumns } from '../model/totalsState.ts';
import { t } from '../texts.ts';

export interface TotalsTableEvents {
  readonly sortBy: (column: TotalsColumn) => void;
  /** A row was chosen. */
  readonly open: (row: TotalsRow) => void;
}

/** A table of totals: headers that sort, rows that can be walked along with the arrow keys and chosen with Enter. */
export class TotalsTable {
  readonly element: HTMLElement;
  private readonly events: TotalsTableEvents;
  private readonly headers: ReadonlyMap<TotalsColumn, HTMLTableCellElement>;
  private readonly table = el('table');
  private readonly body = el('tbody');
  private readonly note = el('p', { class: 'totals-note' });
  private rows: readonly TotalsRow[] = [];
  /** Key of the row that Tab leads to. */
  private current = '';

  constructor(events: TotalsTableEvents) {
    this.events = events;
    this.headers = new Map(totalsColumns.map((column) => [column, this.makeHeader(column)]));
    this.table.append(el('thead', {}, el('tr', {}, ...this.headers.values())), this.body);
    this.element = el('div', { class: 'totals-table' }, this.table, this.note);
    this.body.addEventListener('click', ({ target }) => this.onClick(target as Element));
    this.body.addEventListener('keydown', (event) => this.onKey(event));
    this.body.addEventListener('focusin', ({ target }) => this.onFocus(target as HTMLElement));
  }

  /** Null: the rows are not known yet. */
  show(rows: readonly TotalsRow[] | null, order: TotalsOrder): void {
    const focused = this.body.contains(document.activeElement);
    this.rows = (rows ?? []).slice(0, MAX_TOTALS_ROWS);
    for (const [column, cell] of this.headers) drawHeader(cell, column, order);
    this.body.replaceChildren(...this.rows.map((row) => makeRow(row)));
    const hidden = (rows?.length ?? 0) - this.rows.length;
    const nothing = rows?.length === 0 ? t('Nothing happened in this stretch') : '';
    setText(this.note, hidden > 0 ? t('{0} more', hidden) : nothing);
    this.note.hidden = this.note.textContent === '';
    this.setCurrent(
      Math.max(
        0,
        this.rows.findIndex(({ key }) => key === this.current),
      ),
      focused,
    );
  }

  private makeHeader(column: TotalsColumn): HTMLTableCellElement {
    const sort = button('', () => this.events.sortBy(column), { class: 'totals-sort' });
    return el('th', { class: `is-${column}`, attributes: { scope: 'col' } }, sort);
  }

  private get buttons(): readonly HTMLButtonElement[] {
    return [...this.body.querySelectorAll('button')];
  }

  private setCurrent(index: number, withFocus: boolean): void {
    for (const [i, element] of this.buttons.entries()) element.tabIndex = i === index ? 0 : -1;
    this.current = this.rows[index]?.key ?? '';
    if (withFocus) this.buttons[index]?.focus();
  }

  private onClick(target: Element): void {
    const row = this.rows[this.indexOf(target)];
    if (row) this.events.open(row);
  }

  private onFocus(target: HTMLElement): void {
    const index = this.indexOf(target);
    if (this.rows[index] && this.rows[index].key !== this.current) this.setCurrent(index, false);
  }

  private indexOf(target: Element): number {
    const row = target.closest('tr');
    return row ? [...this.body.children].indexOf(row) : -1;
  }

  private onKey(event: KeyboardEvent): void {
    const at = this.indexOf(event.target as Element);
    const last = this.rows.length - 1;
    const moves: Record<string, number> = {
      ArrowUp: at - 1,
      ArrowDown: at + 1,
      PageUp: at - 10,
      PageDown: at + 10,
      Home: 0,
      End: last,
    };
    const to = moves[event.key];
    if (to === undefined || at < 0) return;
    event.preventDefault();
    this.setCurrent(Math.max(0, Math.min(to, last)), true);
  }
}

function drawHeader(cell: HTMLTableCellElement, column: TotalsColumn, order: TotalsOrder): void {
  const isSorted = order.column === column;
  const sort = cell.querySelector('button')!;
  setText(sort, columnTitle(column, order));
  sort.title = hint(column);
  sort.dataset.sorted = isSorted ? (order.ascending ? '▲' : '▼') : '';
  cell.setAttribute('aria-sort', isSorted ? (order.ascending ? 'ascending' : 'descending') : 'none');
}

const hint = (column: TotalsColumn): string =>
  column === 'running' ? t('Without the time in which what it called ran') : '';

/** The name is a button, so that a row can be reached and chosen with the keyboard. */
function makeRow(row: TotalsRow): HTMLTableRowElement {
  const cells = totalsColumns.map((column) => {
    const text = cellText(row, column);
    if (column !== 'name')
      return el('td', { class: `is-${column}`, text, ...(isTextColumn(column) && { title: text }) });
    const name = button(text, () => {}, { class: 'totals-name', title: text });
    return el('th', { class: 'is-name', attributes: { scope: 'row' } }, name);
  });
  return el('tr', {}, ...cells);
}
