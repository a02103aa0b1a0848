import type { Ns } from '../../src/shared/timeline.ts';
import type { TimeScale } from '../layout/scale.ts';
import type { Commands } from './commands.ts';
import { bindRangeDrag } from './rangeDrag.ts';

/** Drag on the axis chooses a stretch of time; a click gives it up, or puts the time cursor there. The wheel zooms there as it does on the lanes. */
export function bindAxis(axis: SVGElement, commands: Commands, scale: () => TimeScale): void {
  const clicked = (ns: Ns) => commands.replay.clickAt(ns);
  bindRangeDrag({ element: axis, commands, scale, begins: () => true, clicked });
  axis.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      const x = event.clientX - axis.getBoundingClientRect().left;
      commands.window.zoomBy(2 ** (event.deltaY / 500), scale().toNs(x));
    },
    { passive: false },
  );
}

/** Shift + drag on the lanes chooses a stretch of time as well. */
export function bindLanesRange(canvas: HTMLCanvasElement, commands: Commands, scale: () => TimeScale): void {
  bindRangeDrag({ element: canvas, commands, scale, begins: (press) => press.shiftKey, clicked: () => {} });
}
