import type { State } from '../../src/shared/timeline.ts';
import { el } from '../draw/dom.ts';
import { stateName } from '../layout/spanRow.ts';
import { everyState } from '../model/spanQuery.ts';
import { t } from '../texts.ts';

/** A box to tick for each state. */
export class StateFilter {
  readonly element: HTMLElement;
  private readonly boxes: ReadonlyMap<State, HTMLInputElement>;

  constructor(toggled: (state: State) => void) {
    const legend = el('legend', { class: 'visually-hidden', text: t('States to show') });
    this.element = el('fieldset', { class: 'state-filter' }, legend);
    this.boxes = new Map(
      everyState.map((state) => {
        const box = el('input', { attributes: { type: 'checkbox', checked: '' } });
        box.addEventListener('change', () => toggled(state));
        this.element.append(el('label', {}, box, el('span', { text: stateName(state) })));
        return [state, box];
      }),
    );
  }

  update(states: ReadonlySet<State>): void {
    for (const [state, box] of this.boxes) box.checked = states.has(state);
  }
}
