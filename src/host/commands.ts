import { commands, type Disposable, l10n, Uri, window } from 'vscode';
import type { HostMessage } from '../shared/protocol.ts';
import { SECTION } from './settings.ts';
import { TrackedRange } from './trackedRange.ts';
import type { Visualizer } from './visualizer.ts';

type PageCommand = Extract<HostMessage, { type: 'command' }>['name'];
const pageCommands: readonly PageCommand[] = ['fit', 'zoomIn', 'zoomOut', 'follow'];
/** Those after which the person goes on in the page. */
const focusingCommands: readonly PageCommand[] = ['find', 'why', 'keys'];

/** Registers everything that `package.json` names under `contributes.commands`. */
export function registerCommands(visualizer: Visualizer): Disposable[] {
  const handlers: Record<string, (...args: unknown[]) => unknown> = {
    run: (resource) => runDocument(visualizer, resource),
    runSelection: () => runSelection(visualizer),
    stop: () => visualizer.stop(),
    runAgain: () => visualizer.runAgain(),
    showTimeline: () => visualizer.panel.focus(),
    saveRecording: () => visualizer.save(),
    showOutput: () => visualizer.output.show(),
  };
  for (const name of pageCommands) handlers[name] = () => visualizer.panel.post({ type: 'command', name });
  for (const name of focusingCommands) {
    handlers[name] = () => {
      visualizer.panel.focus();
      visualizer.panel.post({ type: 'command', name });
    };
  }
  return Object.entries(handlers).map(([name, run]) => commands.registerCommand(`${SECTION}.${name}`, run));
}

/** `resource`: the file that a menu was opened on; the palette gives none. */
async function runDocument(visualizer: Visualizer, resource: unknown): Promise<void> {
  const document = resource instanceof Uri ? resource : window.activeTextEditor?.document.uri;
  if (document) await visualizer.run(document, null);
  // From the panel, it is the panel's program that is meant.
  else if (visualizer.canRunAgain) await visualizer.runAgain();
  else tellNoEditor();
}

async function runSelection(visualizer: Visualizer): Promise<void> {
  const editor = window.activeTextEditor;
  if (!editor) tellNoEditor();
  else if (editor.selection.isEmpty) {
    void window.showInformationMessage(l10n.t('Nothing was run: select the lines to run first.'));
  } else {
    await visualizer.run(editor.document.uri, new TrackedRange(editor.document, editor.selection));
  }
}

function tellNoEditor(): void {
  void window.showInformationMessage(
    l10n.t('Nothing was run: open a TypeScript or JavaScript file and run the command again.'),
  );
}
