import type { Channel } from '../channel.ts';
import type { ShellActions } from '../draw/shell.ts';
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
    follow: () => commands.toggleFollow(),
    whole: () => commands.whole(),
    zoomIn: () => commands.zoomBy(1 / ZOOM_STEP),
    zoomOut: () => commands.zoomBy(ZOOM_STEP),
    keys: () => commands.showKeys(),
    why: () => commands.askWhy(),
    showInCode: () => commands.showInCode(),
  };
}
