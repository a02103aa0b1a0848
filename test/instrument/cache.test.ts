import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadInstrumented, readCached, writeCached } from '../../src/instrument/cache.ts';
import { instrument } from '../../src/instrument/index.ts';
import { forgetConfigs } from '../../src/instrument/resolve.ts';

describe('cache', () => {
  let folder = '';
  let cache = '';
  const source = 'await f();';
  const options = { fileName: '/a/b.ts' };
  const refuse = (): never => assert.fail('it was in the cache');

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'cv-cache-'));
    cache = join(folder, 'cache');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('gives back what was written', () => {
    const made = instrument(source, options);
    writeCached(cache, source, options, made);
    assert.deepEqual(readCached(cache, source, options), made);
    assert.deepEqual(loadInstrumented(cache, source, options, refuse), made);
  });
  it('fills itself', () => {
    assert.equal(readCached(cache, source, options), null);
    const made = loadInstrumented(cache, source, options, instrument);
    assert.deepEqual(loadInstrumented(cache, source, options, refuse), made);
    assert.equal(readdirSync(cache).length, 1, 'no drafts are left');
  });
  it('tells sources, files and salts apart', () => {
    loadInstrumented(cache, source, options, instrument);
    assert.equal(readCached(cache, `${source} `, options), null);
    assert.equal(readCached(cache, source, { fileName: '/a/c.ts' }), null);
    assert.equal(readCached(cache, source, { ...options, salt: 1 }), null);
  });
  it('serves another format hint only when the syntax decides', () => {
    loadInstrumented(cache, source, options, instrument);
    assert.equal(readCached(cache, source, { ...options, formatHint: 'commonjs' })?.format, 'module');
    const open = 'f();';
    loadInstrumented(cache, open, options, instrument);
    assert.equal(readCached(cache, open, { ...options, formatHint: 'commonjs' })?.format, 'commonjs');
    assert.equal(readCached(cache, open, { ...options, formatHint: 'module' }), null);
  });
  it('takes a damaged entry for none', () => {
    const made = loadInstrumented(cache, source, options, instrument);
    const [name] = readdirSync(cache);
    for (const damaged of ['', '{', 'null', '[]', JSON.stringify({ ...made, code: 1 }), '{"code":""}']) {
      writeFileSync(join(cache, name!), damaged);
      assert.equal(readCached(cache, source, options), null);
    }
    assert.deepEqual(loadInstrumented(cache, source, options, instrument), made);
    assert.deepEqual(readCached(cache, source, options), made);
  });
  it('is no condition for running', () => {
    writeFileSync(cache, 'a file where the folder should be');
    assert.equal(loadInstrumented(cache, source, options, instrument).format, 'module');
  });
  it('notices a changed tsconfig.json, where the code depends on it', () => {
    forgetConfigs();
    const config = join(folder, 'tsconfig.json');
    writeFileSync(config, '{}');
    mkdirSync(join(folder, 'src'));
    const compiled = { fileName: join(folder, 'src/a.ts') };
    const decorated = 'const d: any = 0; class A { @d m() {} }';
    assert.match(loadInstrumented(cache, decorated, compiled, instrument).code, /__esDecorate/);
    assert.notEqual(readCached(cache, decorated, compiled), null);
    writeFileSync(config, '{ "compilerOptions": { "experimentalDecorators": true } }');
    utimesSync(config, 1, 1);
    assert.equal(readCached(cache, decorated, compiled), null);
    forgetConfigs();
    assert.match(loadInstrumented(cache, decorated, compiled, instrument).code, /__decorate/);
  });
});
