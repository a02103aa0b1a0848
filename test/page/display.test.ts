import assert from 'node:assert/strict';
import { fitText } from '../../webview/layout/text.ts';
import { baseName, displayText } from '../../webview/model/display.ts';

describe('page: names from the program', () => {
  it('keeps ordinary names, whatever their script', () => {
    for (const name of ['fetchUser', '<module>', '加载用户', 'Größe', '👩‍🍳 cook', '</script>']) {
      assert.equal(displayText(name), name);
    }
  });

  it('replaces what could hide or rearrange other text', () => {
    const hostile = [
      '\u0000',
      '\u001b',
      '\u007f',
      '\u009b',
      '\u202e',
      '\u2066',
      '\u200f',
      '\u061c',
      '\u2028',
      '\ufeff',
      '\ud800',
    ];
    for (const sign of hostile) assert.equal(displayText(`a${sign}b`), 'a\ufffdb', JSON.stringify(sign));
  });

  it('puts lines of a text behind one another', () => assert.equal(displayText('a\r\n\tb'), 'a b'));

  it('cuts what is too long', () => {
    assert.equal(displayText('x'.repeat(1000), 10), `${'x'.repeat(10)}…`);
  });

  it('takes the last part of a path of either kind', () => {
    assert.equal(baseName('/a/b/main.ts'), 'main.ts');
    assert.equal(baseName('C:\\a\\main.ts'), 'main.ts');
    assert.equal(baseName('main.ts'), 'main.ts');
  });
});

describe('page: text in a bar', () => {
  const measure = (text: string) => [...text].length * 10;

  it('is whole when it fits', () => assert.equal(fitText('fetchUser', 90, measure), 'fetchUser'));
  it('is cut with an ellipsis when it does not', () =>
    assert.equal(fitText('fetchUser', 60, measure), 'fetch…'));
  it('is left out when next to nothing would remain', () =>
    assert.equal(fitText('fetchUser', 30, measure), ''));
  it('never cuts a character in two', () => assert.equal(fitText('👍👍👍👍👍', 40, measure), '👍👍👍…'));
});
