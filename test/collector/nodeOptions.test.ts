import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { nodeOptions } from '../../src/collector/nodeOptions.ts';
import { preloadOption } from '../../src/shared/session.ts';
import { put, temporaryFolder } from './support.ts';

describe('nodeOptions', () => {
  const folder = temporaryFolder();

  const run = (options: string, script: string) =>
    execFileSync(process.execPath, ['-p', script], {
      encoding: 'utf8',
      env: { NODE_OPTIONS: options },
    }).trim();

  for (const name of [
    'plain',
    'with space',
    'quo"te',
    "apo'strophe",
    'back\\slash',
    'tail\\',
    '线程',
    '$HOME `x`',
  ]) {
    it(`lets Node load a file from a folder named ${name}`, () => {
      const dir = join(folder.path, name);
      mkdirSync(dir);
      const preload = put(dir, 'preload.cjs', 'globalThis.loaded = __filename;');
      assert.equal(run(nodeOptions(undefined, preload), 'loaded'), preload);
    });
  }

  it('keeps what was there, before its own', () => {
    const first = put(folder.path, 'first.cjs', 'globalThis.order = ["first"];');
    const preload = put(folder.path, 'own.cjs', 'globalThis.order.push("own");');
    const existing = ` ${preloadOption(first)} --stack-trace-limit=7 `;
    const options = nodeOptions(existing, preload);
    assert.equal(run(options, 'order.join() + Error.stackTraceLimit'), 'first,own7');
  });

  it('limits the heap, whatever limit was there', () => {
    const preload = put(folder.path, 'own.cjs', '');
    const options = nodeOptions('--max-old-space-size=900', preload, 64);
    const limit = Number(run(options, 'v8.getHeapStatistics().heap_size_limit / 2 ** 20'));
    assert.ok(limit < 300, `the limit is ${limit} MiB`);
  });
});
