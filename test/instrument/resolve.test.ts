import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { formatHintOf } from '../../src/instrument/formatHint.ts';
import { forgetConfigs, resolveSpecifier } from '../../src/instrument/resolve.ts';

const files: Readonly<Record<string, string>> = {
  'package.json': '{ "name": "root", "type": "module" }',
  'tsconfig.json':
    '{ "compilerOptions": { "paths": { "@/*": ["./src/*"], "exact": ["./src/exact/index.ts"], "many/*": ["./nowhere/*", "./src/many/*"] } } }',
  'src/a.ts': '',
  'src/b.js': '',
  'src/both.js': '',
  'src/both.ts': '',
  'src/c.mts': '',
  'src/d.cts': '',
  'src/e.tsx': '',
  'src/data.json': '{}',
  'src/with.dots.ts': '',
  'src/folder/index.ts': '',
  'src/folder.ts/readme.md': '',
  'src/main-field/package.json': '{ "main": "lib/entry" }',
  'src/main-field/lib/entry.ts': '',
  'src/main-self/package.json': '{ "main": "." }',
  'src/exact/index.ts': '',
  'src/many/x.ts': '',
  'node_modules/dependency/index.js': '',
  'packages/linked/package.json': '{ "name": "linked", "main": "src/index" }',
  'packages/linked/src/index.ts': '',
  'packages/linked/extra.ts': '',
  'packages/exporting/package.json':
    '{ "name": "@scope/exporting", "exports": { ".": { "types": "./x.d.ts", "import": "./src/main.js" }, "./f/*": "./src/f/*.js", "./none": null } }',
  'packages/exporting/src/main.ts': '',
  'packages/exporting/src/f/g.ts': '',
  'commonjs/package.json': '{ "type": "commonjs" }',
  'commonjs/a.ts': '',
  'typeless/package.json': '{}',
  'typeless/a.ts': '',
  'damaged/package.json': '{',
  'damaged/a.ts': '',
};

describe('resolveSpecifier', () => {
  let root = '';
  before(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'cv-resolve-')));
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, name)), { recursive: true });
      writeFileSync(join(root, name), text);
    }
    mkdirSync(join(root, 'node_modules/@scope'));
    symlinkSync(join(root, 'packages/linked'), join(root, 'node_modules/linked'), 'junction');
    symlinkSync(join(root, 'packages/exporting'), join(root, 'node_modules/@scope/exporting'), 'junction');
    forgetConfigs();
  });
  after(() => rmSync(root, { recursive: true }));

  const resolved = (specifier: string, parent = 'src/parent.ts'): string | null => {
    const path = resolveSpecifier(specifier, join(root, parent));
    return path === null ? null : relative(root, path).replaceAll('\\', '/');
  };

  const cases: readonly (readonly [string, string | null])[] = [
    ['./a', 'src/a.ts'],
    ['./a.js', 'src/a.ts'],
    ['./a.ts', null],
    ['./b', 'src/b.js'],
    ['./b.js', null],
    ['./both', 'src/both.ts'],
    ['./both.js', null],
    ['./c.mjs', 'src/c.mts'],
    ['./c', 'src/c.mts'],
    ['./d.cjs', 'src/d.cts'],
    ['./e.jsx', 'src/e.tsx'],
    ['./e.js', 'src/e.tsx'],
    ['./data', 'src/data.json'],
    ['./with.dots', 'src/with.dots.ts'],
    ['./folder', 'src/folder/index.ts'],
    ['./folder/', 'src/folder/index.ts'],
    ['./folder/index.js', 'src/folder/index.ts'],
    ['./main-field', 'src/main-field/lib/entry.ts'],
    ['./main-self', null],
    ['../src/a', 'src/a.ts'],
    ['./missing', null],
    ['./missing.js', null],
    ['@/a', 'src/a.ts'],
    ['@/folder', 'src/folder/index.ts'],
    ['@/a.js', 'src/a.ts'],
    ['exact', 'src/exact/index.ts'],
    ['many/x', 'src/many/x.ts'],
    ['@/missing', null],
    ['dependency', null],
    ['linked', 'packages/linked/src/index.ts'],
    ['linked/extra', 'packages/linked/extra.ts'],
    ['linked/missing', null],
    ['@scope/exporting', 'packages/exporting/src/main.ts'],
    ['@scope/exporting/f/g', 'packages/exporting/src/f/g.ts'],
    ['@scope/exporting/none', null],
    ['@scope/exporting/src/main', null],
    ['fs', null],
    ['node:fs', null],
    ['node:test', null],
    ['data:text/javascript,1', null],
    ['https://example.com/a', null],
    ['#internal', null],
    ['', null],
  ];
  for (const [specifier, expected] of cases) {
    it(`${JSON.stringify(specifier)} → ${expected}`, () => assert.equal(resolved(specifier), expected));
  }

  it('takes absolute paths and file URLs', () => {
    assert.equal(resolved(join(root, 'src/a')), 'src/a.ts');
    assert.equal(resolved(pathToFileURL(join(root, 'src/a.js')).href), 'src/a.ts');
  });
  it('says nothing about imports of packages', () => {
    assert.equal(resolved('./index', 'node_modules/dependency/other.js'), null);
  });
  it('finds "." and ".."', () => {
    assert.equal(resolved('.', 'src/folder/x.ts'), 'src/folder/index.ts');
    assert.equal(resolved('..', 'src/folder/inner/x.ts'), 'src/folder/index.ts');
  });

  it('tells the format that a name and a package ask for', () => {
    const hint = (name: string) => formatHintOf(join(root, name));
    assert.equal(hint('src/a.ts'), 'module');
    assert.equal(hint('src/d.cts'), 'commonjs');
    assert.equal(hint('commonjs/a.ts'), 'commonjs');
    assert.equal(hint('commonjs/a.mts'), 'module');
    assert.equal(hint('typeless/a.ts'), undefined);
    assert.equal(hint('damaged/a.ts'), undefined);
  });
});
