import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readCached } from '../../src/instrument/cache.ts';
import { formatHintOf } from '../../src/instrument/formatHint.ts';
import { prepareGraph } from '../../src/instrument/graph.ts';

describe('prepareGraph', () => {
  let root = '';
  const write = (files: Readonly<Record<string, string>>) => {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, name)), { recursive: true });
      writeFileSync(join(root, name), text);
    }
  };
  const prepare = (entry: string) => prepareGraph(join(root, entry), join(root, 'cache'), join(root, 'cwd'));
  const isCached = (name: string) => {
    const fileName = join(root, name);
    const formatHint = formatHintOf(fileName);
    const options = formatHint === undefined ? { fileName } : { fileName, formatHint };
    return readCached(join(root, 'cache'), readFileSync(fileName, 'utf8'), options) !== null;
  };

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'cv-graph-'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it('follows everything that a program loads, each file once', async () => {
    write({
      'main.ts': `import './a'; import fs from 'node:fs'; import dep from 'dep'; fs; dep;
        new Worker(new URL('./worker.ts', import.meta.url)); import('./lazy.js'); import './data.json';`,
      'a.ts': 'import "./main.ts"; export {}; fork("child.ts");',
      'worker.ts': 'new Worker(new URL("./inner.mjs", import.meta.url))',
      'inner.mjs': 'import "./missing.js"',
      'lazy.ts': 'require("./common")',
      'common.cjs': '',
      'data.json': '{}',
      'cwd/child.ts': 'f()',
      'node_modules/dep/index.js': '',
    });
    assert.deepEqual(await prepare('main.ts'), { files: 7, errors: [] });
    const files = ['main.ts', 'a.ts', 'worker.ts', 'inner.mjs', 'lazy.ts', 'common.cjs', 'cwd/child.ts'];
    for (const name of files) assert.ok(isCached(name), name);
    const before = readdirSync(join(root, 'cache'));
    assert.deepEqual(await prepare('main.ts'), { files: 7, errors: [] });
    assert.deepEqual(readdirSync(join(root, 'cache')), before);
  });
  it('collects syntax errors and goes on', async () => {
    write({ 'main.ts': 'import "./bad"; import "./good";', 'bad.ts': 'let a = ;', 'good.ts': '' });
    const { files, errors } = await prepare('main.ts');
    assert.equal(files, 2);
    assert.deepEqual(
      errors.map(({ file, line, column }) => [file, line, column]),
      [[join(root, 'bad.ts'), 1, 9]],
    );
  });
  it('finds nothing behind a file that is not there', async () => {
    assert.deepEqual(await prepare('missing.ts'), { files: 0, errors: [] });
  });
});
