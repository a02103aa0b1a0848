import type { Panel } from '../panel.ts';
import { t } from '../texts.ts';
import { bindAxis, bindLanesRange } from './axisRange.ts';
import { bindKeys } from './keys.ts';
import type { PanelCommands } from './panelCommands.ts';
import { bindNames, bindPointer } from './pointer.ts';
import { bindSash } from './sash.ts';

/** Lets pointer, wheel and keys reach the panel. */
export function bindPanel(panel: Panel, commands: PanelCommands): void {
  const { shell, grid, state } = panel;
  const scale = () => panel.scale();
  const changed = () => panel.invalidate();
  bindPointer(shell.canvas, commands);
  bindNames(shell.grid, commands);
  bindAxis(shell.axis, commands, scale);
  bindLanesRange(shell.canvas, commands, scale);
  bindKeys(commands);
  bindSash(shell.sash, {
    orientation: 'vertical',
    label: t('Width of the names'),
    smallestPx: 90,
    px: () => state.namesPx,
    set: (px) => panel.setNames(px),
  });
  shell.lanes.addEventListener('scroll', changed);
  grid.pinned.addEventListener('scroll', changed);
  shell.canvas.addEventListener('pointermove', ({ clientX, clientY }) => panel.setPointer(clientX, clientY));
  new ResizeObserver(changed).observe(shell.lanes);
}
