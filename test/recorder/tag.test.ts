import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { Tag } from '../../src/recorder/tag.ts';

describe('Tag', () => {
  it('marks an object so that nobody else can see it', () => {
    const tag = new Tag<number>();
    const promise = Promise.resolve(1);
    tag.set(promise, 7);
    assert.equal(tag.get(promise), 7);
    assert.deepEqual(Reflect.ownKeys(promise), []);
    assert.equal(inspect(promise, { showHidden: true }), inspect(Promise.resolve(1), { showHidden: true }));
  });

  it('replaces a mark, and keeps the marks of two tags apart', () => {
    const [first, second] = [new Tag<string>(), new Tag<string>()];
    const promise = Promise.resolve();
    first.set(promise, 'a');
    first.set(promise, 'b');
    assert.equal(first.get(promise), 'b');
    assert.equal(second.get(promise), undefined);
  });

  it('does not run the traps of a proxy', () => {
    const forbidden = () => assert.fail('a trap was called');
    const proxy = new Proxy(
      {},
      { get: forbidden, set: forbidden, has: forbidden, defineProperty: forbidden },
    );
    const tag = new Tag<number>();
    tag.set(proxy, 1);
    assert.equal(tag.get(proxy), 1);
  });
});
