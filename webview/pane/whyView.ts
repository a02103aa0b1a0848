import type { SiteRow } from '../../src/shared/timeline.ts';
import { button, el } from '../draw/dom.ts';
import { type WhyHead, whyHead } from '../layout/whyHead.ts';
import { type WhyStepWords, type WhyWords, whyWords } from '../layout/whyWords.ts';
import type { Selection } from '../model/selection.ts';
import type { WhyChain } from '../model/whyState.ts';
import { t } from '../texts.ts';
import { excerptElement } from './excerptElement.ts';
import type { Excerpt, Excerpts } from './excerpts.ts';
import type { PaneFrame, PaneView } from './view.ts';

/** What the view asks for. */
export interface WhyEvents {
  readonly goTo: (selection: Selection) => void;
  /** Shows a place in the editor; `preview` keeps the focus here. */
  readonly reveal: (site: SiteRow, preview: boolean) => void;
  /** Gives the focus back to the lanes. */
  readonly leave: () => void;
}

/** The view `why`: what the selected bar is, and from it back to what made it as long as it was. */
export class WhyView implements PaneView {
  readonly name = 'why';
  readonly label = t('Why?');
  readonly element = el('div', { class: 'why' });
  private readonly events: WhyEvents;
  private readonly excerpts: Excerpts;
  private chain: WhyChain | null = null;
  private words: WhyWords | null = null;
  /** What the frame was drawn from that was drawn last. */
  private key = '';
  private steps: readonly HTMLButtonElement[] = [];
  private drawn = '';
  /** The answer in words; empty: there is none. */
  spoken = '';

  constructor(events: WhyEvents, excerpts: Excerpts) {
    this.events = events;
    this.excerpts = excerpts;
    this.element.addEventListener('keydown', (event) => this.onKey(event));
  }

  draw({ scene, state, version }: PaneFrame): void {
    const { chain } = scene;
    const key = `${version} ${this.excerpts.answers}`;
    if (chain !== this.chain || key !== this.key) {
      this.words = chain && (chain === this.chain ? this.words : whyWords(chain, scene));
      this.chain = chain;
      this.key = key;
      this.update(chain && whyHead(chain, scene));
    }
    this.mark(chain, state.selection);
  }

  /** What goes on gets longer, but as long as its words are the same nothing is made anew. */
  private update(head: WhyHead | null): void {
    const excerpt = head?.site ? this.excerpts.get(head.site) : null;
    const drawn = JSON.stringify([head, this.words, excerpt]);
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    this.build(head, this.words, excerpt);
  }

  /** Puts the focus on the first step, or on what there is in its place. */
  focus(): void {
    const first = this.steps[0] ?? this.element.querySelector<HTMLElement>('[tabindex]');
    first?.focus();
  }

  private build(head: WhyHead | null, words: WhyWords | null, excerpt: Excerpt | null): void {
    const focused = this.steps.indexOf(document.activeElement as HTMLButtonElement);
    this.steps = words?.steps.map((step) => this.stepButton(step)) ?? [];
    this.spoken = head && words ? `${head.title}: ${words.answer}` : emptyText();
    if (head && words)
      this.element.replaceChildren(this.chainElement(head, words), this.headElement(head, excerpt));
    else
      this.element.replaceChildren(
        el('p', { class: 'why-empty', text: emptyText(), attributes: { tabindex: '-1' } }),
      );
    // The list may be made anew while the program runs: the focus stays in its place.
    if (focused >= 0) this.steps[Math.min(focused, this.steps.length - 1)]?.focus();
  }

  private headElement(head: WhyHead, excerpt: Excerpt | null): HTMLElement {
    const { site, starter } = head;
    const section = el(
      'section',
      { class: 'why-head', attributes: { 'aria-label': t('The bar') } },
      el('p', { text: head.sentence }),
    );
    if (head.shares.length > 0) section.append(sharesElement(head.shares));
    section.append(el('p', { class: 'why-muted', text: head.totals }));
    if (site) section.append(excerptElement(site, excerpt, () => this.events.reveal(site, false)));
    if (starter) section.append(this.starterElement(starter));
    return section;
  }

  private starterElement(starter: WhyStepWords): HTMLElement {
    const link = button(
      [starter.sentence, starter.place].filter(Boolean).join(' · '),
      () => this.go(starter),
      {
        class: 'link',
      },
    );
    return el('p', {}, el('span', { class: 'why-muted', text: `${t('Started by')} ` }), link);
  }

  private chainElement(head: WhyHead, words: WhyWords): HTMLElement {
    const list = el('ol', { class: 'why-steps' });
    for (const [i, step] of this.steps.entries())
      list.append(el('li', { class: i === this.steps.length - 1 && i > 0 ? 'last' : '' }, step));
    const answer = el('p', { class: 'why-answer' }, el('strong', { text: words.answer }));
    const section = el('section', {
      class: 'why-chain',
      attributes: { 'aria-label': t('Why it took so long') },
    });
    section.append(el('h2', { class: 'why-title', text: head.title }), answer, list);
    if (words.released !== '') section.append(el('p', { class: 'why-muted', text: words.released }));
    return section;
  }

  private stepButton(step: WhyStepWords): HTMLButtonElement {
    const element = button('', () => this.go(step), { class: 'why-step' });
    element.append(
      el('span', { class: 'why-sentence', text: step.sentence }),
      el('span', { class: 'why-place', text: step.place }),
    );
    return element;
  }

  private go({ selection, site }: WhyStepWords): void {
    this.events.goTo(selection);
    if (site) this.events.reveal(site, true);
  }

  /** The step whose bar is selected. */
  private mark(chain: WhyChain | null, selection: Selection | null): void {
    for (const [i, step] of this.steps.entries()) {
      const span = chain?.answer.steps[i]?.span;
      const isCurrent =
        selection?.thread === span?.thread &&
        selection?.task === span?.task &&
        selection?.startNs === span?.startNs;
      if (isCurrent) step.setAttribute('aria-current', 'step');
      else step.removeAttribute('aria-current');
    }
  }

  /** Up and down, Home and End go along the steps; Esc goes back to the lanes. */
  private onKey(event: KeyboardEvent): void {
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      this.events.leave();
      return;
    }
    const at = this.steps.indexOf(event.target as HTMLButtonElement);
    if (at < 0) return;
    const last = this.steps.length - 1;
    const to = { ArrowUp: Math.max(0, at - 1), ArrowDown: Math.min(last, at + 1), Home: 0, End: last }[
      event.key
    ];
    if (to === undefined) return;
    event.preventDefault();
    this.steps[to]?.focus();
  }
}

const emptyText = (): string =>
  t(
    'Select a bar that waited, was ready or was blocked, and press Y: what it waited for stands here, step by step.',
  );

/** A bar of the states' shares; the words below it say the same. */
function sharesElement(shares: WhyHead['shares']): HTMLElement {
  const bar = el('div', { class: 'why-shares', attributes: { 'aria-hidden': 'true' } });
  for (const { state, share } of shares) {
    const part = el('span', { class: `why-share ${state}` });
    part.style.setProperty('flex-grow', String(share));
    bar.append(part);
  }
  return bar;
}
