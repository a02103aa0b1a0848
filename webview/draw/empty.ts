import type { RunStatus } from '../../src/shared/protocol.ts';
import { placeName } from '../layout/place.ts';
import { displayText } from '../model/display.ts';
import { t } from '../texts.ts';
import { button, el } from './dom.ts';
import type { Shell, ShellActions } from './shell.ts';

/** What to show as long as there are no lanes: never an empty rectangle. */
export class EmptyState {
  private readonly element: HTMLElement;
  private readonly main: HTMLElement;
  private readonly actions: ShellActions;
  private shown = '';

  constructor({ empty, main }: Shell, actions: ShellActions) {
    this.element = empty;
    this.main = main;
    this.actions = actions;
  }

  /** `hasLanes`: the lanes speak for themselves. */
  update(status: RunStatus, hasLanes: boolean): void {
    const key = hasLanes ? '' : `${status.phase} ${status.text}`;
    this.main.classList.toggle('is-empty', !hasLanes);
    if (key === this.shown) return;
    this.shown = key;
    this.element.replaceChildren(...(hasLanes ? [] : this.content(status)));
  }

  private content(status: RunStatus): Node[] {
    const text = displayText(status.text, 2000);
    switch (status.phase) {
      case 'idle':
        return [
          el('h2', { text: t('See what your program does at the same time') }),
          el('p', { text }),
          button(t('Run a Sample'), this.actions.runSample, { class: 'primary' }),
        ];
      case 'starting':
        return [
          el('div', { class: 'progress', attributes: { 'aria-hidden': 'true' } }),
          el('p', { text: text || t('Starting') }),
        ];
      case 'recording':
        return [
          el('div', { class: 'progress', attributes: { 'aria-hidden': 'true' } }),
          el('p', { text: t('Waiting for the first event of the program') }),
        ];
      case 'failed':
        return [
          el('h2', { text: t('The program could not be run') }),
          el('p', { text }),
          ...this.place(status),
        ];
      default:
        return [
          el('h2', { text: t('Nothing was recorded') }),
          el('p', { text }),
          button(t('Run Again'), this.actions.runAgain, { class: 'primary' }),
        ];
    }
  }

  private place({ at }: RunStatus): Node[] {
    if (!at) return [];
    const place = placeName({ ...at, name: '' });
    return [button(t('Go to {0}', place), this.actions.goToFailure, { class: 'primary' })];
  }
}
