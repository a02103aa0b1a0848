import { formatDuration } from '../layout/time.ts';
import { Stretch } from '../model/stretch.ts';
import { type TimeWindow, widthOf } from '../model/view.ts';
import type { Panel } from '../panel.ts';
import { t } from '../texts.ts';
import type { StretchControls } from './commands.ts';

/** Chooses a stretch of time with the keyboard. */
export class StretchCommands implements StretchControls {
  private readonly panel: Panel;
  private readonly stretch = new Stretch();

  constructor(panel: Panel) {
    this.panel = panel;
  }

  set(range: TimeWindow | null): void {
    this.panel.state.range = range;
    this.panel.invalidate();
  }

  /** Chooses the selected bar's time, else all that is on screen; the same once more gives it up. */
  mark(): void {
    const { state, current } = this.panel;
    const { startNs, endNs } = current.selected ?? visible(current.frame.scale.window, state.extent);
    const { range } = state;
    this.choose(range?.startNs === startNs && range.endNs === endNs ? null : { startNs, endNs });
  }

  /** Moves one end by a share of the window's width; without a stretch, one begins at the selected bar, else in the window's middle. */
  extend(share: number): void {
    const { state, current } = this.panel;
    const { window } = current.frame.scale;
    const startNs = current.selected?.startNs ?? (window.startNs + window.endNs) / 2;
    const within = Math.max(state.extent.startNs, Math.min(startNs, state.extent.endNs));
    this.choose(this.stretch.moveBy(widthOf(window) * share, state.range, within, state.extent));
  }

  private choose(range: TimeWindow | null): void {
    this.set(range);
    const words = range
      ? t('{0} selected', formatDuration(widthOf(range)))
      : t('No stretch of time is selected');
    this.panel.announcer.say(words);
  }
}

function visible(window: TimeWindow, extent: TimeWindow): TimeWindow {
  const startNs = Math.max(window.startNs, extent.startNs);
  return { startNs, endNs: Math.max(startNs, Math.min(window.endNs, extent.endNs)) };
}
