import { button, el } from '../draw/dom.ts';
import { bindSash } from '../input/sash.ts';
import type { PaneState } from '../model/paneState.ts';
import { t } from '../texts.ts';
import type { PaneFrame, PaneView } from './view.ts';

interface Tab {
  readonly view: PaneView;
  readonly button: HTMLButtonElement;
  readonly panel: HTMLElement;
}

/** The pane below the lanes: a row of tabs, and the view that is open. Without one, only the tabs are to be seen. */
export class Pane {
  private readonly element: HTMLElement;
  private readonly state: PaneState;
  private readonly changed: () => void;
  private readonly tabs: readonly Tab[];
  private readonly sash = el('div', { class: 'pane-sash', role: 'separator' });
  private readonly body = el('div', { class: 'pane-body' });

  /** `changed` asks for a frame. */
  constructor(element: HTMLElement, state: PaneState, views: readonly PaneView[], changed: () => void) {
    this.element = element;
    this.state = state;
    this.changed = changed;
    this.tabs = views.map((view) => this.makeTab(view));
    const list = el('div', { class: 'pane-tabs', role: 'tablist', attributes: { 'aria-label': t('More') } });
    list.append(...this.tabs.map((tab) => tab.button));
    list.addEventListener('keydown', (event) => this.onKey(event));
    this.body.append(...this.tabs.map((tab) => tab.panel));
    element.replaceChildren(this.sash, list, this.body);
    bindSash(this.sash, {
      orientation: 'horizontal',
      label: t('Height of the pane'),
      smallestPx: 80,
      px: () => state.heightPx,
      set: (px) => {
        state.heightPx = px;
        changed();
      },
    });
  }

  draw(frame: PaneFrame): void {
    const { open, heightPx } = this.state;
    this.element.classList.toggle('is-open', open !== null);
    this.sash.hidden = open === null;
    this.body.style.setProperty('height', open === null ? '0' : `min(${heightPx}px, 50vh)`);
    const reachable = this.tabs.find(({ view }) => view.name === open) ?? this.tabs[0];
    for (const tab of this.tabs) {
      const isOpen = tab.view.name === open;
      tab.button.setAttribute('aria-selected', String(isOpen));
      tab.button.tabIndex = tab === reachable ? 0 : -1;
      tab.panel.hidden = !isOpen;
      if (isOpen) tab.view.draw(frame);
    }
  }

  private makeTab(view: PaneView): Tab {
    const ids = { tab: `tab-${view.name}`, panel: `pane-${view.name}` };
    const panel = el('div', {
      class: 'pane-view',
      role: 'tabpanel',
      attributes: { id: ids.panel, 'aria-labelledby': ids.tab, hidden: '' },
    });
    panel.append(view.element);
    const toggle = () => {
      this.state.toggle(view.name);
      this.changed();
    };
    const attributes = { id: ids.tab, 'aria-controls': ids.panel, 'aria-selected': 'false' };
    return { view, panel, button: button(view.label, toggle, { class: 'tab', role: 'tab', attributes }) };
  }

  /** As in every row of tabs: left and right, Home and End move the focus; Enter opens or closes. */
  private onKey(event: KeyboardEvent): void {
    const last = this.tabs.length - 1;
    const at = this.tabs.findIndex((tab) => tab.button === event.target);
    const to = { ArrowLeft: Math.max(0, at - 1), ArrowRight: Math.min(last, at + 1), Home: 0, End: last }[
      event.key
    ];
    if (to === undefined) return;
    event.preventDefault();
    this.tabs[to]?.button.focus();
  }
}
