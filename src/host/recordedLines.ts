import { type Disposable, type TextDocument, type Uri, workspace } from 'vscode';
import { LineEdits, lineChange } from './lineEdits.ts';
import type { Places } from './places.ts';

/** Leads from the lines of a recording to those of the documents as they are now: people go on typing. */
export class RecordedLines implements Disposable {
  readonly #places: () => Places | null;
  readonly #edits = new Map<string, LineEdits>();
  /** Documents with changes that were not run. */
  readonly #others = new Set<string>();
  readonly #registration: Disposable;

  /** `changed` is called after a document's lines have moved. */
  constructor(places: () => Places | null, changed: (document: TextDocument) => void) {
    this.#places = places;
    this.#registration = workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length === 0 || this.fileOf(document) === null) return;
      const key = document.uri.toString();
      const edits = this.#edits.get(key) ?? new LineEdits();
      this.#edits.set(key, edits);
      const lineNow = contentChanges.length === 1 ? (line: number) => document.lineAt(line).text : undefined;
      for (const change of contentChanges) edits.add(lineChange(change, lineNow));
      changed(document);
    });
  }

  /** What runs now is what the documents say; of those with changes that are not saved, only `program` runs as it is. */
  begin(program: Uri | null): void {
    this.#edits.clear();
    this.#others.clear();
    for (const { isDirty, uri } of workspace.textDocuments) {
      if (isDirty && uri.toString() !== program?.toString()) this.#others.add(uri.toString());
    }
  }

  /** The name that people are shown for a document's file in the recording; null: it cannot be in it. */
  fileOf(document: TextDocument): string | null {
    if (this.#others.has(document.uri.toString())) return null;
    return this.#places()?.file(document.uri) ?? null;
  }

  /** The name that people are shown for a file of the recording. */
  shown(file: string): string {
    return this.#places()?.shown(file) ?? file;
  }

  /** Where a line of the recording (from 1) is in a document now (from 1); null: it is not there any more. */
  now(document: TextDocument, line: number): number | null {
    const edits = this.#edits.get(document.uri.toString());
    const at = edits ? edits.now(line) : line;
    return at !== null && at >= 1 && at <= document.lineCount ? at : null;
  }

  /** The line of the recording that a document's line (both from 1) is; null: it is none. */
  before(document: TextDocument, line: number): number | null {
    const edits = this.#edits.get(document.uri.toString());
    return edits ? edits.before(line) : line;
  }

  dispose(): void {
    this.#registration.dispose();
  }
}
