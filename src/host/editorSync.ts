import {
  type Disposable,
  Position,
  Range,
  TabInputText,
  type TextEditor,
  TextEditorRevealType,
  ThemeColor,
  type Uri,
  ViewColumn,
  window,
  workspace,
} from 'vscode';

const FLASH_MS = 900;

/** Shows places of the timeline in the editor, and tells on which line the cursor is. */
export class EditorSync implements Disposable {
  readonly #flash = window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: new ThemeColor('editor.findMatchHighlightBackground'),
    overviewRulerColor: new ThemeColor('editorOverviewRuler.findMatchForeground'),
  });
  readonly #registrations: readonly Disposable[];
  #timer: NodeJS.Timeout | null = null;

  /** `onCursor` is called with the document and the line (from 1) that the cursor came to. */
  constructor(onCursor: (document: Uri, line: number) => void) {
    const tell = (editor: TextEditor | undefined) => {
      if (editor) onCursor(editor.document.uri, editor.selection.active.line + 1);
    };
    this.#registrations = [
      window.onDidChangeTextEditorSelection((change) => tell(change.textEditor)),
      window.onDidChangeActiveTextEditor(tell),
    ];
  }

  /**
   * Shows a line (from 1) and flashes it, never in the editor column `avoid`. With `preview` the focus stays where
   * it is. Rejects when the document cannot be opened.
   */
  async reveal(place: RevealPlace, avoid: ViewColumn | undefined, preview: boolean): Promise<void> {
    const document = await workspace.openTextDocument(place.document);
    const at = document.validatePosition(new Position(place.line - 1, Math.max(0, place.column - 1)));
    const editor = await window.showTextDocument(document, {
      viewColumn: columnFor(place.document, avoid),
      preserveFocus: preview,
      selection: new Range(at, at),
    });
    editor.revealRange(new Range(at, at), TextEditorRevealType.InCenterIfOutsideViewport);
    this.#flashLine(editor, at.line);
  }

  dispose(): void {
    if (this.#timer) clearTimeout(this.#timer);
    for (const registration of this.#registrations) registration.dispose();
    this.#flash.dispose();
  }

  #flashLine(editor: TextEditor, line: number): void {
    if (this.#timer) clearTimeout(this.#timer);
    editor.setDecorations(this.#flash, [editor.document.lineAt(line).range]);
    this.#timer = setTimeout(() => editor.setDecorations(this.#flash, []), FLASH_MS);
  }
}

/** Line and column count from 1. */
export interface RevealPlace {
  readonly document: Uri;
  readonly line: number;
  readonly column: number;
}

/** Where the document is open already, else the first column that is not `avoid`, else a new one. */
function columnFor(document: Uri, avoid: ViewColumn | undefined): ViewColumn {
  const others = window.tabGroups.all.filter((group) => group.viewColumn !== avoid);
  const shows = (input: unknown) =>
    input instanceof TabInputText && input.uri.toString() === document.toString();
  const own = others.find((group) => group.tabs.some((tab) => shows(tab.input)));
  return (own ?? others[0])?.viewColumn ?? ViewColumn.Beside;
}
