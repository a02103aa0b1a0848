import {
  DecorationRangeBehavior,
  type Disposable,
  l10n,
  Range,
  type TextDocument,
  type TextEditor,
  ThemeColor,
  window,
  workspace,
} from 'vscode';
import type { LineTotals, RunTotals } from '../analysis/index.ts';
import { taskKindNames } from '../shared/timeline.ts';
import type { RecordedLines } from './recordedLines.ts';
import { SECTION } from './settings.ts';
import { timesWords } from './totalsWords.ts';

const MODULE = taskKindNames.indexOf('module');

/** What is written behind a line of code. */
export interface LineNote {
  /** From 1. */
  readonly line: number;
  readonly text: string;
}

/** The notes on a document: what each of its lines was spent on in a run. Lines that were changed since have none. */
export function lineNotes(
  document: TextDocument,
  totals: RunTotals | null,
  lines: RecordedLines,
): LineNote[] {
  const file = totals && lines.fileOf(document);
  if (!file) return [];
  return totals.lines.flatMap((row) => {
    const line = lines.shown(row.file) === file ? lines.now(document, row.line) : null;
    const text = line === null ? '' : timesWords(row);
    if (line === null || text === '') return [];
    return [{ line, text: isTopLevel(row) ? l10n.t('top level: {0}', text) : text }];
  });
}

/** A module's code up to its first `await` counts for the first line of its file, which may be a comment. */
const isTopLevel = ({ functions, site }: LineTotals): boolean =>
  functions.every(({ kind }) => kind === MODULE) && functions.some((module) => module.site === site);

/** Shows the notes in all editors, as long as the setting says so. */
export class LineNotes implements Disposable {
  readonly #notesOn: (document: TextDocument) => LineNote[];
  readonly #decoration = window.createTextEditorDecorationType({
    after: { color: new ThemeColor('editorCodeLens.foreground'), margin: '0 0 0 3em' },
    rangeBehavior: DecorationRangeBehavior.ClosedClosed,
  });
  readonly #registrations: readonly Disposable[];

  constructor(notesOn: (document: TextDocument) => LineNote[]) {
    this.#notesOn = notesOn;
    this.#registrations = [
      window.onDidChangeVisibleTextEditors(() => this.update()),
      workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration(`${SECTION}.inlineNotes`)) this.update();
      }),
    ];
  }

  /** The notes that a document has now. */
  on(document: TextDocument): readonly LineNote[] {
    const isWanted = workspace.getConfiguration(SECTION, document.uri).get('inlineNotes', true);
    return isWanted ? this.#notesOn(document) : [];
  }

  /** Shows the newest notes; only in the editors of `document`, if it is given. */
  update(document?: TextDocument): void {
    for (const editor of window.visibleTextEditors) {
      if (document === undefined || editor.document === document) this.#show(editor);
    }
  }

  dispose(): void {
    for (const registration of this.#registrations) registration.dispose();
    this.#decoration.dispose();
  }

  #show(editor: TextEditor): void {
    const options = this.on(editor.document).map(({ line, text }) => {
      const { end } = editor.document.lineAt(line - 1).range;
      return { range: new Range(end, end), renderOptions: { after: { contentText: text } } };
    });
    editor.setDecorations(this.#decoration, options);
  }
}
