import assert from 'node:assert/strict';
import { BroadcastLock, Word } from '../../src/recorder/patches/broadcastLock.ts';
import { BROADCAST_WORDS, broadcastNamesOf, createSlab } from '../../src/recorder/slab.ts';

describe('the lock of a broadcast channel', () => {
  let words: Int32Array;
  beforeEach(() => {
    words = broadcastNamesOf(createSlab());
  });

  it('can be taken again when it was released', () => {
    const lock = new BroadcastLock(words, 0);
    for (const _ of [1, 2, 3]) {
      assert.equal(lock.take(), true);
      lock.release();
    }
    assert.equal(lock.isGivenUp, false);
  });

  it('of a thread that was terminated holds nobody up for long, and never again', () => {
    const lock = new BroadcastLock(words, BROADCAST_WORDS);
    words[BROADCAST_WORDS + Word.lock] = 4711;
    assert.equal(lock.take(), false);
    assert.equal(lock.isGivenUp, true);
    words[BROADCAST_WORDS + Word.lock] = 0;
    assert.equal(new BroadcastLock(words, BROADCAST_WORDS).take(), false);
    assert.equal(new BroadcastLock(words, 0).take(), true);
  });

  it('is given up by who holds it already', () => {
    const lock = new BroadcastLock(words, 0);
    assert.equal(lock.take(), true);
    assert.equal(lock.take(), false);
    assert.equal(lock.isGivenUp, true);
  });
});
