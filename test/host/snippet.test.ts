import { strict as assert } from 'node:assert';
import { padSelection, readDirectives, scriptExtension } from '../../src/host/snippet.ts';

describe('readDirectives', () => {
  it('reads arguments and environment from the leading comment', () => {
    const text =
      '#!/usr/bin/env node\n\n// About this program.\n// @args --n 3 "two words"\r\n//@env A=1 B="x y"\ncode();\n';
    const { args, env } = readDirectives(text);
    assert.deepEqual(args, ['--n', '3', 'two words']);
    assert.deepEqual(env, { A: '1', B: 'x y' });
  });

  it('tells no arguments from none said', () => {
    assert.equal(readDirectives('// hello\n').args, null);
    assert.deepEqual(readDirectives("// @args ''\n").args, ['']);
  });

  it('does not read below the first line of code', () => {
    const text = 'code();\n// @args no\n// @env NO=1\n// @cores 1\n// @mode light\n';
    assert.deepEqual(readDirectives(text), { args: null, env: {}, mode: null, cores: null });
  });

  it('reads how much is recorded and how many cores there are', () => {
    const { mode, cores } = readDirectives('// Three workers.\n// @cores 1\n//@mode light \n');
    assert.deepEqual([mode, cores], ['light', 1]);
    assert.equal(readDirectives('// @cores 0\n').cores, 0);
  });

  it('takes no mode and no number of cores that there is not', () => {
    for (const text of [
      '// @cores one',
      '// @cores -1',
      '// @cores 1.5',
      '// @cores 5000',
      '// @mode fast',
    ]) {
      const { mode, cores } = readDirectives(text);
      assert.deepEqual([text, mode, cores], [text, null, null]);
    }
  });

  it('leaves out what is no assignment', () => {
    assert.deepEqual(readDirectives('// @env =x nothing OK=\n').env, { OK: '' });
  });
});

describe('padSelection', () => {
  it('keeps the lines and columns of the document', () => {
    const document = 'first\n  second(here)\nthird\n';
    const snippet = padSelection('second(here)\nthird', 1, 2);
    assert.deepEqual(snippet.split('\n')[1]?.indexOf('here'), document.split('\n')[1]?.indexOf('here'));
    assert.equal(snippet.split('\n')[2], 'third');
  });
});

describe('scriptExtension', () => {
  it('goes by the name, then by the language', () => {
    assert.equal(scriptExtension('plaintext', '/a/b.MTS'), '.mts');
    assert.equal(scriptExtension('typescriptreact', 'Untitled-1'), '.tsx');
    assert.equal(scriptExtension('markdown', '/a/notes.md'), null);
  });
});
