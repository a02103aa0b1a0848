import { NONE } from '../../src/shared/timeline.ts';
import { button, el, setText } from '../draw/dom.ts';
import { type SpanRow, spanRow } from '../layout/spanRow.ts';
import type { SpanQuery, SpanSort } from '../model/spanQuery.ts';
import { type TimeWindow, widthOf } from '../model/view.ts';
import { t } from '../texts.ts';
import { RowWindow } from './rowWindow.ts';
import type { PaneFrame } from './view.ts';

const ROW_PX = 20;

interface Column {
  readonly key: keyof SpanRow;
  readonly label: string;
  readonly sort: SpanSort | null;
}

const columns = (): readonly Column[] => [
  { key: 'lane', label: t('Lane'), sort: null },
  { key: 'state', label: t('State'), sort: null },
  { key: 'start', label: t('Start'), sort: 'start' },
  { key: 'duration', label: t('Duration'), sort: 'duration' },
  { key: 'reason', label: t('Reason'), sort: null },
  { key: 'place', label: t('Place'), sort: null },
];

export interface SpanGridEvents {
  sortBy(sort: SpanSort): void;
  /** Enter or click on the row of this span. */
  goTo(row: number): void;
}

interface RowElements {
  readonly row: HTMLElement;
  readonly cells: readonly HTMLElement[];
  /** What it shows. */
  shown: string;
}

/**
 * The table itself: as many rows as fit, whatever was found. The focus is on the grid, which names the current row, so that it is
 * never lost when rows scroll away.
 */
export class SpanGrid {
  readonly element = el('div', {
    class: 'span-grid',
    role: 'grid',
    attributes: { tabindex: '0', 'aria-label': t('Spans'), 'aria-describedby': 'spans-caption' },
  });
  private readonly events: SpanGridEvents;
  private readonly head = el('div', {
    class: 'span-row span-head',
    role: 'row',
    attributes: { 'aria-rowindex': '1' },
  });
  private readonly heads = new Map<SpanSort, HTMLElement>();
  private readonly body = el('div', { class: 'span-rows', role: 'rowgroup' });
  private readonly room = el('div', { class: 'span-room', role: 'presentation' });
  private readonly rows: RowElements[] = [];
  private readonly window = new RowWindow(ROW_PX);
  private readonly columns = columns();
  /** Number of the current row in the order that is shown. */
  private current = 0;
  private query: SpanQuery | null = null;
  private descending = false;
  private frame: PaneFrame | null = null;
  private stretch: TimeWindow = { startNs: 0, endNs: 0 };

  constructor(events: SpanGridEvents) {
    this.events = events;
    this.makeHead();
    this.room.append(this.body);
    this.element.append(el('div', { role: 'rowgroup', class: 'span-heads' }, this.head), this.room);
    this.element.addEventListener('scroll', () => this.drawRows());
    this.element.addEventListener('keydown', (event) => this.onKey(event));
    this.element.addEventListener('click', (event) => this.onClick(event));
  }

  draw(query: SpanQuery | null, frame: PaneFrame, stretch: TimeWindow): void {
    const { sort, descending: wanted } = frame.state.spanTable;
    this.frame = frame;
    this.stretch = stretch;
    // An order that is not there yet shows nothing of itself.
    const descending = query && query.wish.sort !== sort ? this.descending : wanted;
    if (query !== this.query || descending !== this.descending) this.keepCurrent(query, descending);
    this.window.count = query?.count ?? 0;
    this.window.viewPx = Math.max(0, this.element.clientHeight - ROW_PX);
    this.room.style.setProperty('height', `${this.window.heightPx}px`);
    this.element.setAttribute('aria-rowcount', String(this.window.count + 1));
    const shownSort = query?.sort ?? sort;
    for (const [key, head] of this.heads) {
      const order = descending ? 'descending' : 'ascending';
      head.setAttribute('aria-sort', key === shownSort ? order : 'none');
    }
    this.drawRows();
  }

