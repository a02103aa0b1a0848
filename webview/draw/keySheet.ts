import { keySheet } from '../input/keys.ts';
import { t } from '../texts.ts';
import { button, el } from './dom.ts';

/** Opens the sheet that says what keys and gestures do. Esc or its button closes it. */
export function openKeySheet(root: HTMLElement): void {
  if (root.querySelector('dialog')) return;
  const title = el('h2', { text: t('Keys and gestures'), attributes: { id: 'keys-title' } });
  const list = el('dl', { class: 'keys' });
  for (const [keys, does] of keySheet())
    list.append(el('div', {}, el('dt', { text: keys }), el('dd', { text: does })));
  const dialog = el('dialog', { class: 'sheet', attributes: { 'aria-labelledby': 'keys-title' } });
  dialog.append(
    el(
      'div',
      { class: 'sheet-head' },
      title,
      button(t('Close'), () => dialog.close(), { class: 'action' }),
    ),
    list,
  );
  dialog.addEventListener('close', () => dialog.remove());
  root.append(dialog);
  dialog.showModal();
}
