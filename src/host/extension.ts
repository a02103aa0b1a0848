import { type ExtensionContext, Uri, window } from 'vscode';
import type { RunStatus } from '../shared/protocol.ts';
import { RunCodeLens } from './codeLens.ts';
import { registerCommands } from './commands.ts';
import type { LineNote } from './lineNotes.ts';
import { VIEW_TYPE } from './panel.ts';
import { Visualizer } from './visualizer.ts';

/** What other extensions, and tests, may ask. */
export interface ConcurrencyVisualizerApi {
  /** Where the newest run is. */
  status(): RunStatus;
  /** What is written behind the lines of a document; null: it is not open. */
  lineNotes(document: Uri): readonly LineNote[] | null;
}

/** Set by `npm start`: the file to run as soon as it is shown. */
const OPEN_VARIABLE = 'CONCURRENCY_VISUALIZER_OPEN';

let visualizer: Visualizer | null = null;

/** Called by VS Code when a program is opened, a command is used or a panel is restored. */
export function activate(context: ExtensionContext): ConcurrencyVisualizerApi {
  const active = new Visualizer(context.extensionUri);
  visualizer = active;
  context.subscriptions.push(
    active,
    new RunCodeLens(),
    ...registerCommands(active),
    window.registerWebviewPanelSerializer(VIEW_TYPE, {
      deserializeWebviewPanel: async (panel) => active.restore(panel),
    }),
  );
  const open = process.env[OPEN_VARIABLE];
  if (open) void active.run(Uri.file(open), null);
  return { status: () => active.status, lineNotes: (document) => active.lineNotes(document) };
}

/** Called by VS Code before it ends: leaves no process behind. */
export async function deactivate(): Promise<void> {
  await visualizer?.end();
  visualizer = null;
}
