import assert from 'node:assert/strict';
import { printable, printableLines } from '../../src/cli/terminal.ts';

describe('printable', () => {
  it('leaves ordinary text of any script alone', () => {
    for (const text of ['hello.ts:3:1', '线程 “ü” é', 'שלום', '🏭 → ∀', '</script> "\'`\\']) {
      assert.equal(printable(text), text);
    }
  });

  it('shows what would drive a terminal', () => {
    assert.equal(printable('\u001b[2J\u0007\u009b1A'), '\\u{1b}[2J\\u{7}\\u{9b}1A');
    assert.equal(printable('a\r\nb\tc\u007f'), 'a\\u{d}\\u{a}b\\u{9}c\\u{7f}');
  });

  it('shows what would turn text round, hide in it, or break its line', () => {
    assert.equal(printable('\u202efdp.exe\u2066\u200f'), '\\u{202e}fdp.exe\\u{2066}\\u{200f}');
    assert.equal(printable('a\u200bb\ufeff\u2028\u{e0041}'), 'a\\u{200b}b\\u{feff}\\u{2028}\\u{e0041}');
    assert.equal(printable('\ud800'), '\\u{d800}');
  });

  it('keeps the lines of a text of several', () => {
    assert.equal(printableLines('a\u001b\nb'), 'a\\u{1b}\nb');
  });
});
