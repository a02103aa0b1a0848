import type { SiteRow } from '../../src/shared/timeline.ts';
import { button, el } from '../draw/dom.ts';
import { placeName } from '../layout/words.ts';
import { displayText } from '../model/display.ts';
import { t } from '../texts.ts';
import type { Excerpt } from './excerpts.ts';

/** A place in the source with the lines around it, its own line marked; a click opens the code. */
export function excerptElement(site: SiteRow, excerpt: Excerpt | null, open: () => void): HTMLElement {
  const place = placeName(site);
  if (!excerpt) return el('p', {}, button(place, open, { class: 'link' }));
  const element = button('', open, { class: 'why-code', title: t('Show in code') });
  element.append(el('span', { class: 'visually-hidden', text: t('Show {0} in the code:', place) }));
  for (const [i, text] of excerpt.lines.entries()) {
    const number = excerpt.firstLine + i;
    const line = el('span', { class: number === site.line ? 'why-line marked' : 'why-line' });
    line.append(
      el('span', { class: 'why-number', text: String(number) }),
      el('span', { class: 'why-text', text: displayText(text) || ' ' }),
    );
    element.append(line);
  }
  return element;
}
