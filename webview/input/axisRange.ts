import type { TimeScale } from '../layout/scale.ts';
import type { Commands } from './commands.ts';

/** A shorter drag is a click. */
const MIN_DRAG_PX = 3;

/** Drag on the axis chooses a stretch of time; a click gives it up, or puts the time cursor there. The wheel zooms there as it does on the lanes. */
export function bindAxis(axis: SVGElement, commands: Commands, scale: () => TimeScale): void {
  let fromNs: number | null = null;
  let fromX = 0;
  let isDrag = false;
  const xOf = (event: MouseEvent) => event.clientX - axis.getBoundingClientRect().left;
  axis.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    axis.setPointerCapture(event.pointerId);
    fromX = xOf(event);
    fromNs = scale().toNs(fromX);
    isDrag = false;
  });
  axis.addEventListener('pointermove', (event) => {
    if (fromNs === null) return;
    const toNs = scale().toNs(xOf(event));
    const far = Math.abs(xOf(event) - fromX) >= MIN_DRAG_PX;
    isDrag ||= far;
    if (isDrag) commands.setRange({ startNs: Math.min(fromNs, toNs), endNs: Math.max(fromNs, toNs) });
  });
  const end = (event: PointerEvent) => {
    if (fromNs !== null && !isDrag && event.type === 'pointerup') commands.replay.clickAt(fromNs);
    fromNs = null;
  };
  axis.addEventListener('pointerup', end);
  axis.addEventListener('pointercancel', end);
  axis.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      commands.zoomBy(2 ** (event.deltaY / 500), scale().toNs(xOf(event)));
    },
    { passive: false },
  );
}
