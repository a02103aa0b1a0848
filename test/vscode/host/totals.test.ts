import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import { api, command, runToEnd, until, write } from './support.ts';

const program = `import { setTimeout as sleep } from 'node:timers/promises';
async function boil() {
  await sleep(30);
}
class Kitchen {
  async cook() {
    await Promise.all([boil(), boil()]);
  }
}
await new Kitchen().cook();
`;

/** The notes of a document once there are any (or none) of a kind. */
async function notes(document: vscode.Uri, look = (texts: Map<number, string>) => texts.size > 0) {
  const { lineNotes } = await api();
  return until(`other notes on ${document.path}`, () => {
    const texts = new Map((lineNotes(document) ?? []).map(({ line, text }) => [line, text] as const));
    return look(texts) && texts;
  });
}

async function edit(change: (edit: vscode.WorkspaceEdit) => void): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  change(edit);
  assert(await vscode.workspace.applyEdit(edit));
}

/** Our words where the pointer is, as Markdown; line and column count from 1. */
async function hover(document: vscode.Uri, line: number, column: number): Promise<string> {
  const at = new vscode.Position(line - 1, column - 1);
  const found = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    document,
    at,
  );
  const texts = found
    .flatMap(({ contents }) => contents)
    .map((text) => (text as vscode.MarkdownString).value);
  return texts
    .filter((text) => text.includes('longest'))
    .join('\n---\n')
    .replaceAll('&nbsp;', ' ');
}

async function shown(name: string, text = program): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(await write(name, text));
  await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
  return document;
}

describe('totals in the editor', () => {
  afterEach(async () => {
    await command('stop');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('are written behind each line that ran or waited', async () => {
    const document = await shown('notes.ts');
    await runToEnd(document.uri);
    const texts = await notes(document.uri, (all) => /waited/.test(all.get(10) ?? ''));
    assert.match(texts.get(3)!, /waited [\d.]+ ms × 2$/);
    assert.match(texts.get(1)!, /^top level: ran [\d.]+ [µm]s$/);
    assert.match(texts.get(7)!, /waited [\d.]+ ms$/);
    assert.match(texts.get(2)!, /^ran [\d.]+ [µm]s × 2$/);
    assert.deepEqual(
      [5, 8, 9].filter((line) => texts.has(line)),
      [],
    );
  });

  it('move with their lines, and are gone from lines that were changed', async () => {
    const document = await shown('edited.ts');
    await runToEnd(document.uri);
    const texts = await notes(document.uri, (all) => all.has(10));
    await edit((change) => change.insert(document.uri, new vscode.Position(4, 0), '\n\n'));
    await edit((change) => change.insert(document.uri, new vscode.Position(2, 4), ' '));
    const moved = await notes(document.uri, (all) => !all.has(3));
    assert.deepEqual(
      [moved.get(2), moved.get(9), moved.get(12)],
      [texts.get(2), texts.get(7), texts.get(10)],
    );
    await document.save();
  });

  it('are not shown when the setting says so, and are back at once', async () => {
    const document = await shown('setting.ts');
    await runToEnd(document.uri);
    await notes(document.uri);
    const settings = vscode.workspace.getConfiguration('concurrencyVisualizer');
    await settings.update('inlineNotes', false);
    try {
      await notes(document.uri, (all) => all.size === 0);
    } finally {
      await settings.update('inlineNotes', undefined);
    }
    await notes(document.uri);
  });

  it('are those of the newest run only', async () => {
    const document = await shown('older.ts');
    await runToEnd(document.uri);
    await notes(document.uri);
    const other = await shown('newer.ts', 'await null;\n');
    await runToEnd(other.uri);
    await notes(other.uri);
    await notes(document.uri, (all) => all.size === 0);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    const { lineNotes } = await api();
    await until('no notes without a panel', () => (lineNotes(other.uri) ?? []).length === 0);
  });

  it('are there for a program without a file as well', async () => {
    const document = await vscode.workspace.openTextDocument({ language: 'typescript', content: program });
    await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
    await runToEnd(document.uri);
    assert.match((await notes(document.uri, (all) => all.has(7))).get(3)!, /waited/);
    assert.match(await hover(document.uri, 2, 17), /^\*\*boil\*\*/);
  });

  it('of a function are told on its name, and on what its calls waited at', async () => {
    const document = await shown('hover.ts');
    await runToEnd(document.uri);
    await notes(document.uri, (all) => all.has(10));
    const boil = await hover(document.uri, 2, 17);
    assert.match(
      boil,
      /^\*\*boil\*\* · 2 calls\s+(ran [^\n]*·)? ?(ready [^\n]*·)? ?waited [\d.]+ ms × 2\s+longest call: [\d.]+ ms · last run at .*\d/,
    );
    assert.equal(await hover(document.uri, 3, 4), boil);
    assert.match(await hover(document.uri, 6, 10), /cook\*\* · 1 call\s/);
    assert.equal(await hover(document.uri, 3, 15), '', 'not on everything that stands on the line');
    assert.equal(await hover(document.uri, 1, 3), '');
  });

  it('show names as text, whatever they contain', async () => {
    const text = `const calls = {
  async '[a](command:workbench.action.quit) <b>b</b>'() { await null; },
};
await Object.values(calls)[0]!();
`;
    const document = await shown('names.ts', text);
    await runToEnd(document.uri);
    await notes(document.uri, (all) => all.has(4));
    const at = text.split('\n')[1]!.indexOf('await') + 1;
    const found = await until('a hover', () => hover(document.uri, 2, at));
    assert.doesNotMatch(found, /(?<!\\)\[a|(?<!\\)<b>/);
    assert.match(found, /command:workbench/);
  });
});
