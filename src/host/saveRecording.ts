import { dirname, join } from 'node:path';
import { l10n, Uri, window } from 'vscode';
import type { ActiveRun } from './activeRun.ts';
import { nameOf } from './program.ts';
import { defaultFolder } from './settings.ts';

/** Extension of saved recordings. */
const EXTENSION = 'cvrec';

/** Asks for a file and writes the recording, as far as it is there, into it. */
export async function saveRecording(run: ActiveRun): Promise<void> {
  const target = await window.showSaveDialog({
    ...suggestion(run.request.document),
    filters: { [l10n.t('Recording of a program')]: [EXTENSION] },
  });
  if (!target) return;
  try {
    await run.save(target.fsPath);
    void window.showInformationMessage(l10n.t('The recording was saved as {0}.', target.fsPath));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    void window.showErrorMessage(
      l10n.t('The recording could not be saved: {0}. Choose another folder and save again.', reason),
    );
  }
}

function suggestion(document: Uri): { defaultUri?: Uri } {
  const folder = document.scheme === 'file' ? dirname(document.fsPath) : defaultFolder(document);
  return folder ? { defaultUri: Uri.file(join(folder, `${nameOf(document)}.${EXTENSION}`)) } : {};
}
