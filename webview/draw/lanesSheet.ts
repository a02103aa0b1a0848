import { type LaneList, nameAlone } from '../model/laneList.ts';
import { type LaneSort, laneSorts } from '../model/laneView.ts';
import type { PanelState } from '../model/panelState.ts';
import { t } from '../texts.ts';
import { button, el } from './dom.ts';
import { placeAt } from './menu.ts';

export interface LanesSheetActions {
  readonly setSort: (sort: LaneSort) => void;
  readonly setOnlyMine: (onlyMine: boolean) => void;
  readonly unhide: (key: string) => void;
  readonly unpinAll: () => void;
  readonly find: () => void;
  /** The buttons that have no room in a narrow toolbar. */
  readonly others: readonly (readonly [string, () => void])[];
}

/** With more hidden lanes than this, the sheet names only the first ones. */
const MOST_NAMED = 12;

/** What floats under the toolbar's button for lanes: their order, what is left out, and what a narrow toolbar has no room for. */
export class LanesSheet {
  private readonly element: HTMLElement;
  private readonly actions: LanesSheetActions;
  private readonly radios: ReadonlyMap<LaneSort, HTMLInputElement>;
  private readonly onlyMine = el('input', { attributes: { type: 'checkbox' } });
  private readonly hidden = el('ul', { class: 'sheet-list' });
  private readonly unpin: HTMLButtonElement;
  private readonly live = el('p', {
    class: 'sheet-note',
    text: t('While the program runs, lanes stay in the order of their start.'),
  });
  private hiddenShown: LaneList['hidden'] | null = null;

  constructor(element: HTMLElement, opener: HTMLButtonElement, actions: LanesSheetActions) {
    this.element = element;
    this.actions = actions;
    const names = {
      start: t('by start'),
      duration: t('longest call first'),
      waiting: t('most waiting first'),
    };
    this.radios = new Map(laneSorts.map((sort) => [sort, radio(() => actions.setSort(sort))]));
    this.unpin = button(t('Unpin all'), actions.unpinAll, { class: 'link' });
    const order = el('fieldset', {}, el('legend', { text: t('Order of functions and calls') }));
    for (const [sort, input] of this.radios)
      order.append(el('label', {}, input, el('span', { text: names[sort] })));
    order.append(this.live);
    const only = el('label', {}, this.onlyMine, el('span', { text: t('Only my code (O)') }));
    const close = (run: () => void) => () => {
      element.hidePopover();
      run();
    };
    const find = button(t('Find and filter… (/)'), close(actions.find), { class: 'link' });
    const others = el('div', { class: 'sheet-tools' });
    others.append(...actions.others.map(([label, run]) => button(label, close(run), { class: 'action' })));
    element.replaceChildren(order, only, find, this.hidden, this.unpin, others);
    this.bind(opener);
  }

  update(list: LaneList, { laneView, active }: PanelState): void {
    for (const [sort, input] of this.radios) input.checked = laneView.sort === sort;
    this.onlyMine.checked = laneView.onlyMine;
    this.live.hidden = !active;
    this.unpin.hidden = list.pins === 0;
    if (list.hidden === this.hiddenShown) return;
    this.hiddenShown = list.hidden;
    this.hidden.hidden = list.hidden.length === 0;
    this.hidden.replaceChildren(
      ...list.hidden.slice(0, MOST_NAMED).map((lane) => {
        const show = button(t('Show {0}', nameAlone(lane)), () => this.actions.unhide(lane.key), {
          class: 'link',
        });
        return el('li', {}, show);
      }),
    );
  }

  private bind(opener: HTMLButtonElement): void {
    opener.popoverTargetElement = this.element;
    this.onlyMine.addEventListener('change', () => this.actions.setOnlyMine(this.onlyMine.checked));
    this.element.addEventListener('toggle', (event) => {
      if ((event as ToggleEvent).newState !== 'open') return;
      const [minor] = opener.parentElement?.getElementsByClassName('minor') ?? [];
      this.element.classList.toggle('has-tools', (minor as HTMLElement | undefined)?.offsetParent === null);
      const { left, bottom } = opener.getBoundingClientRect();
      placeAt(this.element, { x: left, y: bottom + 2 });
      [...this.radios.values()].find(({ checked }) => checked)?.focus();
    });
  }
}

function radio(chosen: () => void): HTMLInputElement {
  const input = el('input', { attributes: { type: 'radio', name: 'lane-order' } });
  input.addEventListener('change', chosen);
  return input;
}
