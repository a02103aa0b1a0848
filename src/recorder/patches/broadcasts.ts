/**
 * Broadcast channels. Several threads send at the same time, and every receiver is to count the messages alike: a message gets
 * its number and is posted under a lock that lies in the slab, one per name.
 */
import workerThreads from 'node:worker_threads';
import { channelOfBroadcast } from '../../shared/records.ts';
import { type Guest, realThreadId } from '../guest.ts';
import { atomicsLoad, atomicsNotify, atomicsStore, atomicsWait } from '../originals.ts';
import { BROADCAST_NAMES, BROADCAST_WORDS, broadcastNamesOf } from '../slab.ts';
import { setEnd } from './ends.ts';
import { innerValue } from './inside.ts';
import { End } from './messages.ts';
import { replaceClass } from './ports.ts';

const Word = { hash: 0, sent: 1, lock: 2, givenUp: 3 } as const;
/**
 * How long a lock is waited for, ms. Who holds it longer was terminated meanwhile: then numbers may be wrong, and nothing of
 * that name is recorded any more.
 */
const MAX_WAIT_MS = 200;
const me = realThreadId + 1;

export function recordBroadcasts({ slab }: Guest): void {
  const words = broadcastNamesOf(slab);
  replaceClass('BroadcastChannel', workerThreads.BroadcastChannel, ([name], make) => {
    const entry = typeof name === 'string' ? entryOf(words, name) : -1;
    const lock = entry < 0 ? null : new Lock(words, entry);
    if (lock?.take() !== true) return make();
    try {
      const channel = make();
      const port = innerValue(channel, 'kHandle');
      const end = new BroadcastEnd(lock);
      // What it sends and what arrives goes through its port; `receiveMessageOnPort` takes the channel itself.
      for (const target of [channel, port]) if (target !== null) setEnd(target, end);
      return channel;
    } finally {
      lock.release();
    }
  });
}

/** The entry of a name, as the index of its first word; -1 when there are too many. Two names of one hash share theirs. */
function entryOf(words: Int32Array, name: string): number {
  const hash = hashOf(name);
  for (let probe = 0; probe < BROADCAST_NAMES; probe++) {
    const entry = (((hash >>> 0) + probe) % BROADCAST_NAMES) * BROADCAST_WORDS;
    const found = Atomics.compareExchange(words, entry + Word.hash, 0, hash);
    if (found === 0 || found === hash) return entry;
  }
  return -1;
}

/** FNV-1a over the code units; never 0. */
function hashOf(name: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  return hash || 1;
}

class Lock {
  readonly words: Int32Array;
  readonly entry: number;

  constructor(words: Int32Array, entry: number) {
    this.words = words;
    this.entry = entry;
  }

  get isGivenUp(): boolean {
    return this.words[this.entry + Word.givenUp] === 1;
  }

  /** A message whose getter sends another one would wait for itself: that is given up, too. */
  take(): boolean {
    const at = this.entry + Word.lock;
    for (let waited = 0; !this.isGivenUp; waited++) {
      const holder = Atomics.compareExchange(this.words, at, 0, me);
      if (holder === 0) return true;
      if (holder === me || waited >= MAX_WAIT_MS) atomicsStore(this.words, this.entry + Word.givenUp, 1);
      else atomicsWait(this.words, at, holder, 1);
    }
    return false;
  }

  release(): void {
    atomicsStore(this.words, this.entry + Word.lock, 0);
    atomicsNotify(this.words, this.entry + Word.lock, 1);
  }
}

/** A broadcast channel. It receives what was sent after it was made, except its own messages. */
class BroadcastEnd extends End {
  readonly #lock: Lock;
  /** Numbers of its own messages behind others that are still to arrive. */
  readonly #own: number[] = [];

  constructor(lock: Lock) {
    const channel = channelOfBroadcast(lock.entry / BROADCAST_WORDS);
    const sent = atomicsLoad(lock.words, lock.entry + Word.sent);
    super(channel, channel, sent, sent);
    this.#lock = lock;
  }

  override begin(): number {
    const { words, entry } = this.#lock;
    if (!this.#lock.take()) return 0;
    this.sent = atomicsLoad(words, entry + Word.sent);
    return this.sent + 1;
  }

  override finish(isSent: boolean): void {
    const { words, entry } = this.#lock;
    if (isSent) {
      this.sent++;
      if (this.sent === this.received + 1) this.received = this.sent;
      else this.#own.push(this.sent);
      atomicsStore(words, entry + Word.sent, this.sent);
    }
    this.#lock.release();
  }

  override arrives(): number {
    const number = ++this.received;
    while (this.#own[0] === this.received + 1) {
      this.#own.shift();
      this.received++;
    }
    return this.#lock.isGivenUp ? 0 : number;
  }
}
