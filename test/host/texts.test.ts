import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleOf, collectTexts, readBundle } from '../../src/dev/l10n.ts';
import { projectRoot } from '../../src/dev/paths.ts';

const read = (name: string): string => readFileSync(join(projectRoot, name), 'utf8');

describe('texts', () => {
  it('are all in the bundle that translations are made from', () => {
    const texts = collectTexts();
    assert(texts.includes('Visualize Concurrency'), 'nothing of the host was found');
    assert(texts.includes('Stop'), 'nothing of the page was found');
    assert.equal(readBundle(), bundleOf(texts), 'run: node src/dev/l10n.ts');
  });

  it('of the manifest are all in package.nls.json, and no others', () => {
    const used = [...read('package.json').matchAll(/"%([^"%]+)%"/g)].map((match) => match[1]);
    assert.deepEqual(Object.keys(JSON.parse(read('package.nls.json'))).sort(), [...new Set(used)].sort());
  });
});
