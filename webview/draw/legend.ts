import type { TimelineTables } from '../../src/analysis/tables.ts';
import { State } from '../../src/shared/timeline.ts';
import { honestyLine, honestyParts } from '../layout/honesty.ts';
import { t } from '../texts.ts';
import { drawBar } from './bars.ts';
import { el, setText } from './dom.ts';
import { makePatterns } from './patterns.ts';
import { PixelStrip } from './pixels.ts';
import type { Theme } from './theme.ts';

const SWATCH = { width: 26, height: 12 };

/** The legend: what the four looks mean, and what the recording has to say about its own worth. */
export class Legend {
  private readonly root: HTMLElement;
  private readonly line = el('summary');
  private readonly parts = el('ul', { class: 'honesty-parts' });
  private readonly honesty = el('details', { class: 'honesty' }, this.line, this.parts);
  private shownParts = '';

  constructor(root: HTMLElement) {
    this.root = root;
  }

  /** Draws the samples anew, in the colours of the theme. */
  setTheme(theme: Theme): void {
    const states = [
      [State.running, t('running')],
      [State.ready, t('ready')],
      [State.waiting, t('waiting')],
      [State.blocked, t('blocked')],
    ] as const;
    const list = el('ul', { class: 'legend-states', attributes: { 'aria-label': t('Legend') } });
    for (const [state, name] of states)
      list.append(el('li', {}, swatch(state, theme), el('span', { text: name })));
    this.root.replaceChildren(list, this.honesty);
  }

  /** Draws the honesty line, which opens to its parts; null: nothing has been recorded yet. */
  setHonesty(tables: TimelineTables | null): void {
    this.honesty.hidden = tables === null;
    if (!tables) return;
    setText(this.line, honestyLine(tables));
    this.honesty.classList.toggle('warns', tables.facts.dropped + tables.facts.skipped > 0);
    this.showParts(honestyParts(tables));
  }

  private showParts(parts: readonly string[]): void {
    const text = parts.join('\n');
    if (text === this.shownParts) return;
    this.shownParts = text;
    this.line.title = text;
    this.parts.replaceChildren(...parts.map((part) => el('li', { text: part })));
  }
}

function swatch(state: State, theme: Theme): HTMLCanvasElement {
  const canvas = el('canvas', { class: 'swatch', attributes: { 'aria-hidden': 'true' } });
  const ratio = devicePixelRatio;
  canvas.width = SWATCH.width * ratio;
  canvas.height = SWATCH.height * ratio;
  const context = canvas.getContext('2d')!;
  context.scale(ratio, ratio);
  const brush = {
    context,
    theme,
    patterns: makePatterns(theme, ratio),
    pixels: new PixelStrip(),
    widthPx: SWATCH.width,
  };
  drawBar(brush, state, 0, SWATCH.width, { y: 0, height: SWATCH.height });
  return canvas;
}
