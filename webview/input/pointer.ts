import type { Commands, Point } from './commands.ts';

/** Binds what the pointer does on the canvas besides zooming: hover, click, double click. */
export function bindPointer(canvas: HTMLCanvasElement, commands: Commands): void {
  const at = (event: MouseEvent) => ({ x: event.offsetX, y: event.offsetY });
  canvas.addEventListener('pointermove', (event) => commands.hover(event.buttons === 0 ? at(event) : null));
  canvas.addEventListener('pointerleave', () => commands.hover(null));
  canvas.addEventListener('click', (event) => commands.clickAt(at(event)));
  canvas.addEventListener('dblclick', (event) => commands.fitAt(at(event)));
  canvas.addEventListener('contextmenu', (event) => {
    event.preventDefault();
    commands.laneMenuAt(at(event), onPage(event));
  });
}

/** The menu that a click with the other button opens on the names of the lanes. */
export function bindNames(names: HTMLElement, commands: Commands): void {
  names.addEventListener('contextmenu', (event) => {
    event.preventDefault();
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[role=row]') : null;
    row?.focus({ preventScroll: true });
    if (row) commands.lanes.menu(onPage(event));
  });
}

const onPage = ({ clientX, clientY }: MouseEvent): Point => ({ x: clientX, y: clientY });
