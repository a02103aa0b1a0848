import { NONE } from '../../src/shared/timeline.ts';
import { button, el, setText } from '../draw/dom.ts';
import { icon } from '../draw/icons.ts';
import { laneWords } from '../layout/laneWords.ts';
import { pinsOf, type Scene, visibleRows } from '../layout/scene.ts';
import { colourOf } from '../model/cores.ts';
import type { Lane } from '../model/tree.ts';
import { t } from '../texts.ts';

/** How often the numbers of a row are read again while the program runs, in ms. */
const WORDS_EVERY_MS = 500;

interface RowElements {
  readonly row: HTMLElement;
  readonly pin: HTMLElement;
  readonly fold: HTMLElement;
  /** The thread's colour on the cores. */
  readonly key: HTMLElement;
  readonly label: HTMLElement;
  readonly count: HTMLElement;
  readonly cells: readonly [HTMLElement, HTMLElement, HTMLElement];
  lane: Lane | null;
  wordsAt: number;
}

export interface TreeGridEvents {
  /** A row got the focus. */
  readonly focused: (index: number) => void;
  readonly toggled: (index: number) => void;
  /** Its menu is asked for, by a click on its button. */
  readonly menu: (index: number, button: Element) => void;
}

/**
 * The names of the lanes, and at the same time all that the picture says, for keyboard and screen reader: a treegrid
 * of about as many rows as are on screen, whatever was recorded. The columns behind the name are for reading only.
 */
export class TreeGrid {
  private readonly root: HTMLElement;
  private readonly events: TreeGridEvents;
  /** The pinned rows: they stay where they are while the others scroll. */
  readonly pinned = el('div', { class: 'pinned', role: 'rowgroup', attributes: { hidden: '' } });
  private pins = 0;
  private readonly byIndex = new Map<number, RowElements>();
  private readonly pool: RowElements[] = [];
  private current = NONE;

  constructor(root: HTMLElement, events: TreeGridEvents) {
    this.root = root;
    this.events = events;
    root.addEventListener('focusin', (event) => this.onFocus(event));
    root.addEventListener('click', (event) => this.onClick(event));
  }

  /** Shows the rows of a frame; `nowMs` is the time of that frame. */
  update(scene: Scene, nowMs: number): void {
    this.root.setAttribute('aria-label', t('Lanes: processes, threads, tasks'));
    this.root.setAttribute('aria-rowcount', String(scene.rows.lanes.length));
    this.root.style.setProperty('--row', `${scene.rows.rowPx}px`);
    const hadFocus =
      document.activeElement?.closest('[role=row]') === document.activeElement && this.hasFocus;
    this.showPins(scene);
    this.current = scene.current === NONE ? 0 : scene.current;
    const wanted = this.wantedRows(scene);
    for (const [index, elements] of this.byIndex) {
      if (!wanted.has(index)) this.release(index, elements);
    }
    for (const index of wanted) this.showRow(index, scene, nowMs);
    this.putInOrder();
    // The row that had the focus may have moved, or be made of other elements now.
    if (hadFocus) this.focus(this.current);
  }

  private showPins({ rows, pins }: Scene): void {
    this.pinned.hidden = rows.pins === 0;
    this.pinned.style.setProperty('height', `${pins.heightPx}px`);
    this.pinned.style.setProperty('--all', `${rows.pins * rows.rowPx}px`);
    if (rows.pins === this.pins) return;
    this.pins = rows.pins;
    for (const [index, elements] of this.byIndex) this.release(index, elements);
  }

  /** Puts the focus on a row, which must be on screen or the current one. */
  focus(index: number): void {
    this.byIndex.get(index)?.row.focus({ preventScroll: true });
  }

  /** Puts the focus on the row that Tab leads to. */
  focusCurrent(): void {
    this.focus(this.current);
  }

  /** Where a menu of a row that is on screen opens, in pixels of the window. */
  pointBeside(index: number): { x: number; y: number } {
    const box = (this.byIndex.get(index)?.row ?? this.root).getBoundingClientRect();
    return { x: box.left + 24, y: box.bottom };
  }

  get hasFocus(): boolean {
    return this.root.contains(document.activeElement);
  }

  private wantedRows(scene: Scene): Set<number> {
    const wanted = new Set<number>();
    for (const part of [pinsOf(scene), scene]) {
      const [first, last] = visibleRows(part);
      for (let index = first; index < last; index++) wanted.add(index);
    }
    // The row with the focus stays, wherever one scrolls: a focus that vanishes is lost.
    if (this.current < scene.rows.lanes.length) wanted.add(this.current);
    return wanted;
  }

  private showRow(index: number, scene: Scene, nowMs: number): void {
    const lane = scene.rows.lanes[index]!;
    const elements = this.byIndex.get(index) ?? this.take(index);
    const { row } = elements;
    row.style.setProperty('transform', `translateY(${this.topOf(index, scene)}px)`);
    row.tabIndex = index === this.current ? 0 : -1;
    row.classList.toggle('current', index === scene.current);
    row.classList.toggle('on-cursor', isOnCursor(lane, scene));
    if (elements.lane !== lane) this.showLane(elements, lane, index);
    elements.pin.hidden = lane.pinOf === undefined && !scene.pinnedKeys.has(lane.key);
    showKey(elements.key, lane, scene.lanes);
    setText(elements.count, countText(lane));
    if (nowMs - elements.wordsAt >= WORDS_EVERY_MS) this.showWords(elements, lane, scene, nowMs);
  }

  /** Below the top of the pinned rows, or of all. */
  private topOf(index: number, { rows, pins }: Scene): number {
    return index < rows.pins ? index * rows.rowPx : (index - rows.pins) * rows.rowPx + pins.heightPx;
  }

