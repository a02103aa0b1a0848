import { commands, l10n, window, workspace } from 'vscode';

/** Whether programs may be run here; if not, says why nothing is run and offers to manage trust. */
export function isTrusted(): boolean {
  if (!workspace.isTrusted) void explain();
  return workspace.isTrusted;
}

async function explain(): Promise<void> {
  const manage = l10n.t('Manage Workspace Trust');
  const chosen = await window.showWarningMessage(
    l10n.t(
      'Nothing was run: this folder is not trusted, and its programs could do harm. Trust it to visualize them.',
    ),
    manage,
  );
  if (chosen === manage) await commands.executeCommand('workbench.trust.manage');
}
