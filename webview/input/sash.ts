const STEP_PX = 16;
/** The largest share of what it divides that one side can take. */
const MOST = 0.6;

/** A line that divides two parts of the page. */
export interface SashOptions {
  /** Of the line itself: a vertical one changes the width of what is left of it, a horizontal one the height of what is below. */
  readonly orientation: 'vertical' | 'horizontal';
  readonly label: string;
  readonly smallestPx: number;
  /** The size as it is. */
  readonly px: () => number;
  /** Keeps the size that it is given. */
  readonly set: (px: number) => void;
}

/** Lets a line be dragged, or moved with the arrow keys. */
export function bindSash(sash: HTMLElement, options: SashOptions): void {
  const isVertical = options.orientation === 'vertical';
  const keys = isVertical
    ? { less: 'ArrowLeft', more: 'ArrowRight' }
    : { less: 'ArrowDown', more: 'ArrowUp' };
  const parent = () => sash.parentElement?.getBoundingClientRect() ?? new DOMRect();
  const most = () => Math.max(options.smallestPx, (isVertical ? parent().width : innerHeight) * MOST);
  const sizeAt = (event: PointerEvent) =>
    isVertical ? event.clientX - parent().left : parent().bottom - event.clientY;
  const describe = () => {
    sash.setAttribute('aria-valuenow', String(options.px()));
    sash.setAttribute('aria-valuemin', String(options.smallestPx));
    sash.setAttribute('aria-valuemax', String(Math.round(most())));
  };
  const change = (px: number) => {
    options.set(Math.round(Math.min(Math.max(px, options.smallestPx), most())));
    describe();
  };
  sash.tabIndex = 0;
  sash.setAttribute('aria-orientation', options.orientation);
  sash.setAttribute('aria-label', options.label);
  describe();
  sash.addEventListener('pointerdown', (event) => sash.setPointerCapture(event.pointerId));
  sash.addEventListener('pointermove', (event) => {
    if (sash.hasPointerCapture(event.pointerId)) change(sizeAt(event));
  });
  sash.addEventListener('keydown', (event) => {
    if (event.key === keys.less) change(options.px() - STEP_PX);
    else if (event.key === keys.more) change(options.px() + STEP_PX);
    else return;
    event.preventDefault();
  });
}
