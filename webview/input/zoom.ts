import { select } from 'd3-selection';
import { type D3ZoomEvent, type ZoomTransform, zoom, zoomIdentity } from 'd3-zoom';
import type { TimeScale } from '../layout/scale.ts';
import type { Commands } from './commands.ts';

/** Pixels per millisecond is the `k` of d3-zoom's transforms. */
const K_NS = 1e6;

/** Binds d3-zoom to the canvas: wheel zooms at the pointer, drag pans (and scrolls). Returns how to follow the window. */
export function bindZoom(canvas: HTMLCanvasElement, commands: Commands, scale: () => TimeScale): () => void {
  const behavior = zoom<HTMLCanvasElement, unknown>()
    .filter((event: WheelEvent | MouseEvent) => isZoom(event))
    .clickDistance(4)
    .on('start', ({ sourceEvent }: D3ZoomEvent<HTMLCanvasElement, unknown>) => {
      if (sourceEvent?.type === 'mousedown') canvas.classList.add('dragged');
    })
    .on('zoom', ({ transform, sourceEvent }: D3ZoomEvent<HTMLCanvasElement, unknown>) => {
      const startNs = (-transform.x / transform.k) * K_NS;
      commands.window.set({ startNs, endNs: startNs + (scale().widthPx / transform.k) * K_NS });
      if (sourceEvent?.type === 'mousemove') commands.scrollBy(-(sourceEvent as MouseEvent).movementY);
    })
    .on('end', () => canvas.classList.remove('dragged'));
  const selection = select(canvas);
  selection.call(behavior).on('dblclick.zoom', null);
  canvas.addEventListener('wheel', (event) => panByWheel(event, canvas, commands), { passive: false });
  // The window is the truth: d3-zoom starts its next gesture from where it is, whoever moved it last.
  return () => selection.property('__zoom', transformOf(scale()));
}

function transformOf({ window, nsPerPx }: TimeScale): ZoomTransform {
  return zoomIdentity.translate(-window.startNs / nsPerPx, 0).scale(K_NS / nsPerPx);
}

const isSideways = (event: WheelEvent): boolean =>
  event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY);

function isZoom(event: WheelEvent | MouseEvent): boolean {
  if (event.type !== 'wheel') return event.button === 0 && !event.ctrlKey && !event.shiftKey;
  return !isSideways(event as WheelEvent) && !event.altKey;
}

/** Shift + wheel and a trackpad's sideways gesture pan; Alt + wheel scrolls the lanes. */
function panByWheel(event: WheelEvent, canvas: HTMLCanvasElement, commands: Commands): void {
  if (event.altKey) {
    event.preventDefault();
    commands.scrollBy(event.deltaY);
  } else if (isSideways(event)) {
    event.preventDefault();
    commands.window.panBy((event.deltaX || event.deltaY) / Math.max(1, canvas.clientWidth));
  }
}
