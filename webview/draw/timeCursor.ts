import type { Ns } from '../../src/shared/timeline.ts';
import type { TimeScale } from '../layout/scale.ts';
import { formatMoment } from '../layout/time.ts';
import { type TimeWindow, widthOf } from '../model/view.ts';
import { t } from '../texts.ts';
import { el, setText } from './dom.ts';

/** Half of the handle's width, generously. */
const HANDLE_PX = 36;

/** The time cursor: a line over axis and lanes, and on the axis a handle with its time. */
export class TimeCursor {
  readonly handle = el('div', {
    class: 'time-handle',
    role: 'slider',
    attributes: { tabindex: '0', 'aria-label': t('Time cursor'), 'aria-orientation': 'horizontal' },
  });
  private readonly layer = el('div', { class: 'time-layer', attributes: { hidden: '' } });
  private readonly line = el('div', { class: 'time-line' });

  constructor(middle: HTMLElement) {
    this.layer.append(this.line, this.handle);
    middle.append(this.layer);
  }

  draw(
    scale: TimeScale,
    atNs: Ns | null,
    { playing, extent }: { readonly playing: boolean; readonly extent: TimeWindow },
  ): void {
    const x = atNs === null ? -1 : scale.toPx(atNs);
    this.layer.hidden = x < 0 || x > scale.widthPx;
    if (atNs === null || this.layer.hidden) return;
    const text = formatMoment(atNs, Math.max(widthOf(scale.window), 1000));
    this.line.style.setProperty('transform', `translateX(${Math.round(x)}px)`);
    this.handle.style.setProperty(
      'transform',
      `translateX(${x}px) translateX(${sideShift(x, scale.widthPx)})`,
    );
    setText(this.handle, text);
    if (!playing) this.describe(atNs, extent, text);
  }

  /** For who does not see it; not while it moves by itself. */
  private describe(atNs: Ns, extent: TimeWindow, text: string): void {
    this.handle.setAttribute('aria-valuemin', String(extent.startNs));
    this.handle.setAttribute('aria-valuemax', String(extent.endNs));
    this.handle.setAttribute('aria-valuenow', String(atNs));
    this.handle.setAttribute('aria-valuetext', text);
  }
}

/** At either end of the axis the handle stays inside. */
function sideShift(x: number, widthPx: number): string {
  if (x < HANDLE_PX) return '0';
  return x > widthPx - HANDLE_PX ? '-100%' : '-50%';
}
