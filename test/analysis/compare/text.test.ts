import { ok, strictEqual } from 'node:assert';
import { code } from '../../../src/analysis/compare/names.ts';
import { comparisonMarkdown, comparisonText } from '../../../src/analysis/index.ts';
import { compared } from './support.ts';

const comparison = () =>
  compared(
    `
      main   |RRRRRRRRRRRRRRRRRRRRRRRRRR|
        sum  |RRRRRRRRRR                |
        show |          R______________R|`,
    `
      main   |RRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRR|
        sum  |RRRRRRRRRR                                        |
        sum  |          RRRRRRRRRRRRRRRRRRRRRRRR                |
        show |                                  R______________R|`,
  );

describe('the table of a comparison', () => {
  it('in a terminal', () => {
    strictEqual(
      comparisonText(comparison()),
      `\`sum\` is called 1 → 2 times, and runs 10 ms → 34 ms in all.

What                                     Before   After    Change
Wall time                                26 ms    50 ms    +24 ms (+92 %)
From the first task on                   26 ms    50 ms    +24 ms (+92 %)
Verdict                                  Serial   Serial
Tasks in progress, at most (on average)  1 (1.0)  1 (1.0)
Threads running, at most (on average)    1 (0.5)  1 (0.7)
Work                                     12 ms    36 ms    +24 ms (+200 %)
Critical path                            26 ms    50 ms    +24 ms (+92 %)
Tasks                                    2        3        1 new, 0 gone
\`sum\`: running                           10 ms    34 ms    +24 ms (+240 %)
\`sum\`: calls                             1        2        +1
\`main.ts:3\`: running                     0 ns     24 ms    +24 ms`,
    );
  });

  it('in Markdown', () => {
    const lines = comparisonMarkdown(comparison()).split('\n');
    strictEqual(lines[0], '`sum` is called 1 → 2 times, and runs 10 ms → 34 ms in all.');
    strictEqual(lines[2], '| What | Before | After | Change |');
    strictEqual(lines[3], '|---|---:|---:|---:|');
    ok(lines.includes('| `sum`: running | 10 ms | 34 ms | +24 ms (+240 %) |'));
    ok(lines.slice(2, -1).every((line) => line.split('|').length === 6));
  });

  it('in another language', () => {
    const text = comparisonText(comparison(), (phrase) => phrase.toUpperCase());
    ok(text.startsWith('`sum` IS CALLED 1 → 2 TIMES'), text);
    ok(!/Wall time|Serial|new/.test(text), text);
  });

  it('a name from the program is code, whatever it holds', () => {
    strictEqual(code('load'), '`load`');
    strictEqual(code('a\n| <b>'), '`a | <b>`');
    strictEqual(code('a`b``c'), '``` a`b``c ```');
    strictEqual(code('x'.repeat(100)).length, 62);
  });
});
