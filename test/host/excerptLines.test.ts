import { strict as assert } from 'node:assert';
import { excerptLines } from '../../src/host/excerptLines.ts';

const text = 'one\r\n  two\n\n    four\n\tfive\n  six\n';

describe('excerptLines', () => {
  it('are two lines before and behind, without what indents them all', () => {
    assert.deepEqual(excerptLines(text, 4), { firstLine: 2, lines: ['two', '', '  four', 'five', 'six'] });
  });

  it('are fewer at the beginning and the end', () => {
    assert.deepEqual(excerptLines(text, 1), { firstLine: 1, lines: ['one', '  two', ''] });
    assert.deepEqual(excerptLines('a\nb', 2), { firstLine: 1, lines: ['a', 'b'] });
  });

  it('are none where there is no such line', () => {
    for (const line of [0, -1, 99, 1.5, Number.NaN]) assert.deepEqual(excerptLines(text, line).lines, []);
  });

  it('are cut when they are long', () => {
    const [line] = excerptLines('x'.repeat(5000), 1).lines;
    assert.ok(line!.length <= 201, `${line!.length}`);
  });
});
