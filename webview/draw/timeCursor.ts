import type { Ns } from '../../src/shared/timeline.ts';
import type { TimeScale } from '../layout/scale.ts';
import { formatMoment } from '../layout/time.ts';
import type { ReplayState } from '../model/replay.ts';
import { type TimeWindow, widthOf } from '../model/view.ts';
import { t } from '../texts.ts';
import { el, setText } from './dom.ts';

/** Half of the handle's width, generously. */
const HANDLE_PX = 36;

/** The time scales of the lanes and of the overview, and how far the cursor can go. */
export interface CursorScales {
  readonly window: TimeScale;
  readonly whole: TimeScale;
  readonly extent: TimeWindow;
}

/** The time cursor: a line over axis and lanes, and on the axis a handle with its time; in the overview a line too. */
export class TimeCursor {
  readonly handle = el('div', {
    class: 'time-handle',
    role: 'slider',
    attributes: { tabindex: '0', 'aria-label': t('Time cursor'), 'aria-orientation': 'horizontal' },
  });
  private readonly layer = el('div', { class: 'time-layer', attributes: { hidden: '' } });
  private readonly overviewLine = el('div', { class: 'time-overview', attributes: { hidden: '' } });
  private readonly line = el('div', { class: 'time-line' });

  constructor(middle: HTMLElement) {
    this.layer.append(this.line, this.handle);
    middle.append(this.overviewLine, this.layer);
  }

  draw({ atNs, playing }: ReplayState, { window, whole, extent }: CursorScales): void {
    const x = atNs === null ? -1 : window.toPx(atNs);
    this.layer.hidden = x < 0 || x > window.widthPx;
    this.overviewLine.hidden = atNs === null;
    if (atNs === null) return;
    moveTo(this.overviewLine, whole.toPx(atNs));
    if (this.layer.hidden) return;
    const text = formatMoment(atNs, Math.max(widthOf(window.window), 1000));
    moveTo(this.line, x);
    moveTo(this.handle, x, sideShift(x, window.widthPx));
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

const moveTo = (element: HTMLElement, x: number, shift = '0'): void =>
  element.style.setProperty('transform', `translateX(${Math.round(x)}px) translateX(${shift})`);

/** At either end of the axis the handle stays inside. */
function sideShift(x: number, widthPx: number): string {
  if (x < HANDLE_PX) return '0';
  return x > widthPx - HANDLE_PX ? '-100%' : '-50%';
}
