import { type Disposable, l10n, StatusBarAlignment, window } from 'vscode';
import type { RunStatus } from '../shared/protocol.ts';
import { SECTION } from './settings.ts';

/** While a program runs: says so in the status bar, and stops it on a click. */
export class RunStatusBar implements Disposable {
  readonly #item = window.createStatusBarItem(`${SECTION}.status`, StatusBarAlignment.Left, 50);

  constructor() {
    this.#item.name = l10n.t('Concurrency Visualizer');
    this.#item.command = `${SECTION}.stop`;
    this.#item.tooltip = l10n.t('Stop the program that is being recorded');
  }

  update(status: RunStatus): void {
    if (!isRunning(status)) {
      this.#item.hide();
      return;
    }
    this.#item.text = `$(debug-stop) ${l10n.t('Recording {0}', status.file)}`;
    this.#item.show();
  }

  dispose(): void {
    this.#item.dispose();
  }
}

/** Whether there is a program to be stopped. */
export const isRunning = (status: RunStatus): boolean =>
  status.phase === 'starting' || status.phase === 'recording';
