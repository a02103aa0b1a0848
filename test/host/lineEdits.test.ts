import { strict as assert } from 'node:assert';
import { LineEdits, lineChange } from '../../src/host/lineEdits.ts';

/** A text that is edited, and where its lines go. */
class Editing {
  readonly edits = new LineEdits();
  readonly first: readonly string[];
  lines: string[];

  constructor(text: string) {
    this.first = text.split('\n');
    this.lines = text.split('\n');
  }

  /** Replaces what lies between two positions, which count from 0. */
  replace(from: readonly [number, number], to: readonly [number, number], text: string, alone = true): this {
    const [first, last] = [this.lines[from[0]]!, this.lines[to[0]]!];
    const changed = `${first.slice(0, from[1])}${text}${last.slice(to[1])}`.split('\n');
    this.lines.splice(from[0], to[0] - from[0] + 1, ...changed);
    const [start, end] = [from, to].map(([line, character]) => ({ line: line!, character: character! })) as [
      { line: number; character: number },
      { line: number; character: number },
    ];
    const isEmpty = start.line === end.line && start.character === end.character;
    this.edits.add(
      lineChange({ range: { start, end, isEmpty }, text }, alone ? (i) => this.lines[i]! : undefined),
    );
    return this;
  }

  /** What stands now in the place of every line; `-`: nothing. */
  get now(): string[] {
    return this.first.map((_, i) => {
      const at = this.edits.now(i + 1);
      return at === null ? '-' : this.lines[at - 1]!;
    });
  }
}

const text = 'zero\none\ntwo\nthree';

describe('lines of a document that is edited', () => {
  it('stay where nothing has changed before them', () => {
    assert.deepEqual(new Editing(text).now, ['zero', 'one', 'two', 'three']);
    assert.deepEqual(new Editing(text).replace([3, 5], [3, 5], ' more').now, ['zero', 'one', 'two', '-']);
  });

  it('move with lines that come or go before them', () => {
    assert.deepEqual(new Editing(text).replace([1, 0], [1, 0], 'new\nnewer\n').now, [
      'zero',
      'one',
      'two',
      'three',
    ]);
    assert.deepEqual(new Editing(text).replace([0, 0], [2, 0], '').now, ['-', '-', 'two', 'three']);
    assert.deepEqual(new Editing(text).replace([1, 1], [2, 1], 'x').now, ['zero', '-', '-', 'three']);
  });

  it('stay whole when Enter is pressed at their end or before them', () => {
    assert.deepEqual(new Editing(text).replace([1, 3], [1, 3], '\n  ').now, ['zero', 'one', 'two', 'three']);
    assert.deepEqual(new Editing('a\n  b\nc').replace([1, 2], [1, 2], '\n  ').now, ['a', '  b', 'c']);
    assert.deepEqual(new Editing(text).replace([1, 1], [1, 1], '\n').now, ['zero', '-', 'two', 'three']);
  });

  it('are given up where several changes came at once and it is not known', () => {
    const editing = new Editing(text)
      .replace([2, 3], [2, 3], '\nx', false)
      .replace([0, 1], [0, 1], 'y', false);
    assert.deepEqual(editing.now, ['-', 'one', '-', 'three']);
  });

  it('lead back to what they were', () => {
    const { edits } = new Editing(text)
      .replace([1, 0], [1, 0], 'new\n')
      .replace([3, 1], [3, 1], 'x')
      .replace([3, 2], [3, 2], 'y');
    assert.deepEqual(
      [1, 2, 3, 4, 5].map((line) => edits.before(line)),
      [1, null, 2, null, 4],
    );
    assert.deepEqual(
      [1, 2, 3, 4].map((line) => edits.now(line)),
      [1, 3, null, 5],
    );
  });
});
