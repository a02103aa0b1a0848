import type { TimelineTables } from '../../src/analysis/tables.ts';
import { State } from '../../src/shared/timeline.ts';
import { honestyLine, honestyParts } from '../layout/honesty.ts';
import { lookName } from '../layout/markWords.ts';
import { type MarkLook, markLooks } from '../model/lanes.ts';
import { t } from '../texts.ts';
import { type Brush, drawBar } from './bars.ts';
import { el, setText } from './dom.ts';
import { drawTick } from './marks.ts';
import { makePatterns } from './patterns.ts';
import { PixelStrip } from './pixels.ts';
import type { Theme } from './theme.ts';
import { drawBand, drawBracket, drawFlag } from './timings.ts';

const SWATCH = { width: 26, height: 12 } as const;
const MARK_SWATCH = { width: 18, height: 12 } as const;

/** The legend: what the four looks mean, and what the recording has to say about its own worth. */
export class Legend {
  private readonly root: HTMLElement;
  private readonly line = el('summary');
  private readonly parts = el('ul', { class: 'honesty-parts' });
  private readonly honesty = el('details', { class: 'honesty' }, this.line, this.parts);
  private readonly marks = el('ul', {
    class: 'legend-states legend-marks',
    attributes: { 'aria-label': t('Marks') },
  });
  private theme: Theme | null = null;
  private shownParts = '';
  private shownLooks = '';

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
    this.theme = theme;
    this.shownLooks = '';
    this.root.replaceChildren(list, this.marks, this.honesty);
  }

  /** Explains marks of those looks that are there. */
  setLooks(looks: ReadonlySet<MarkLook>): void {
    const { theme } = this;
    const shown = markLooks.filter((look) => looks.has(look));
    const key = `${shown}`;
    this.marks.hidden = shown.length === 0;
    if (key === this.shownLooks || !theme) return;
    this.shownLooks = key;
    this.marks.replaceChildren(
      ...shown.map((look) => el('li', {}, markSwatch(look, theme), el('span', { text: lookName(look) }))),
    );
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

/** How a state looks, as a small picture. */
export function swatch(state: State, theme: Theme): HTMLCanvasElement {
  return sample(theme, SWATCH, (brush) => {
    drawBar(brush, state, 0, SWATCH.width, { y: 0, height: SWATCH.height });
  });
}

/** Marks are drawn as on a row that is `MARK_SWATCH` high. */
function markSwatch(look: MarkLook, theme: Theme): HTMLCanvasElement {
  const { width, height } = MARK_SWATCH;
  const strip = { y: 3, height: height - 4 };
  return sample(theme, MARK_SWATCH, (brush) => {
    if (look === 'gc') drawBand(brush, 1, width - 1, strip);
    else if (look === 'mark') drawFlag(brush, width / 2 - 2, strip);
    else if (look === 'measure') drawBracket(brush, 1, width - 1, { y: 5, height: 6 });
    else drawTick(brush, width / 2, strip);
  });
}

function sample(
  theme: Theme,
  { width, height }: typeof SWATCH | typeof MARK_SWATCH,
  draw: (brush: Brush) => void,
): HTMLCanvasElement {
  const canvas = el('canvas', { class: 'swatch', attributes: { 'aria-hidden': 'true' } });
  const ratio = devicePixelRatio;
  canvas.width = width * ratio;
  canvas.height = height * ratio;
  canvas.style.setProperty('width', `${width}px`);
  const context = canvas.getContext('2d')!;
  context.scale(ratio, ratio);
  draw({ context, theme, patterns: makePatterns(theme, ratio), pixels: new PixelStrip(), widthPx: width });
  return canvas;
}
