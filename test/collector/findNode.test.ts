import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readFileSync, utimesSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { findNode, isSupported, NoNodeError } from '../../src/collector/findNode.ts';
import { put, temporaryFolder } from './support.ts';

describe('isSupported', () => {
  const expectations = {
    '20.19.0': false,
    '22.14.0': false,
    '22.15.0': true,
    '22.23.3': true,
    '23.4.0': false,
    '23.5.0': true,
    '24.0.0': true,
    '26.1.0': true,
  };
  for (const [version, supported] of Object.entries(expectations)) {
    it(`${version}: ${supported}`, () => assert.equal(isSupported(version), supported));
  }
});

describe('findNode', () => {
  const folder = temporaryFolder();
  before(function () {
    if (process.platform === 'win32') this.skip(); // The programs named node are shell scripts.
  });

  /** A program named `node` that answers as a Node of this version would, and counts how often it was asked. */
  function fakeNode(dir: string, answer: string): string {
    mkdirSync(join(folder.path, dir), { recursive: true });
    const path = put(join(folder.path, dir), 'node', `#!/bin/sh\necho asked >> "$0.log"\n${answer}\n`);
    chmodSync(path, 0o755);
    return path;
  }
  const says = (version: string, electron = 'null') => `echo '["${version}",${electron}]'`;
  const env = (...dirs: string[]) => ({ PATH: dirs.map((dir) => join(folder.path, dir)).join(delimiter) });
  const own = process.execPath;

  it('takes the one that the setting names', async () => {
    const path = fakeNode('set', says('23.6.0'));
    fakeNode('path', says('24.0.0'));
    assert.deepEqual(await findNode(path, env('path'), own), { path, version: '23.6.0', electron: false });
  });

  it('refuses an old one that the setting names, and does not take another instead', async () => {
    const path = fakeNode('set', says('20.1.0'));
    fakeNode('path', says('24.0.0'));
    await assert.rejects(findNode(path, env('path'), own), (error: unknown) => {
      assert.ok(error instanceof NoNodeError);
      assert.equal(error.path, path);
      assert.equal(error.version, '20.1.0');
      assert.equal(error.fromSetting, true);
      assert.match(error.message, /Node 20\.1\.0, and programs need Node 22\.15 or newer/);
      return true;
    });
  });

  it('refuses what is no Node at all', async () => {
    for (const answer of ['exit 1', 'echo hello', 'echo {}', 'echo []']) {
      const path = fakeNode(`set ${answer}`, answer);
      await assert.rejects(findNode(path, {}, own), { name: 'NoNodeError', version: null });
    }
    await assert.rejects(findNode(join(folder.path, 'missing'), {}, own), { name: 'NoNodeError' });
  });

  it('takes node from the PATH', async () => {
    const path = fakeNode('b', says('22.15.0'));
    put(folder.path, 'node', 'not executable');
    assert.deepEqual(await findNode(undefined, env('a', '.', 'b'), own), {
      path,
      version: '22.15.0',
      electron: false,
    });
  });

  it('asks a Node once, and again when it has changed', async () => {
    const path = fakeNode('a', says('24.0.0'));
    const log = () => readFileSync(`${path}.log`, 'utf8');
    await findNode('', env('a'), own);
    await findNode('', env('a'), own);
    assert.equal(log(), 'asked\n');
    utimesSync(path, 1, 1);
    await findNode('', env('a'), own);
    assert.equal(log(), 'asked\nasked\n');
  });

  it('falls back to our own runtime when the one on the PATH is too old, broken or missing', async () => {
    fakeNode('old', says('20.20.2'));
    fakeNode('broken', 'exit 3');
    const expected = { path: own, version: process.versions.node, electron: false };
    for (const dir of ['old', 'broken', 'none']) {
      assert.deepEqual(await findNode(undefined, env(dir), own), expected);
    }
  });

  it('knows an Electron, and asks it as Node', async () => {
    const path = fakeNode('code', `[ "$ELECTRON_RUN_AS_NODE" = 1 ] && ${says('24.15.0', '"42.0.0"')}`);
    assert.deepEqual(await findNode(undefined, {}, path), { path, version: '24.15.0', electron: true });
  });

  it('says what to do when nothing is new enough', async () => {
    const fallback = fakeNode('fallback', says('20.1.0'));
    fakeNode('old', says('18.0.0'));
    await assert.rejects(findNode(undefined, env('old'), fallback), {
      name: 'NoNodeError',
      fromSetting: false,
      message: /Install Node 22\.15 or newer/,
    });
  });

  it('is not misled by NODE_OPTIONS that print', async () => {
    const noise = put(folder.path, 'noise.cjs', 'console.log("noise")');
    const link = fakeNode('real', `exec "${own}" "$@"`);
    const found = await findNode(link, { NODE_OPTIONS: `--require ${noise}` }, own);
    assert.equal(found.version, process.versions.node);
  });
});
