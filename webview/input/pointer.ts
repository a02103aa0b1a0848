import type { Commands } from './commands.ts';

/** Binds what the pointer does on the canvas besides zooming: hover, click, double click. */
export function bindPointer(canvas: HTMLCanvasElement, commands: Commands): void {
  const at = (event: MouseEvent) => ({ x: event.offsetX, y: event.offsetY });
  canvas.addEventListener('pointermove', (event) => commands.hover(event.buttons === 0 ? at(event) : null));
  canvas.addEventListener('pointerleave', () => commands.hover(null));
  canvas.addEventListener('click', (event) => commands.clickAt(at(event)));
  canvas.addEventListener('dblclick', (event) => commands.fitAt(at(event)));
}
