import { pinsHeight } from '../layout/rows.ts';
import type { SceneMaker, Viewport } from '../layout/sceneOf.ts';
import type { Shell } from './shell.ts';

/** The part of the page that the lanes scroll in, and above it the pinned ones, which scroll for themselves. */
export class LanesBox {
  private readonly shell: Shell;
  private readonly pinned: HTMLElement;
  private readonly scenes: SceneMaker;

  constructor(shell: Shell, pinned: HTMLElement, scenes: SceneMaker) {
    this.shell = shell;
    this.pinned = pinned;
    this.scenes = scenes;
  }

  viewport(): Viewport {
    const { lanes, canvas } = this.shell;
    const widthPx = Math.max(1, canvas.parentElement?.clientWidth ?? 1);
    const pinsScrollPx = this.pinned.scrollTop;
    return { widthPx, heightPx: lanes.clientHeight, scrollPx: lanes.scrollTop, pinsScrollPx };
  }

  /** Makes room for all rows: their height decides whether there is a scroll bar, and so how wide the canvas is. */
  setHeight(): void {
    const { rowPx, pins, heightPx } = this.scenes.currentRows();
    this.shell.inner.style.setProperty('height', `${heightPx - pins * rowPx + this.pinsPx()}px`);
  }

  /** Scrolls a row into view, no further than needed. */
  scrollToRow(index: number): void {
    if (index < 0) return;
    const { pins, rowPx } = this.scenes.currentRows();
    const isPinned = index < pins;
    const box = isPinned ? this.pinned : this.shell.lanes;
    const shownPx = box.clientHeight - (isPinned ? 0 : this.pinsPx());
    const top = (isPinned ? index : index - pins) * rowPx;
    if (top < box.scrollTop) box.scrollTo({ top });
    else if (top + rowPx > box.scrollTop + shownPx) box.scrollTo({ top: top + rowPx - shownPx });
  }

  private pinsPx(): number {
    return pinsHeight(this.scenes.currentRows(), this.shell.lanes.clientHeight);
  }
}
