import { button, el } from './dom.ts';

export interface MenuItem {
  readonly label: string;
  /** The key that does the same. */
  readonly key: string;
  readonly run: () => void;
}

/** Opens a menu at a point of the window. Esc, Tab and a click elsewhere close it; the focus goes back to where it was. */
export function openMenu(
  root: HTMLElement,
  label: string,
  items: readonly MenuItem[],
  at: { readonly x: number; readonly y: number },
): void {
  root.querySelector('.menu')?.remove();
  const menu = el('div', {
    class: 'menu',
    role: 'menu',
    attributes: { popover: 'auto', 'aria-label': label },
  });
  const choose = (item: MenuItem) => () => {
    menu.hidePopover();
    item.run();
  };
  for (const item of items) menu.append(makeItem(item, choose(item)));
  menu.addEventListener('keydown', (event) => onKey(event, menu));
  menu.addEventListener('toggle', (event) => {
    if ((event as ToggleEvent).newState === 'closed') menu.remove();
  });
  root.append(menu);
  menu.showPopover();
  placeAt(menu, at);
  menu.querySelector<HTMLElement>('[role=menuitem]')?.focus();
}

function makeItem({ label, key }: MenuItem, run: () => void): HTMLElement {
  const item = button('', run, { class: 'menu-item', role: 'menuitem', attributes: { tabindex: '-1' } });
  if (key !== '') item.setAttribute('aria-keyshortcuts', key);
  item.append(
    el('span', { text: label }),
    el('span', { class: 'menu-key', text: key, attributes: { 'aria-hidden': 'true' } }),
  );
  return item;
}

/** Moves what floats to a point, but never off the page. */
export function placeAt(element: HTMLElement, { x, y }: { readonly x: number; readonly y: number }): void {
  const { offsetWidth, offsetHeight, style } = element;
  style.setProperty('left', `${Math.max(0, Math.min(x, innerWidth - offsetWidth - 4))}px`);
  style.setProperty('top', `${Math.max(0, Math.min(y, innerHeight - offsetHeight - 4))}px`);
}

function onKey(event: KeyboardEvent, menu: HTMLElement): void {
  const items = [...menu.querySelectorAll<HTMLElement>('[role=menuitem]')];
  const at = items.indexOf(document.activeElement as HTMLElement);
  const last = items.length - 1;
  const to = { ArrowUp: at <= 0 ? last : at - 1, ArrowDown: at === last ? 0 : at + 1, Home: 0, End: last }[
    event.key
  ];
  if (event.key === 'Tab') menu.hidePopover();
  else if (to === undefined) return;
  else items[to]?.focus();
  event.preventDefault();
}