  private showLane(elements: RowElements, lane: Lane, index: number): void {
    const { row, fold, label } = elements;
    elements.wordsAt = elements.lane?.key === lane.key ? elements.wordsAt : Number.NEGATIVE_INFINITY;
    elements.lane = lane;
    row.setAttribute('aria-level', String(lane.level));
    row.setAttribute('aria-rowindex', String(index + 1));
    row.dataset.level = String(lane.level);
    row.dataset.kind = lane.of.kind;
    if (lane.open === null) row.removeAttribute('aria-expanded');
    else row.setAttribute('aria-expanded', String(lane.open));
    setText(fold, lane.open === null ? '' : lane.open ? '▾' : '▸');
    setText(label, lane.label);
  }

  private showWords(elements: RowElements, lane: Lane, scene: Scene, nowMs: number): void {
    elements.wordsAt = nowMs;
    const words = laneWords(lane, scene);
    elements.label.title = [pathOf(lane), words.owner].filter((text) => text !== '').join('\n');
    setText(elements.cells[0], words.totals);
    setText(elements.cells[1], words.start);
    setText(
      elements.cells[2],
      [words.duration, words.counts, words.owner].filter((text) => text !== '').join(' · '),
    );
  }

  private take(index: number): RowElements {
    const elements = this.pool.pop() ?? makeRow();
    elements.row.dataset.index = String(index);
    this.byIndex.set(index, elements);
    this.placeOf(index).append(elements.row);
    return elements;
  }

  private release(index: number, elements: RowElements): void {
    this.byIndex.delete(index);
    elements.row.remove();
    elements.lane = null;
    this.pool.push(elements);
  }

  private placeOf(index: number): HTMLElement {
    return index < this.pins ? this.pinned : this.root;
  }

  /** Rows are positioned by hand, but a screen reader reads them in the order of the document. */
  private putInOrder(): void {
    if (this.pinned.parentElement !== this.root) this.root.prepend(this.pinned);
    let before = null as Element | null;
    for (const index of [...this.byIndex.keys()].sort((a, b) => a - b)) {
      const { row } = this.byIndex.get(index)!;
      const place = this.placeOf(index);
      if (before?.parentElement !== place) before = place === this.root ? this.pinned : null;
      const expected: Element | null = before ? before.nextElementSibling : place.firstElementChild;
      // Moving an element takes the focus from it, so only what is out of place moves.
      if (expected !== row && row !== document.activeElement) place.insertBefore(row, expected);
      before = row;
    }
  }

  private onFocus(event: FocusEvent): void {
    const index = rowIndex(event.target);
    if (index !== null) this.events.focused(index);
  }

  private onClick(event: MouseEvent): void {
    const index = rowIndex(event.target);
    if (index === null) return;
    this.events.focused(index);
    this.byIndex.get(index)?.row.focus({ preventScroll: true });
    const menu = (event.target as Element).closest('.lane-menu');
    if (menu) this.events.menu(index, menu);
    else if ((event.target as Element).classList.contains('fold') || event.detail === 2)
      this.events.toggled(index);
  }
}

function rowIndex(target: EventTarget | null): number | null {
  const row = target instanceof Element ? target.closest<HTMLElement>('[role=row]') : null;
  return row ? Number(row.dataset.index) : null;
}

function makeRow(): RowElements {
  const fold = el('span', { class: 'fold', attributes: { 'aria-hidden': 'true' } });
  const key = el('span', { class: 'thread-key', attributes: { 'aria-hidden': 'true', hidden: '' } });
  const label = el('span', { class: 'label' });
  const count = el('span', { class: 'count' });
  const pin = el('span', { class: 'pin', role: 'img', title: t('pinned') });
  pin.setAttribute('aria-label', t('pinned'));
  pin.append(icon('pin'));
  const menu = button('⋯', () => {}, { class: 'lane-menu', title: t('What to do with this lane') });
  menu.setAttribute('aria-label', t('What to do with this lane'));
  // Shift+F10 does the same: one stop less for those who go from one element to the next.
  menu.tabIndex = -1;
  const name = el('div', { class: 'name', role: 'rowheader' }, fold, key, label, count, pin, menu);
  const cell = () => el('div', { class: 'visually-hidden', role: 'gridcell' });
  const cells = [cell(), cell(), cell()] as const;
  const row = el('div', { class: 'lane-row', role: 'row' }, name, ...cells);
  return { row, pin, fold, key, label, count, cells, lane: null, wordsAt: Number.NEGATIVE_INFINITY };
}

/** Where a lane lies: `kitchen.ts › main thread › boil`. */
function pathOf({ label, parent }: Lane): string {
  return parent ? `${pathOf(parent)} › ${label}` : label;
}

/** The colour that a thread has on the cores, once there is something to see of them. */
function showKey(key: HTMLElement, { of }: Lane, { cores }: Scene['lanes']): void {
  const shown = of.kind === 'thread' && !cores.isEmpty;
  key.hidden = !shown;
  if (shown) key.dataset.colour = String(colourOf(of.thread.id));
}

/** Beside the name: how many calls, or which process. */
function countText({ of }: Lane): string {
  if (of.kind === 'group') return `×${of.group.tasks.length.toLocaleString('en')}`;
  // One that could not be started never had a number.
  return of.kind === 'process' && of.process.pid > 0 ? `pid ${of.process.pid}` : '';
}

function isOnCursor(lane: Lane, scene: Scene): boolean {
  const { of } = lane;
  if (of.kind !== 'group' && of.kind !== 'call') return false;
  return scene.cursorSites.has(of.group.identity.site);
}
