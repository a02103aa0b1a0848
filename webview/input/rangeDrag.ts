import type { Ns } from '../../src/shared/timeline.ts';
import type { TimeScale } from '../layout/scale.ts';
import type { Commands } from './commands.ts';

/** A shorter drag is a click. */
const MIN_DRAG_PX = 3;

/** What a drag chooses a stretch of time on. */
export interface RangeDrag {
  readonly element: HTMLElement | SVGElement;
  readonly commands: Commands;
  readonly scale: () => TimeScale;
  /** Whether a press begins such a drag. */
  readonly begins: (press: PointerEvent) => boolean;
  /** The press was a click, at this moment. */
  readonly clicked: (ns: Ns) => void;
}

/** Lets a drag choose a stretch of time. The click that ends it reaches nobody. */
export function bindRangeDrag({ element, commands, scale, begins, clicked }: RangeDrag): void {
  let from: { readonly ns: Ns; readonly x: number } | null = null;
  let isDrag = false;
  const xOf = (event: MouseEvent) => event.clientX - element.getBoundingClientRect().left;
  const listen = (type: string, does: (event: PointerEvent) => void) =>
    element.addEventListener(type, (event) => does(event as PointerEvent));
  listen('pointerdown', (event) => {
    if (event.button !== 0 || !begins(event)) return;
    element.setPointerCapture(event.pointerId);
    from = { ns: scale().toNs(xOf(event)), x: xOf(event) };
    isDrag = false;
  });
  listen('pointermove', (event) => {
    if (from === null) return;
    isDrag ||= Math.abs(xOf(event) - from.x) >= MIN_DRAG_PX;
    const toNs = scale().toNs(xOf(event));
    if (isDrag) commands.stretch.set({ startNs: Math.min(from.ns, toNs), endNs: Math.max(from.ns, toNs) });
  });
  listen('pointerup', () => {
    if (from !== null && isDrag) swallowClick(element);
    else if (from !== null) clicked(from.ns);
    from = null;
  });
  listen('pointercancel', () => {
    from = null;
  });
}

/** The click comes right after the release, if it comes. */
function swallowClick(element: Element): void {
  const swallow = (event: Event) => event.stopImmediatePropagation();
  element.addEventListener('click', swallow, { capture: true });
  setTimeout(() => element.removeEventListener('click', swallow, { capture: true }));
}
