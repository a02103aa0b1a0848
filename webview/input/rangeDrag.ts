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
  readonly begins: (event: PointerEvent) => boolean;
  /** A press that is no drag. */
  readonly clicked: () => void;
}

/** Lets a drag choose a stretch of time. The click that ends it reaches nobody. */
export function bindRangeDrag({ element, commands, scale, begins, clicked }: RangeDrag): void {
  let from: { readonly ns: number; readonly x: number } | null = null;
  const xOf = (event: MouseEvent) => event.clientX - element.getBoundingClientRect().left;
  const isFar = (event: MouseEvent) => from !== null && Math.abs(xOf(event) - from.x) >= MIN_DRAG_PX;
  element.addEventListener('pointerdown', (event) => {
    const press = event as PointerEvent;
    if (press.button !== 0 || !begins(press)) return;
    element.setPointerCapture(press.pointerId);
    from = { ns: scale().toNs(xOf(press)), x: xOf(press) };
  });
  element.addEventListener('pointermove', (event) => {
    const move = event as PointerEvent;
    if (from === null || !isFar(move)) return;
    const toNs = scale().toNs(xOf(move));
    commands.setRange({ startNs: Math.min(from.ns, toNs), endNs: Math.max(from.ns, toNs) });
  });
  const end = (event: Event) => {
    if (from === null) return;
    if (isFar(event as PointerEvent)) swallowClick(element);
    else clicked();
    from = null;
  };
  element.addEventListener('pointerup', end);
  element.addEventListener('pointercancel', end);
}

/** The click comes right after the release, if it comes. */
function swallowClick(element: Element): void {
  const swallow = (event: Event) => event.stopImmediatePropagation();
  element.addEventListener('click', swallow, { capture: true });
  setTimeout(() => element.removeEventListener('click', swallow, { capture: true }));
}
