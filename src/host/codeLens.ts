import {
  CodeLens,
  type CodeLensProvider,
  type Disposable,
  EventEmitter,
  l10n,
  languages,
  Range,
  type TextDocument,
  workspace,
} from 'vscode';
import { SECTION } from './settings.ts';
import { programLanguages } from './snippet.ts';

/** Offers *Visualize Concurrency* above the first line of a program. */
export class RunCodeLens implements CodeLensProvider, Disposable {
  readonly #changed = new EventEmitter<void>();
  readonly #registrations: readonly Disposable[];
  readonly onDidChangeCodeLenses = this.#changed.event;

  constructor() {
    this.#registrations = [
      languages.registerCodeLensProvider([...programLanguages], this),
      workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration(`${SECTION}.codeLens`)) this.#changed.fire();
      }),
    ];
  }

  provideCodeLenses(document: TextDocument): CodeLens[] {
    if (!workspace.getConfiguration(SECTION, document.uri).get('codeLens', true)) return [];
    const title = `$(play) ${l10n.t('Visualize Concurrency')}`;
    const command = { title, command: `${SECTION}.run`, arguments: [document.uri] };
    return [new CodeLens(new Range(0, 0, 0, 0), command)];
  }

  dispose(): void {
    for (const registration of this.#registrations) registration.dispose();
    this.#changed.dispose();
  }
}
