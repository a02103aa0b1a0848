import { stateNames } from '../../src/shared/timeline.ts';
import type { MomentCard, MomentList, MomentRow } from '../layout/momentWords.ts';
import { el, setText } from './dom.ts';

/** Makes as many children as are needed, and fills each: an element that stays keeps the focus. */
function fill<T>(
  parent: HTMLElement,
  items: readonly T[],
  make: () => HTMLElement,
  show: (element: HTMLElement, item: T) => void,
): void {
  while (parent.childElementCount > items.length) parent.lastElementChild!.remove();
  while (parent.childElementCount < items.length) parent.append(make());
  for (const [i, item] of items.entries()) show(parent.children[i] as HTMLElement, item);
}

const part = (element: HTMLElement, name: string): HTMLElement => element.querySelector(`:scope > .${name}`)!;

/** A card for each thread: its stack, what is ready, what waits. Entries are buttons. */
export class MomentCards {
  readonly element = el('div', { class: 'moment-cards' });
  private readonly rows = new WeakMap<Element, MomentRow>();

  /** `goTo` is called with the entry that was clicked. */
  constructor(goTo: (row: MomentRow) => void) {
    this.element.addEventListener('click', ({ target }) => {
      const entry = target instanceof Element ? target.closest('.moment-entry') : null;
      const row = entry && this.rows.get(entry);
      if (row) goTo(row);
    });
  }

  show(cards: readonly MomentCard[]): void {
    fill(this.element, cards, makeCard, (element, card) => this.showCard(element, card));
  }

  private showCard(element: HTMLElement, { title, state, says, lists }: MomentCard): void {
    element.dataset.state = state;
    const head = part(element, 'moment-head');
    setText(part(head, 'moment-thread'), title);
    setText(part(head, 'moment-state'), says);
    fill(part(element, 'moment-lists'), lists, makeList, (list, of) => this.showList(list, of));
  }

  private showList(element: HTMLElement, { kind, title, hint, rows, rest }: MomentList): void {
    element.dataset.kind = kind;
    const heading = part(element, 'moment-list-name');
    setText(heading, title);
    heading.title = hint;
    const list = part(element, 'moment-entries');
    list.hidden = rows.length === 0;
    fill(list, rows, makeEntry, (item, row) => this.showEntry(item.firstElementChild as HTMLElement, row));
    setText(part(element, 'moment-rest'), rest);
  }

  private showEntry(entry: HTMLElement, row: MomentRow): void {
    this.rows.set(entry, row);
    entry.dataset.state = stateNames[row.state];
    entry.classList.toggle('is-new', row.isNew);
    setText(part(entry, 'moment-name'), row.name);
    setText(part(entry, 'moment-place'), row.place);
    setText(part(entry, 'moment-note'), row.note);
  }
}

function makeCard(): HTMLElement {
  const key = el('span', { class: 'moment-key', attributes: { 'aria-hidden': 'true' } });
  const name = el('h2', { class: 'moment-thread' });
  const head = el('div', { class: 'moment-head' }, key, name, el('span', { class: 'moment-state' }));
  return el('article', { class: 'moment-card' }, head, el('div', { class: 'moment-lists' }));
}

function makeList(): HTMLElement {
  return el(
    'div',
    { class: 'moment-list' },
    el('h3', { class: 'moment-list-name' }),
    el('ol', { class: 'moment-entries' }),
    el('p', { class: 'moment-rest' }),
  );
}

function makeEntry(): HTMLElement {
  const entry = el(
    'button',
    { class: 'moment-entry', attributes: { type: 'button' } },
    el('span', { class: 'moment-name' }),
    el('span', { class: 'moment-place' }),
    el('span', { class: 'moment-note' }),
  );
  return el('li', {}, entry);
}
