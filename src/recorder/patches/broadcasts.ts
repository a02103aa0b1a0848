/**
 * Broadcast channels. Several threads send at the same time, and every receiver is to count the messages alike: a message gets
 * its number and is posted under a lock that lies in the slab, one per name.
 */
import workerThreads from 'node:worker_threads';
import { channelOfBroadcast } from '../../shared/records.ts';
import type { Guest } from '../guest.ts';
import { atomicsLoad, atomicsStore } from '../originals.ts';
import { BROADCAST_NAMES, BROADCAST_WORDS, broadcastNamesOf } from '../slab.ts';
import { BroadcastLock, Word } from './broadcastLock.ts';
import { setEnd } from './ends.ts';
import { innerValue } from './inside.ts';
import { End } from './messages.ts';
import { replaceClass } from './ports.ts';

export function recordBroadcasts({ slab }: Guest): void {
  const words = broadcastNamesOf(slab);
  replaceClass('BroadcastChannel', workerThreads.BroadcastChannel, ([name], make) => {
    if (isObject(name)) return withUnknownName(words, make() as workerThreads.BroadcastChannel);
    const entry = typeof name === 'symbol' ? -1 : entryOf(words, `${name}`);
    const lock = entry < 0 ? null : new BroadcastLock(words, entry);
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

const isObject = (value: unknown): boolean =>
  typeof value === 'function' || (typeof value === 'object' && value !== null);

/** An object makes its name by code of the program: it comes too late for the lock, and the others must not count on it. */
function withUnknownName(
  words: Int32Array,
  channel: workerThreads.BroadcastChannel,
): workerThreads.BroadcastChannel {
  const entry = entryOf(words, channel.name);
  if (entry >= 0) new BroadcastLock(words, entry).giveUp();
  return channel;
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

/** A broadcast channel. It receives what was sent after it was made, except its own messages. */
class BroadcastEnd extends End {
  readonly #lock: BroadcastLock;
  /** Numbers of its own messages behind others that are still to arrive. */
  readonly #own: number[] = [];

  constructor(lock: BroadcastLock) {
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
