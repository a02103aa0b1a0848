import type { Channel } from '../channel.ts';
import type { FinderActions } from '../draw/finder.ts';
import type { LanesSheetActions } from '../draw/lanesSheet.ts';
import type { ShellActions } from '../draw/shell.ts';
import { t } from '../texts.ts';
import { ZOOM_STEP } from './keys.ts';
import type { PanelCommands } from './panelCommands.ts';

/** What the buttons do: the run is the host's, the picture is ours. */
export function shellActions(commands: PanelCommands, channel: Channel): ShellActions {
  const ask = (name: 'stop' | 'runAgain' | 'runSample' | 'showOutput' | 'saveRecording') => () =>
    channel.send({ type: 'action', name });
  return {
    stop: ask('stop'),
    runAgain: ask('runAgain'),
    save: ask('saveRecording'),
    runSample: ask('runSample'),
    output: ask('showOutput'),
    goToFailure: () => commands.goToFailure(),
    find: () => commands.lanes.find(),
    follow: () => commands.window.toggleFollow(),
    whole: () => commands.window.whole(),
    zoomIn: () => commands.window.zoomBy(1 / ZOOM_STEP),
    zoomOut: () => commands.window.zoomBy(ZOOM_STEP),
    keys: () => commands.showKeys(),
    why: () => commands.askWhy(),
    showInCode: () => commands.showInCode(),
  };
}

/** What the field for searching lanes does. */
export const finderActions = ({ lanes }: PanelCommands): FinderActions => ({
  search: (query) => lanes.search.search(query),
  setOnlyMine: (onlyMine) => lanes.setOnlyMine(onlyMine),
  step: (by) => lanes.search.step(by),
  showAll: () => lanes.showAll(),
  close: () => lanes.search.close(),
});

/** What the sheet of the lanes does. */
export const lanesSheetActions = (commands: PanelCommands): LanesSheetActions => ({
  setSort: (sort) => commands.lanes.setSort(sort),
  setOnlyMine: (onlyMine) => commands.lanes.setOnlyMine(onlyMine),
  unhide: (key) => commands.lanes.unhide(key),
  unpinAll: () => commands.lanes.unpinAll(),
  find: () => commands.lanes.find(),
  others: [
    [t('Zoom out'), () => commands.window.zoomBy(ZOOM_STEP)],
    [t('Zoom in'), () => commands.window.zoomBy(1 / ZOOM_STEP)],
    [t('Whole run'), () => commands.window.whole()],
    [t('Keys'), () => commands.showKeys()],
  ],
});
