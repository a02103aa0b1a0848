import { State } from '../../src/shared/timeline.ts';
import { formatDuration } from '../layout/time.ts';
import { stateWords } from '../layout/words.ts';
import { drawBar } from './bars.ts';
import { el } from './dom.ts';
import { swatch } from './legend.ts';
import { Surface } from './surface.ts';
import { onThemeChange, readTheme, type Theme } from './theme.ts';

const BAR_PX = 12;
const states = [State.running, State.ready, State.waiting, State.blocked] as const;

/** How time was shared among the four states: a bar that looks like those of the lanes, and the same in words. */
export class StateBar {
  readonly element: HTMLElement;
  private readonly canvas = el('canvas', { attributes: { 'aria-hidden': 'true' } });
  private readonly track = el('div', { class: 'state-bar' }, this.canvas);
  private readonly words = el('ul', { class: 'legend-states' });
  private readonly surface = new Surface(this.canvas);
  private ns: Float64Array | null = null;
  private theme: Theme | null = null;

  constructor() {
    this.element = el('div', { class: 'state-shares' }, this.track, this.words);
    new ResizeObserver(() => this.drawBars()).observe(this.track);
    onThemeChange(() => {
      this.theme = null;
      this.update(this.ns);
    });
  }

  /** Time by `State`; null: not known. */
  update(ns: Float64Array | null): void {
    this.ns = ns;
    this.theme ??= readTheme();
    const { theme } = this;
    const shown = states.filter((state) => ns !== null && ns[state]! > 0);
    this.words.replaceChildren(
      ...shown.map((state) =>
        el(
          'li',
          {},
          swatch(state, theme),
          el('span', { text: stateWords(state, formatDuration(ns![state]!)) }),
        ),
      ),
    );
    this.drawBars();
  }

  private drawBars(): void {
    const { ns, theme } = this;
    const widthPx = this.track.clientWidth;
    if (widthPx === 0 || !theme) return;
    const brush = this.surface.brush(widthPx, BAR_PX, theme);
    brush.context.clearRect(0, 0, widthPx, BAR_PX);
    const whole = states.reduce((sum, state) => sum + (ns?.[state] ?? 0), 0);
    let x = 0;
    for (const state of states) {
      const width = whole === 0 ? 0 : ((ns?.[state] ?? 0) / whole) * widthPx;
      if (width > 0) drawBar(brush, state, x, x + width, { y: 0, height: BAR_PX });
      x += width;
    }
  }
}
