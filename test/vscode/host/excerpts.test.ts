import { strict as assert } from 'node:assert';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Uri, workspace } from 'vscode';
import { Recording } from '../../../src/analysis/index.ts';
import { excerptFor } from '../../../src/host/excerpts.ts';
import { Places } from '../../../src/host/places.ts';
import { encodePicture } from '../../analysis/pictures.ts';

describe('excerpts', () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cv-excerpts-'));
    await writeFile(join(folder, 'main.ts'), 'one\ntwo\nthree\nfour\n');
    await writeFile(join(folder, 'secret.txt'), 'secret\n');
  });
  after(() => rm(folder, { recursive: true }));

  /** A run whose recording has places in lines 2 and 3 of `main.ts`. */
  const run = (document: Uri) => {
    const recording = new Recording();
    recording.push('all', encodePicture('main |RR |\n  a  |RR |\n  b  | R |'));
    recording.finish();
    assert.deepEqual([...new Set(recording.tables.sites.map((site) => site.file))], ['main.ts']);
    return { recording, places: new Places({ cwd: folder, document, snippetFile: null }) };
  };

  it('are the lines around a place, of files that the recording knows', async () => {
    const excerpt = await excerptFor(run(Uri.file(join(folder, 'main.ts'))), 'main.ts', 2);
    assert.deepEqual(excerpt, {
      type: 'excerpt',
      file: 'main.ts',
      line: 2,
      firstLine: 1,
      lines: ['one', 'two', 'three', 'four'],
    });
  });

  it('are none of other files, of lines that are not there, and without a run', async () => {
    const known = run(Uri.file(join(folder, 'main.ts')));
    for (const [of, file, line] of [
      [known, 'secret.txt', 1],
      [known, join(folder, 'secret.txt'), 1],
      [known, '../main.ts', 1],
      [known, 'main.ts', 99],
      [null, 'main.ts', 1],
    ] as const)
      assert.deepEqual((await excerptFor(of, file, line)).lines, [], file);
  });

  it('are of what stands in the editor', async () => {
    const document = await workspace.openTextDocument({ language: 'typescript', content: 'open\ntext\n' });
    const places = new Places({ cwd: folder, document: document.uri, snippetFile: null });
    const { recording } = run(Uri.file(join(folder, 'main.ts')));
    const name = places.file(document.uri)!;
    const sites = recording.tables.sites.map((site) => ({ ...site, file: name }));
    const excerpt = await excerptFor({ places, recording: { tables: { sites } } }, name, 2);
    assert.deepEqual(excerpt.lines, ['open', 'text', '']);
  });
});
