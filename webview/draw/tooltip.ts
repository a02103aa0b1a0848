import type { SpanWords } from '../layout/words.ts';
import { el } from './dom.ts';

const GAP_PX = 14;

/** A small box beside the pointer; it never lies under it and never leaves the page. */
export class Tooltip {
  private readonly element: HTMLElement;

  constructor(element: HTMLElement) {
    this.element = element;
  }

  show(words: SpanWords, x: number, y: number): void {
    const { element } = this;
    const lines = [words.title, words.sentence].filter((text) => text !== '');
    element.replaceChildren(
      ...lines.map((text, i) => el('div', { text, class: i === 0 ? 'tooltip-title' : '' })),
    );
    element.hidden = false;
    const { offsetWidth, offsetHeight } = element;
    const left = x + GAP_PX + offsetWidth > innerWidth ? Math.max(0, x - GAP_PX - offsetWidth) : x + GAP_PX;
    const top = y + GAP_PX + offsetHeight > innerHeight ? Math.max(0, y - GAP_PX - offsetHeight) : y + GAP_PX;
    element.style.setProperty('transform', `translate(${Math.round(left)}px, ${Math.round(top)}px)`);
  }

  hide(): void {
    this.element.hidden = true;
  }
}
