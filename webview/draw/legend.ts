import type { RecordingFacts } from '../../src/shared/timeline.ts';
import { State } from '../../src/shared/timeline.ts';
import { formatDuration } from '../layout/time.ts';
import { t } from '../texts.ts';
import { drawBar } from './bars.ts';
import { el, setText } from './dom.ts';
import { makePatterns } from './patterns.ts';
import type { Theme } from './theme.ts';

const SWATCH = { width: 26, height: 12 };

/** The legend: what the four looks mean, and what the recording has to say about its own worth. */
export class Legend {
  private readonly root: HTMLElement;
  private readonly honesty = el('span', { class: 'honesty' });

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

  /** Draws the honesty line; null: nothing has been recorded yet. */
  setFacts(facts: RecordingFacts | null): void {
    setText(this.honesty, facts ? honestyLine(facts) : '');
    this.honesty.classList.toggle('warns', facts !== null && facts.dropped + facts.skipped > 0);
  }
}

/** What was lost, how exact the clock is, and what recording cost. */
export function honestyLine(facts: RecordingFacts): string {
  const count = facts.records.toLocaleString('en');
  const parts = [
    facts.dropped === 0 ? t('lost: none') : t('lost: {0} of {1} records', facts.dropped, count),
    ...(facts.skipped > 0 ? [t('skipped: {0}', facts.skipped)] : []),
    facts.clockErrorNs === null
      ? t('clock: not measured')
      : t('clock ±{0}', formatDuration(Math.max(facts.clockErrorNs, 1))),
    ...(facts.drainCpuNs === null
      ? []
      : [t('recorder’s thread: {0} of CPU', formatDuration(facts.drainCpuNs))]),
  ];
  return parts.join(' · ');
}

function swatch(state: State, theme: Theme): HTMLCanvasElement {
  const canvas = el('canvas', { class: 'swatch', attributes: { 'aria-hidden': 'true' } });
  const ratio = devicePixelRatio;
  canvas.width = SWATCH.width * ratio;
  canvas.height = SWATCH.height * ratio;
  const context = canvas.getContext('2d')!;
  context.scale(ratio, ratio);
  const brush = { context, theme, patterns: makePatterns(theme, ratio), widthPx: SWATCH.width };
  drawBar(brush, state, 0, SWATCH.width, { y: 0, height: SWATCH.height });
  return canvas;
}
