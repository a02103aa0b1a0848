/**
 * What is written into sources. A case is a file `golden/*.txt` (or `*.cjs.txt`, else it is TypeScript): the source, then, between lines of `=`, the code with its
 * sites' indices as `#n`, then the sites. `UPDATE_GOLDEN=1` writes them anew: read them before you keep them.
 */
import assert from 'node:assert/strict';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { instrument } from '../../src/instrument/index.ts';
import { SITE_INDEX_BITS } from '../../src/shared/records.ts';

const folder = join(import.meta.dirname, 'golden');
const SEPARATOR = '\n=====\n';

function goldenText(source: string, extension: string): string {
  const { code, sites, fileId, format, references } = instrument(source, {
    fileName: `[golden].${extension}`,
  });
  const numbered = code.replaceAll(/\d{5,}/g, (text) => {
    const number = Number(text);
    return number >> SITE_INDEX_BITS === fileId ? `#${number & ((1 << SITE_INDEX_BITS) - 1)}` : text;
  });
  const table = sites.map(([line, column, name], index) => `#${index} ${line}:${column} ${name}`);
  const facts = [format, ...references.map((reference) => `loads ${reference}`)].join(', ');
  return [source, numbered, `${facts}\n${table.join('\n')}\n`].join(SEPARATOR);
}

describe('golden texts', () => {
  for (const name of globSync('*.txt', { cwd: folder }).sort()) {
    it(name, () => {
      const file = join(folder, name);
      const text = readFileSync(file, 'utf8');
      const [source = ''] = text.split(SEPARATOR);
      const extension = /\.(\w+)\.txt$/.exec(name)?.[1] ?? 'ts';
      const actual = goldenText(source, extension);
      if (process.env.UPDATE_GOLDEN === '1') writeFileSync(file, actual);
      else assert.equal(actual, text);
    });
  }
});
