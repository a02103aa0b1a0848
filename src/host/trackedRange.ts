import {
  type Disposable,
  Range,
  type TextDocument,
  type TextDocumentContentChangeEvent,
  workspace,
} from 'vscode';

/** A part of a document that moves and grows with what is typed before it, in it and at its end. */
export class TrackedRange implements Disposable {
  readonly document: TextDocument;
  readonly #registration: Disposable;
  #start: number;
  #end: number;

  constructor(document: TextDocument, range: Range) {
    this.document = document;
    this.#start = document.offsetAt(range.start);
    this.#end = document.offsetAt(range.end);
    this.#registration = workspace.onDidChangeTextDocument((event) => {
      if (event.document === document) for (const change of event.contentChanges) this.#follow(change);
    });
  }

  /** Where the part is now. */
  get range(): Range {
    return new Range(this.document.positionAt(this.#start), this.document.positionAt(this.#end));
  }

  dispose(): void {
    this.#registration.dispose();
  }

  #follow({ rangeOffset, rangeLength, text }: TextDocumentContentChangeEvent): void {
    const end = rangeOffset + rangeLength;
    const grown = text.length - rangeLength;
    if (end <= this.#start) {
      this.#start += grown;
      this.#end += grown;
    } else if (rangeOffset <= this.#end) {
      this.#start = Math.min(this.#start, rangeOffset);
      this.#end = Math.max(this.#end, end) + grown;
    }
  }
}
