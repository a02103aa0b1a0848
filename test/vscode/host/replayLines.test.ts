import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import { Places } from '../../../src/host/places.ts';
import { type LineEditor, ReplayLines } from '../../../src/host/replayLines.ts';
import type { NowLine } from '../../../src/shared/protocol.ts';
import { folder, write } from './support.ts';

/** An editor that remembers what it was asked to mark and to show. */
class FakeEditor {
  readonly document: vscode.TextDocument;
  readonly marks = new Map<string, readonly string[]>();
  readonly revealed: number[] = [];

  constructor(document: vscode.TextDocument) {
    this.document = document;
  }

  setDecorations(
    type: vscode.TextEditorDecorationType,
    options: readonly vscode.Range[] | readonly vscode.DecorationOptions[],
  ): void {
    const texts = (options as readonly vscode.DecorationOptions[]).map(
      ({ range, renderOptions }) => `${range.start.line + 1} ${renderOptions?.after?.contentText}`,
    );
    this.marks.set(type.key, texts);
  }

  revealRange(range: vscode.Range): void {
    this.revealed.push(range.start.line + 1);
  }

  /** All marks, as `line text`. */
  get marked(): readonly string[] {
    return [...this.marks.values()].flat();
  }
}

const line = (file: string, number: number, state: NowLine['state'], label: string): NowLine => ({
  file,
  line: number,
  state,
  label,
});

describe('lines of replay', () => {
  let main: FakeEditor;
  let other: FakeEditor;
  let lines: ReplayLines;
  let places: Places | null;

  beforeEach(async () => {
    const open = async (name: string, text: string) =>
      new FakeEditor(await vscode.workspace.openTextDocument(await write(name, text)));
    main = await open('replayed.ts', 'one();\ntwo();\nthree();\n');
    other = await open('unrelated.ts', 'one();\n');
    places = new Places({ cwd: folder(), document: main.document.uri, snippetFile: null });
    lines = new ReplayLines(
      () => places,
      () => [main, other] as unknown as readonly LineEditor[],
    );
  });
  afterEach(() => lines.dispose());

  it('are marked in the editors that show their file, each by its state, and in no other', () => {
    lines.show([
      line('replayed.ts', 2, 'running', 'main thread: running two'),
      line('replayed.ts', 3, 'waiting', 'three waits for timer 5 ms'),
      line('elsewhere.ts', 1, 'running', 'nothing'),
    ]);
    assert.deepEqual(main.marked, ['2 main thread: running two', '3 three waits for timer 5 ms']);
    assert.equal([...main.marks.values()].filter((texts) => texts.length > 0).length, 2);
    assert.deepEqual(other.marked, []);
  });

  it('are gone when the cursor is, and when there is no recording', () => {
    lines.show([line('replayed.ts', 2, 'blocked', 'held')]);
    lines.show([]);
    assert.deepEqual(main.marked, []);
    places = null;
    lines.show([line('replayed.ts', 2, 'blocked', 'held')]);
    assert.deepEqual(main.marked, []);
  });

  it('that the file does not have any more are passed over', () => {
    lines.show([line('replayed.ts', 99, 'running', 'gone'), line('replayed.ts', 0, 'running', 'none')]);
    assert.deepEqual(main.marked, []);
    assert.deepEqual(main.revealed, []);
  });

  it('scroll their editor to what runs, unless the setting says no', async () => {
    lines.show([line('replayed.ts', 3, 'waiting', 'waits'), line('replayed.ts', 2, 'running', 'runs')]);
    assert.deepEqual([main.revealed, other.revealed], [[2], []]);
    const settings = vscode.workspace.getConfiguration('concurrencyVisualizer');
    await settings.update('followReplay', false);
    try {
      lines.show([line('replayed.ts', 1, 'running', 'runs')]);
      assert.deepEqual(main.revealed, [2]);
      assert.deepEqual(main.marked, ['1 runs']);
    } finally {
      await settings.update('followReplay', undefined);
    }
  });

  it('open no document and take no focus', async () => {
    const before = vscode.window.tabGroups.all.flatMap((group) => group.tabs).length;
    const active = vscode.window.activeTextEditor;
    lines.show([line('replayed.ts', 2, 'running', 'runs')]);
    assert.equal(vscode.window.tabGroups.all.flatMap((group) => group.tabs).length, before);
    assert.equal(vscode.window.activeTextEditor, active);
  });
});
