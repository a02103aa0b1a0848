import type { Ns } from '../../src/shared/timeline.ts';
import { State } from '../../src/shared/timeline.ts';
import { foundWords, leftOutWords } from '../layout/finderWords.ts';
import { formatDuration } from '../layout/time.ts';
import { parseDuration } from '../model/duration.ts';
import type { LaneList } from '../model/laneList.ts';
import type { LaneQuery } from '../model/laneView.ts';
import type { MarkFinder } from '../model/markFinder.ts';
import type { PanelState } from '../model/panelState.ts';
import { t } from '../texts.ts';
import { button, el, setText } from './dom.ts';

/** What the person can ask for there. */
export interface FinderActions {
  readonly search: (query: Partial<LaneQuery>) => void;
  readonly setOnlyMine: (onlyMine: boolean) => void;
  /** Goes to the next thing that was found, or the one before. */
  readonly step: (by: 1 | -1) => void;
  readonly showAll: () => void;
  readonly close: () => void;
}

/** The field to search and filter lanes in, and, also while that is closed, what is left out and how to get it back. */
export class Finder {
  private readonly element: HTMLElement;
  private readonly actions: FinderActions;
  private readonly text: HTMLInputElement;
  private readonly state = el('select', { attributes: { 'aria-label': t('State') } });
  private readonly stateLeast: HTMLInputElement;
  private readonly longest: HTMLInputElement;
  private readonly onlyMine = el('input', { attributes: { type: 'checkbox' } });
  private readonly fields: HTMLElement;
  private readonly count = el('span', { class: 'finder-count', attributes: { id: 'finder-count' } });
  private readonly place = el('span', { class: 'finder-place' });
  private readonly leftOut = el('span', { class: 'finder-left-out' });
  private readonly all: HTMLButtonElement;
  private readonly note: HTMLElement;
  /** The query that the fields show. */
  private shown: LaneQuery | null = null;

  constructor(element: HTMLElement, actions: FinderActions) {
    this.element = element;
    this.actions = actions;
    const words = t('Name, file or console line');
    this.text = el('input', {
      class: 'find-text',
      attributes: {
        type: 'search',
        placeholder: words,
        'aria-label': words,
        'aria-describedby': 'finder-count',
      },
    });
    this.stateLeast = this.timeField(t('at least'), 'stateNs');
    this.longest = this.timeField(t('longest call at least'), 'longestNs');
    this.all = button(t('Show all'), actions.showAll, { class: 'link' });
    this.fields = this.makeFields();
    this.note = el('div', { class: 'finder-note' }, this.count, this.place, this.leftOut, this.all);
    element.replaceChildren(this.fields, this.note);
    this.bind();
  }

  focus(): void {
    this.text.focus();
    this.text.select();
  }

  /** `place`: which of the things that were found is the current one, in words. */
  update(list: LaneList, marks: MarkFinder, state: PanelState, place: string): void {
    const { laneView } = state;
    const found = foundWords(list, marks);
    const leftOut = leftOutWords(list, state);
    this.fields.hidden = !laneView.isOpen;
    this.note.hidden = found === '' && leftOut === '';
    this.element.hidden = this.fields.hidden && this.note.hidden;
    this.element.classList.toggle('finds-nothing', list.found?.length === 0 && marks.count === 0);
    setText(this.count, found);
    setText(this.place, found === '' ? '' : place);
    setText(this.leftOut, leftOut);
    this.all.hidden = !laneView.leavesOut;
    this.onlyMine.checked = laneView.onlyMine;
    this.showQuery(laneView.query);
  }

  /** A field that somebody writes in is left alone, as long as it says what is searched for. */
  private showQuery(query: LaneQuery): void {
    if (query === this.shown) return;
    this.shown = query;
    if (this.text.value.trim() !== query.text) this.text.value = query.text;
    this.state.value = String(query.state);
    this.showTime(this.stateLeast, query.stateNs);
    this.showTime(this.longest, query.longestNs);
    this.stateLeast.disabled = query.state === State.none;
  }

  private showTime(field: HTMLInputElement, ns: Ns): void {
    if ((parseDuration(field.value) ?? 0) !== ns) field.value = ns === 0 ? '' : formatDuration(ns);
  }

  private makeFields(): HTMLElement {
    const { actions } = this;
    const states: readonly (readonly [State, string])[] = [
      [State.none, t('any state')],
      [State.running, t('ran')],
      [State.ready, t('was ready')],
      [State.waiting, t('waited')],
      [State.blocked, t('was blocked')],
    ];
    this.state.append(
      ...states.map(([state, name]) => el('option', { text: name, attributes: { value: `${state}` } })),
    );
    const tool = (sign: string, label: string, run: () => void) =>
      button(sign, run, { class: 'tool', title: label, attributes: { 'aria-label': label } });
    return el(
      'div',
      { class: 'finder-fields', role: 'search', attributes: { 'aria-label': t('Find and filter lanes') } },
      this.text,
      tool('↑', t('Previous match (Shift+Enter)'), () => actions.step(-1)),
      tool('↓', t('Next match (Enter)'), () => actions.step(1)),
      tool('×', t('Clear and close (Esc)'), actions.close),
      el('span', { class: 'finder-pair' }, this.state, this.stateLeast),
      el('label', { class: 'finder-label' }, el('span', { text: t('longest call') }), this.longest),
      el('label', { class: 'finder-label' }, this.onlyMine, el('span', { text: t('Only my code') })),
    );
  }

  private timeField(label: string, name: 'stateNs' | 'longestNs'): HTMLInputElement {
    const field = el('input', {
      class: 'find-time',
      title: t('A time such as 5ms or 1.5 s'),
      attributes: { placeholder: t('≥ 5 ms'), 'aria-label': label, autocomplete: 'off' },
    });
    field.addEventListener('input', () => {
      const ns = parseDuration(field.value);
      const isWrong = ns === null && field.value.trim() !== '';
      field.setAttribute('aria-invalid', String(isWrong));
      if (!isWrong) this.actions.search({ [name]: ns ?? 0 });
    });
    return field;
  }

  private bind(): void {
    const { actions } = this;
    this.text.addEventListener('input', () => actions.search({ text: this.text.value.trim() }));
    this.state.addEventListener('change', () => actions.search({ state: Number(this.state.value) as State }));
    this.onlyMine.addEventListener('change', () => actions.setOnlyMine(this.onlyMine.checked));
    this.fields.addEventListener('keydown', (event) => {
      const isField = event.target instanceof HTMLInputElement && event.target !== this.onlyMine;
      if (event.key === 'Escape') actions.close();
      else if (event.key === 'Enter' && isField) actions.step(event.shiftKey ? -1 : 1);
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
  }
}
