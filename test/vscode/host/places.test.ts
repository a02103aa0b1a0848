import { strict as assert } from 'node:assert';
import { Uri } from 'vscode';
import { Places } from '../../../src/host/places.ts';

const cwd = '/home/ada/project';

describe('places', () => {
  it('lead from a file of the recording to its document and back', () => {
    const places = new Places({ cwd, document: Uri.file(`${cwd}/src/main.ts`), snippetFile: null });
    for (const [file, path] of [
      ['src/main.ts', `${cwd}/src/main.ts`],
      ['src/work er.ts', `${cwd}/src/work er.ts`],
      ['/elsewhere/lib.ts', '/elsewhere/lib.ts'],
    ] as const) {
      const document = places.document(file);
      assert.equal(document?.fsPath, path);
      assert.equal(places.file(document), file);
    }
  });

  it('are known by their URL as well', () => {
    const places = new Places({ cwd, document: Uri.file(`${cwd}/main.ts`), snippetFile: null });
    assert.equal(places.document('file:///home/ada/project/a%20b.ts')?.fsPath, `${cwd}/a b.ts`);
  });

  it('are none for code that has no file', () => {
    const places = new Places({ cwd, document: Uri.file(`${cwd}/main.ts`), snippetFile: null });
    for (const file of ['[eval]', 'data:text/javascript,1', 'node:fs'])
      assert.equal(places.document(file), null);
    assert.equal(places.file(Uri.parse('untitled:Untitled-1')), null);
  });

  it('of a snippet go by the name of its document, and lead to it', () => {
    const document = Uri.parse('untitled:Untitled-1');
    const places = new Places({ cwd, document, snippetFile: '/tmp/session/snippet.ts' });
    assert.equal(places.shown('/tmp/session/snippet.ts'), 'Untitled-1');
    assert.equal(places.document('Untitled-1')?.toString(), document.toString());
    assert.equal(places.document('/tmp/session/snippet.ts')?.toString(), document.toString());
    assert.equal(places.file(document), 'Untitled-1');
    assert.equal(places.shown('src/other.ts'), 'src/other.ts');
  });

  it('of a selection are in the file that it was selected in', () => {
    const document = Uri.file(`${cwd}/main.ts`);
    const places = new Places({ cwd, document, snippetFile: '/tmp/session/snippet.ts' });
    assert.equal(places.shown('/tmp/session/snippet.ts'), 'main.ts');
    assert.equal(places.document('main.ts')?.fsPath, `${cwd}/main.ts`);
  });
});
