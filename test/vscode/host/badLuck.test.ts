import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import { recordedPids, runToEnd, write } from './support.ts';

async function withSetting<T>(name: string, value: unknown, work: () => Promise<T>): Promise<T> {
  const settings = vscode.workspace.getConfiguration('concurrencyVisualizer');
  await settings.update(name, value);
  try {
    return await work();
  } finally {
    await settings.update(name, undefined);
  }
}

describe('bad input and bad luck', () => {
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('a syntax error is shown at its line, and goes when the line is changed', async () => {
    const file = await write('syntax.ts', 'const fine = 1;\n\nconst broken = (;\n');
    const status = await runToEnd(file);
    assert.equal(status.phase, 'failed');
    assert.equal(status.at?.line, 3);
    const own = () =>
      vscode.languages.getDiagnostics(file).filter((problem) => problem.source === 'Concurrency Visualizer');
    assert.deepEqual(
      own().map((problem) => problem.range.start.line),
      [2],
    );
    const edit = new vscode.WorkspaceEdit();
    edit.insert(file, new vscode.Position(2, 16), '1');
    await vscode.workspace.applyEdit(edit);
    assert.deepEqual(own(), []);
  });

  it('a syntax error in an untitled document is shown in that document', async () => {
    const content = '\nlet = = 1;\n';
    const document = await vscode.workspace.openTextDocument({ language: 'typescript', content });
    assert.equal((await runToEnd(document.uri)).phase, 'failed');
    const lines = vscode.languages
      .getDiagnostics(document.uri)
      .filter((problem) => problem.source === 'Concurrency Visualizer')
      .map((problem) => problem.range.start.line);
    assert.deepEqual(lines, [1]);
  });

  it('a file of another kind is refused, with what to do', async () => {
    const status = await runToEnd(await write('notes.md', '# Notes\n'));
    assert.equal(status.phase, 'failed');
    assert.match(status.text, /notes\.md is not a TypeScript or JavaScript file.*\.ts/);
  });

  it('a file that is not there is refused', async () => {
    const file = await write('gone.ts', '');
    const status = await runToEnd(vscode.Uri.joinPath(file, '..', 'never.ts'));
    assert.equal(status.phase, 'failed');
    assert.match(status.text, /never\.ts/);
  });

  it('a file that throws at once ends with code 1', async () => {
    const status = await runToEnd(await write('throws.ts', 'throw new Error("at once");\n'));
    assert.deepEqual([status.phase, status.code], ['finished', 1]);
  });

  it('a rejection that nobody handles ends with code 1', async () => {
    const status = await runToEnd(await write('rejects.ts', 'void Promise.reject(new Error("nobody"));\n'));
    assert.deepEqual([status.phase, status.code], ['finished', 1]);
  });

  it('a Node that is none is named, with the setting to correct', async () => {
    const file = await write('fine.ts', 'export {};\n');
    const status = await withSetting('nodePath', '/nowhere/node', () => runToEnd(file));
    assert.equal(status.phase, 'failed');
    assert.match(status.text, /\/nowhere\/node.*Node Path/);
  });

  it('a time limit ends the program', async () => {
    const file = await write('endless.ts', 'setInterval(() => {}, 1000);\n');
    const status = await withSetting('timeoutSeconds', 1, () => runToEnd(file));
    assert.equal(status.phase, 'stopped');
    assert.match(status.text, /limit of 1 s/);
    assert.deepEqual(await recordedPids(), []);
  });

  it('100 MB of output do not fill the memory', async function () {
    this.timeout(90_000);
    const file = await write('loud.ts', `for (let n = 0; n < 1000; n++) console.log('x'.repeat(100_000));\n`);
    const before = process.memoryUsage().rss;
    assert.equal((await runToEnd(file)).code, 0);
    const grownMB = (process.memoryUsage().rss - before) / 1e6;
    assert(grownMB < 200, `the extension host grew by ${grownMB} MB`);
  });
});
