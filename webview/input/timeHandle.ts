import type { TimeScale } from '../layout/scale.ts';
import type { ReplayControls } from './replayCommands.ts';

/** By which share of the window an arrow key moves the cursor, alone and with Shift. */
const STEP = 0.01;
const LONG_STEP = 0.1;

/** Lets the time cursor be dragged by its handle, or moved with the arrow keys. */
export function bindTimeHandle(
  handle: HTMLElement,
  axis: SVGElement,
  controls: ReplayControls,
  scale: () => TimeScale,
): void {
  const nsAt = (event: PointerEvent) => {
    const { left } = axis.getBoundingClientRect();
    const { widthPx, toNs } = scale();
    return toNs(Math.min(Math.max(event.clientX - left, 0), widthPx));
  };
  handle.addEventListener('pointerdown', (event) => {
    if (event.button === 0) handle.setPointerCapture(event.pointerId);
  });
  handle.addEventListener('pointermove', (event) => {
    if (handle.hasPointerCapture(event.pointerId)) controls.set(nsAt(event));
  });
  handle.addEventListener('keydown', (event) => {
    const by = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key];
    if (by === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    controls.moveBy(by * (event.shiftKey ? LONG_STEP : STEP));
    event.preventDefault();
  });
}
