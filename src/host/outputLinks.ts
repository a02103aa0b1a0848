import {
  type Disposable,
  DocumentLink,
  type DocumentLinkProvider,
  languages,
  Range,
  type TextDocument,
  Uri,
} from 'vscode';
import type { Places } from './places.ts';

/** Language of the channel with the program's output, so that our links are for it alone. */
export const OUTPUT_LANGUAGE = 'concurrency-visualizer-output';

/** `/folder/file.ts:3:5`, `C:\folder\file.ts:3` or the same as a `file:` URL, as stack traces print them. */
const place = /((?:file:\/\/)?(?:\/|[A-Za-z]:[\\/])[^\s:()'"]*\.[mc]?[tj]sx?):(\d+)(?::(\d+))?/g;

/** Makes places in the program's files clickable, also those of a snippet that has no file. */
export class OutputLinks implements DocumentLinkProvider {
  readonly #places: () => Places | null;

  constructor(places: () => Places | null) {
    this.#places = places;
  }

  register(): Disposable {
    return languages.registerDocumentLinkProvider({ language: OUTPUT_LANGUAGE }, this);
  }

  provideDocumentLinks(document: TextDocument): DocumentLink[] {
    const found = [...document.getText().matchAll(place)];
    return found.flatMap(([text, file = '', line = '1', column = '1'], index) => {
      const start = found[index]?.index ?? 0;
      const range = new Range(document.positionAt(start), document.positionAt(start + text.length));
      const target = this.#target(file);
      return target ? [new DocumentLink(range, target.with({ fragment: `L${line},${column}` }))] : [];
    });
  }

  #target(file: string): Uri | null {
    const places = this.#places();
    if (places) return places.document(file);
    return file.startsWith('file:') ? Uri.parse(file) : Uri.file(file);
  }
}
