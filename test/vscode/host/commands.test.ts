import { strict as assert } from 'node:assert';
import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { api, command, recordedPids, runToEnd, until, untilPhase, write } from './support.ts';

const spin = 'console.log("spinning");\nwhile (true) {}\n';

async function type(document: vscode.TextDocument, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.insert(document.uri, new vscode.Position(document.lineCount, 0), text);
  assert(await vscode.workspace.applyEdit(edit));
}

const isOutput = (document: vscode.TextDocument): boolean =>
  document.languageId === 'concurrency-visualizer-output';

/** The channel with the program's output. */
async function output(): Promise<vscode.TextDocument> {
  await command('showOutput');
  return until('the output channel', () => vscode.workspace.textDocuments.find(isOutput));
}

/** The target of the first link in the output that leads to a line with this number. */
async function linkToLine(line: number): Promise<vscode.Uri> {
  const { uri } = await output();
  const links = await vscode.commands.executeCommand<vscode.DocumentLink[]>(
    'vscode.executeLinkProvider',
    uri,
  );
  const target = links.find((link) => link.target?.fragment.startsWith(`L${line},`))?.target;
  assert(target, `no link to line ${line}`);
  return target;
}

const outputWith = (text: string): Promise<string> =>
  until(`output with ${text}`, async () => {
    const found = (await output()).getText();
    return found.includes(text) && found;
  });

describe('commands', () => {
  afterEach(async () => {
    await command('stop');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('are all there', async () => {
    await api();
    const there = await vscode.commands.getCommands(true);
    const extension = vscode.extensions.getExtension('concurrency-visualizer.concurrency-visualizer');
    const declared: { command: string }[] = extension?.packageJSON.contributes.commands;
    assert(declared.length > 0);
    assert.deepEqual(
      declared.map((entry) => entry.command).filter((name) => !there.includes(name)),
      [],
    );
  });

  it('run a file and tell its exit code', async () => {
    const status = await runToEnd(await write('code.ts', 'const code: number = 3;\nprocess.exit(code);\n'));
    assert.equal(status.phase, 'finished');
    assert.equal(status.code, 3);
  });

  it('show what the program prints, with places to click on', async () => {
    const file = await write('prints.ts', 'console.log("to stdout");\n\nthrow new Error("to stderr");\n');
    assert.equal((await runToEnd(file)).code, 1);
    assert.match(await outputWith('to stderr'), /to stdout/);
    assert.equal((await linkToLine(3)).fsPath, file.fsPath);
  });

  it('save a changed file before it is run', async () => {
    const document = await vscode.workspace.openTextDocument(await write('changed.ts', '// first\n'));
    await type(document, 'process.exit(7);\n');
    assert.equal((await runToEnd(document.uri)).code, 7);
    assert.equal(document.isDirty, false);
  });

  it('run the text of a changed file without saving it, if the setting says so', async () => {
    const document = await vscode.workspace.openTextDocument(await write('unsaved.ts', '// first\n'));
    await type(document, 'process.exit(8);\n');
    const settings = vscode.workspace.getConfiguration('concurrencyVisualizer');
    await settings.update('saveBeforeRun', false);
    try {
      assert.equal((await runToEnd(document.uri)).code, 8);
    } finally {
      await settings.update('saveBeforeRun', undefined);
    }
    assert.equal(await readFile(document.uri.fsPath, 'utf8'), '// first\n');
  });

  it('run an untitled document, which stays untitled', async () => {
    const content = 'const code: number = 9;\nprocess.exit(code);\n';
    const document = await vscode.workspace.openTextDocument({ language: 'typescript', content });
    assert.equal((await runToEnd(document.uri)).code, 9);
    assert(document.isUntitled);
  });

  it('run a selection, with the lines of its document', async () => {
    const file = await write(
      'selected.ts',
      'throw new Error("not selected");\n\n  throw new Error("chosen");\n',
    );
    const editor = await vscode.window.showTextDocument(file);
    editor.selection = new vscode.Selection(2, 2, 2, 28);
    await command('runSelection');
    const text = await outputWith('chosen');
    assert.doesNotMatch(text, /not selected/);
    assert.equal((await linkToLine(3)).fsPath, file.fsPath);
  });

  it('run a selection again as it was changed meanwhile', async () => {
    const file = await write('edited.ts', 'process.exit(1);\nprocess.exitCode = 2;\n');
    const editor = await vscode.window.showTextDocument(file);
    editor.selection = new vscode.Selection(1, 0, 1, 21);
    await command('runSelection');
    const { status } = await api();
    assert.equal(status().code, 2);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(file, new vscode.Position(0, 0), '// One more line\n');
    edit.insert(file, new vscode.Position(1, 21), '\nprocess.exitCode = 3;');
    await vscode.workspace.applyEdit(edit);
    await command('runAgain');
    assert.equal(status().code, 3);
  });

  it('take arguments and environment from a leading comment', async () => {
    const text = `// @args --name "Ada L"\n// @env GREETING=hi\nconsole.log(process.env.GREETING, process.argv[3]);\n`;
    await runToEnd(await write('leading.ts', text));
    await outputWith('hi Ada L');
  });

  it('keep a program on as many cores as a leading comment says', async function () {
    if (process.platform !== 'linux') this.skip();
    const text = `// @cores 1\nimport { availableParallelism } from 'node:os';\nprocess.exit(10 + availableParallelism());\n`;
    assert.equal((await runToEnd(await write('one-core.ts', text))).code, 11);
  });

  it('stop an endless loop within a second, and leave no process', async () => {
    const running = command('run', await write('spin.ts', spin));
    await untilPhase('recording');
    await outputWith('spinning');
    const startMs = performance.now();
    await command('stop');
    const tookMs = performance.now() - startMs;
    await running;
    assert.equal((await untilPhase('stopped')).phase, 'stopped');
    assert(tookMs < 1000, `stopping took ${tookMs} ms`);
    assert.deepEqual(await recordedPids(), []);
  });

  it('end the run before when another is begun', async () => {
    const first = command('run', await write('spin.ts', spin));
    await untilPhase('recording');
    await outputWith('spinning');
    assert.equal((await runToEnd(await write('short.ts', 'process.exit(4);\n'))).code, 4);
    await first;
    assert.deepEqual(await recordedPids(), []);
  });

  it('leave no process behind when the panel is closed', async () => {
    void command('run', await write('spin.ts', spin));
    await untilPhase('recording');
    await until('the recorded process', async () => (await recordedPids()).length > 0);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await until('the end of the process', async () => (await recordedPids()).length === 0);
  });

  it('run again what was run before', async () => {
    const file = await write('again.ts', 'process.exit(1);\n');
    assert.equal((await runToEnd(file)).code, 1);
    await write('again.ts', 'process.exit(2);\n');
    await command('runAgain');
    const { status } = await api();
    assert.equal(status().code, 2);
  });

  it('run again when the file is saved, if the setting says so', async () => {
    const document = await vscode.workspace.openTextDocument(await write('saved.ts', '// first\n'));
    assert.equal((await runToEnd(document.uri)).code, 0);
    const settings = vscode.workspace.getConfiguration('concurrencyVisualizer');
    await settings.update('rerunOnSave', true);
    try {
      await type(document, 'process.exit(5);\n');
      await document.save();
      const { status } = await api();
      await until('the second run', () => status().code === 5);
    } finally {
      await settings.update('rerunOnSave', undefined);
    }
  });
});