  /** The current row stays on its span, where that is still there. */
  private keepCurrent(query: SpanQuery | null, descending: boolean): void {
    const row = this.rowAt(this.current);
    this.query = query;
    this.descending = descending;
    const at = query && row !== NONE ? query.rows.indexOf(row) : NONE;
    this.current = at < 0 ? 0 : descending ? query!.count - 1 - at : at;
  }

  /** The span in the n-th row of the table. */
  private rowAt(index: number): number {
    const { query, descending } = this;
    if (!query || index < 0 || index >= query.count) return NONE;
    return query.rows[descending ? query.count - 1 - index : index]!;
  }

  private drawRows(): void {
    const first = this.window.firstAt(this.element.scrollTop);
    const shown = Math.min(this.window.fits, this.window.count - first);
    while (this.rows.length < shown) this.rows.push(this.makeRow());
    for (const [i, elements] of this.rows.entries()) {
      elements.row.hidden = i >= shown;
      if (i < shown) this.showRow(elements, first + i);
    }
    const active = this.rows[this.current - first];
    if (active && this.current - first < shown)
      this.element.setAttribute('aria-activedescendant', active.row.id);
    else this.element.removeAttribute('aria-activedescendant');
  }

  private showRow(elements: RowElements, index: number): void {
    const { row, cells } = elements;
    const span = this.rowAt(index);
    row.setAttribute('aria-rowindex', String(index + 2));
    row.setAttribute('aria-selected', String(index === this.current));
    row.dataset.index = String(index);
    const { state } = this.frame!;
    const windowNs = widthOf(this.stretch);
    const shown = `${span} ${windowNs} ${state.recording.store.facts.startedAt} ${state.recording.lanes.structure}`;
    if (elements.shown === shown) return;
    elements.shown = shown;
    const words = spanRow(span, state.recording.store, state.recording.lanes, windowNs);
    row.dataset.state = String(state.recording.store.spans.stateAt(span));
    for (const [i, { key }] of this.columns.entries()) {
      setText(cells[i]!, words[key]);
      cells[i]!.title = words[key];
    }
  }

  private makeHead(): void {
    for (const { key, label, sort } of this.columns) {
      const head = el('div', { class: `span-cell of-${key}`, role: 'columnheader' });
      // The grid has the focus: with the keyboard, the columns that can be sorted by are reached behind it.
      if (sort) head.append(button(label, () => this.events.sortBy(sort), { class: 'sort' }));
      else setText(head, label);
      if (sort) this.heads.set(sort, head);
      this.head.append(head);
    }
  }

  private makeRow(): RowElements {
    const cells = this.columns.map(({ key }) =>
      el('div', { class: `span-cell of-${key}`, role: 'gridcell' }),
    );
    const id = `span-row-${this.rows.length}`;
    const row = el('div', { class: 'span-row', role: 'row', attributes: { id } }, ...cells);
    this.body.append(row);
    return { row, cells, shown: '' };
  }

  private onKey(event: KeyboardEvent): void {
    if (event.target !== this.element) return;
    const { fits, count } = this.window;
    const to = {
      ArrowUp: this.current - 1,
      ArrowDown: this.current + 1,
      PageUp: this.current - fits,
      PageDown: this.current + fits,
      Home: 0,
      End: count - 1,
    }[event.key];
    if (to !== undefined) this.moveTo(Math.max(0, Math.min(count - 1, to)));
    else if (event.key === 'Enter' || event.key === ' ') this.choose();
    else return;
    event.preventDefault();
  }

  private moveTo(index: number): void {
    this.current = index;
    const { element } = this;
    const top = this.window.scrollFor(index, element.scrollTop);
    if (top !== element.scrollTop) element.scrollTo({ top });
    this.drawRows();
  }

  private choose(): void {
    const row = this.rowAt(this.current);
    if (row !== NONE) this.events.goTo(row);
  }

  private onClick({ target }: MouseEvent): void {
    const row = target instanceof Element ? target.closest<HTMLElement>('.span-rows .span-row') : null;
    if (!row) return;
    this.moveTo(Number(row.dataset.index));
    this.choose();
  }
}
