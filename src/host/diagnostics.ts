import { Diagnostic, type Disposable, languages, Range, type Uri, workspace } from 'vscode';
import { SECTION } from './settings.ts';

/** Shows why a program could not be compiled, at its line, until that file is changed or run again. */
export class SourceProblems implements Disposable {
  readonly #collection = languages.createDiagnosticCollection(SECTION);
  readonly #registration = workspace.onDidChangeTextDocument((change) => {
    if (change.contentChanges.length > 0) this.#collection.delete(change.document.uri);
  });

  /** Line and column count from 1. */
  show(document: Uri, line: number, column: number, message: string): void {
    const range = new Range(line - 1, column - 1, line - 1, column);
    const problem = new Diagnostic(range, message);
    problem.source = 'Concurrency Visualizer';
    this.#collection.set(document, [problem]);
  }

  clear(): void {
    this.#collection.clear();
  }

  dispose(): void {
    this.#registration.dispose();
    this.#collection.dispose();
  }
}
