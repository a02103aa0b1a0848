/** The lock of one name of broadcast channels, in the slab: all threads of the process share it. */
import { realThreadId } from '../guest.ts';
import { atomicsNotify, atomicsStore, atomicsWait } from '../originals.ts';

/** Words of a name's entry in the slab. */
export const Word = { hash: 0, sent: 1, lock: 2, givenUp: 3 } as const;

/**
 * How long a lock is waited for, ms. Who holds it longer was terminated meanwhile: then numbers may be wrong, and nothing of
 * that name is recorded any more.
 */
const MAX_WAIT_MS = 200;
const me = realThreadId + 1;

export class BroadcastLock {
  readonly words: Int32Array;
  readonly entry: number;

  constructor(words: Int32Array, entry: number) {
    this.words = words;
    this.entry = entry;
  }

  get isGivenUp(): boolean {
    return this.words[this.entry + Word.givenUp] === 1;
  }

  /**
   * Returns whether the lock was got; false: nothing of this name is recorded. A message whose getter sends another one
   * would wait for itself: that is given up, too.
   */
  take(): boolean {
    const at = this.entry + Word.lock;
    for (let waited = 0; !this.isGivenUp; waited++) {
      const holder = Atomics.compareExchange(this.words, at, 0, me);
      if (holder === 0) return true;
      if (holder === me || waited >= MAX_WAIT_MS) this.giveUp();
      else atomicsWait(this.words, at, holder, 1);
    }
    return false;
  }

  /** Nothing of this name is recorded any more, in any thread. */
  giveUp(): void {
    atomicsStore(this.words, this.entry + Word.givenUp, 1);
  }

  release(): void {
    atomicsStore(this.words, this.entry + Word.lock, 0);
    atomicsNotify(this.words, this.entry + Word.lock, 1);
  }
}
