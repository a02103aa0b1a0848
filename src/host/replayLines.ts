import {
  type DecorationOptions,
  DecorationRangeBehavior,
  type Disposable,
  Range,
  type TextEditor,
  type TextEditorDecorationType,
  TextEditorRevealType,
  ThemeColor,
  window,
  workspace,
} from 'vscode';
import type { NowLine } from '../shared/protocol.ts';
import { cutText } from '../shared/text.ts';
import type { Places } from './places.ts';
import { SECTION } from './settings.ts';

type LineState = NowLine['state'];
const lineStates = ['running', 'ready', 'waiting', 'blocked'] as const satisfies readonly LineState[];

/** What is needed of an editor; tests have one of their own. */
export type LineEditor = Pick<TextEditor, 'document' | 'setDecorations' | 'revealRange'>;

/** Marks in every editor to be seen what the threads are doing at the time cursor of the page. Opens nothing, and takes no focus. */
export class ReplayLines implements Disposable {
  readonly #places: () => Places | null;
  readonly #editors: () => readonly LineEditor[];
  readonly #types: Readonly<Record<LineState, TextEditorDecorationType>>;
  readonly #registration = window.onDidChangeVisibleTextEditors(() => this.#draw());
  #lines: readonly NowLine[] = [];

  constructor(
    places: () => Places | null,
    editors: () => readonly LineEditor[] = () => window.visibleTextEditors,
  ) {
    this.#places = places;
    this.#editors = editors;
    this.#types = {
      running: lineType('editor.stackFrameHighlightBackground', 'charts.blue'),
      ready: lineType('editor.focusedStackFrameHighlightBackground', 'charts.orange'),
      // Many lines may wait: the ruler is for those that do something.
      waiting: lineType(null, null),
      blocked: lineType('editor.stackFrameHighlightBackground', 'charts.red'),
    };
  }

  /** Shows these lines in place of those before; none: the cursor is gone. */
  show(lines: readonly NowLine[]): void {
    if (lines.length === 0 && this.#lines.length === 0) return;
    this.#lines = lines;
    this.#draw();
    if (lines.length > 0 && isFollowed()) this.#reveal();
  }

  clear(): void {
    this.show([]);
  }

  dispose(): void {
    this.#registration.dispose();
    for (const type of Object.values(this.#types)) type.dispose();
  }

  #draw(): void {
    for (const editor of this.#editors()) {
      const lines = this.#linesOf(editor);
      for (const state of lineStates) {
        const options = lines.filter((line) => line.state === state).map((line) => decoration(line, editor));
        editor.setDecorations(this.#types[state], options);
      }
    }
  }

  /** Scrolls to what runs, in each editor that shows its file anyway. */
  #reveal(): void {
    for (const editor of this.#editors()) {
      const lines = this.#linesOf(editor);
      const line = lines.find(({ state }) => state === 'running' || state === 'blocked');
      if (line) editor.revealRange(rangeOf(line), TextEditorRevealType.InCenterIfOutsideViewport);
    }
  }

  /** The file may have been made shorter since it ran. */
  #linesOf({ document }: LineEditor): readonly NowLine[] {
    if (this.#lines.length === 0) return [];
    const file = this.#places()?.file(document.uri) ?? null;
    return this.#lines.filter(
      (line) => line.file === file && line.line >= 1 && line.line <= document.lineCount,
    );
  }
}

const rangeOf = ({ line }: NowLine): Range => new Range(line - 1, 0, line - 1, 0);

function decoration(line: NowLine, { document }: LineEditor): DecorationOptions {
  const { range } = document.lineAt(line.line - 1);
  return { range, renderOptions: { after: { contentText: cutText(line.label, 200) } } };
}

function lineType(background: string | null, ruler: string | null): TextEditorDecorationType {
  return window.createTextEditorDecorationType({
    isWholeLine: true,
    rangeBehavior: DecorationRangeBehavior.ClosedClosed,
    ...(background === null ? {} : { backgroundColor: new ThemeColor(background) }),
    ...(ruler === null ? {} : { overviewRulerColor: new ThemeColor(ruler) }),
    after: { margin: '0 0 0 2em', color: new ThemeColor('descriptionForeground'), fontStyle: 'italic' },
  });
}

const isFollowed = (): boolean => workspace.getConfiguration(SECTION).get('followReplay') !== false;
