import { t } from '../texts.ts';

const MIN_PX = 90;
const STEP_PX = 16;

/** The line between names and bars: drag it, or move it with the arrow keys. `set` keeps the width that it is given. */
export function bindSash(sash: HTMLElement, width: () => number, set: (px: number) => void): void {
  const widest = () => Math.max(MIN_PX, (sash.parentElement?.clientWidth ?? 0) * 0.6);
  const change = (px: number) => {
    set(Math.round(Math.min(Math.max(px, MIN_PX), widest())));
    describe();
  };
  const describe = () => {
    sash.setAttribute('aria-valuenow', String(width()));
    sash.setAttribute('aria-valuemin', String(MIN_PX));
    sash.setAttribute('aria-valuemax', String(Math.round(widest())));
  };
  sash.tabIndex = 0;
  sash.setAttribute('aria-orientation', 'vertical');
  sash.setAttribute('aria-label', t('Width of the names'));
  describe();
  sash.addEventListener('pointerdown', (event) => sash.setPointerCapture(event.pointerId));
  sash.addEventListener('pointermove', (event) => {
    if (!sash.hasPointerCapture(event.pointerId)) return;
    change(event.clientX - (sash.parentElement?.getBoundingClientRect().left ?? 0));
  });
  sash.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowLeft') change(width() - STEP_PX);
    else if (event.key === 'ArrowRight') change(width() + STEP_PX);
    else return;
    event.preventDefault();
  });
}
