/**
 * `postMessageToThread`: from any thread to any other. Node hands such messages on through the main thread, in order; the program
 * counts its threads otherwise than Node does (see `guest.ts`).
 */
import workerThreads from 'node:worker_threads';
import { channelOfThreads, RecordKind } from '../../shared/records.ts';
import { type Guest, realThreadIdOf, replaceMethod, threadId } from '../guest.ts';
import { isArray } from '../originals.ts';
import { End, recordSend } from './messages.ts';

type Post = () => unknown;

/** The message that is handed to Node just now; Node posts it by a port of its own, unless something is wrong with it. */
let handedOver: ((post: Post) => unknown) | null = null;

/** One of Node's own ports is about to post something. */
export function postInternally(post: Post): unknown {
  const record = handedOver;
  handedOver = null;
  return record === null ? post() : record(post);
}

export function recordThreadMessages(guest: Guest): void {
  const to = new Ends((thread) => channelOfThreads(threadId, thread));
  replaceMethod(
    workerThreads,
    'postMessageToThread',
    (original) =>
      function (this: unknown, thread, ...rest) {
        if (typeof thread !== 'number') return original.call(this, thread, ...rest);
        const [value, transfer] = rest;
        const list = isArray(transfer) ? transfer : undefined;
        handedOver = (post) => recordSend(guest, to.get(thread), value, list, post);
        try {
          return original.call(this, realThreadIdOf(thread), ...rest);
        } finally {
          handedOver = null;
        }
      },
  );
}

/** What arrives in this thread; `process` emits it, with the sender's number as the program is to see it. */
export function threadMessageReceiver({ ring }: Guest): (source: number) => void {
  const from = new Ends((source) => channelOfThreads(source, threadId));
  return (source) => {
    const end = from.get(source);
    ring.put(RecordKind.messageReceive, end.in, end.arrives(), 0);
  };
}

/** One end for each other thread. */
class Ends {
  readonly #channelOf: (thread: number) => number;
  readonly #ends = new Map<number, End>();

  constructor(channelOf: (thread: number) => number) {
    this.#channelOf = channelOf;
  }

  get(thread: number): End {
    let end = this.#ends.get(thread);
    if (end === undefined) {
      const channel = this.#channelOf(thread);
      end = new End(channel, channel);
      this.#ends.set(thread, end);
    }
    return end;
  }
}
