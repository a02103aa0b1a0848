import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { Awaited } from '../../src/recorder/awaited.ts';
import { knownOf, setKnown, setSource, sourceOf } from '../../src/recorder/mark.ts';

describe('marks', () => {
  it('are on an object so that nobody else can see them', () => {
    const awaited = new Awaited(7);
    const promise = Promise.resolve(1);
    setKnown(promise, awaited);
    assert.equal(knownOf(promise), awaited);
    assert.deepEqual(Reflect.ownKeys(promise), []);
    assert.equal(inspect(promise, { showHidden: true }), inspect(Promise.resolve(1), { showHidden: true }));
  });

  it('can be replaced, and are kept apart', () => {
    const [first, second, source] = [new Awaited(1), new Awaited(2), new Awaited(3)];
    const promise = Promise.resolve();
    assert.deepEqual([knownOf(promise), sourceOf(promise)], [null, null]);
    setKnown(promise, first);
    setKnown(promise, second);
    assert.deepEqual([knownOf(promise), sourceOf(promise)], [second, null]);
    setSource(promise, source);
    assert.deepEqual([knownOf(promise), sourceOf(promise)], [second, source]);
  });

  it('do not run the traps of a proxy', () => {
    const forbidden = () => assert.fail('a trap was called');
    const proxy = new Proxy(
      {},
      { get: forbidden, set: forbidden, has: forbidden, defineProperty: forbidden },
    );
    const source = new Awaited(1);
    setSource(proxy, source);
    assert.equal(sourceOf(proxy), source);
  });
});
