/** Messages are joined by number: channels keep their order, so that the n-th sent is the n-th received. */
import { types } from 'node:util';
import { RecordKind } from '../../shared/records.ts';
import { type Guest, replaceMethod } from '../guest.ts';
import { now, propertyOf } from '../originals.ts';
import { weigh } from './payload.ts';

const WORD = 2 ** 32;
const MAX_INT32 = 0x7fffffff;
const cappedInt32 = (value: number): number => (value < MAX_INT32 ? value : MAX_INT32);

// A moment as two words: a bigint that is stored at once is none that has to be made (see `ring.ts`).
const times = new BigInt64Array(1);
const timeWords = new Uint32Array(times.buffer);
const nsSince = (low: number, high: number): number => (timeWords[1]! - high) * WORD + (timeWords[0]! - low);

/** One end of a conversation, in the thread that has it now. */
export class End {
  /** The channels on which it sends and receives. */
  readonly out: number;
  readonly in: number;
  /** Messages so far, also those that went through it in other threads. */
  sent: number;
  received: number;

  constructor(out: number, into: number, sent = 0, received = 0) {
    this.out = out;
    this.in = into;
    this.sent = sent;
    this.received = received;
  }

  /** The number of the message that is about to be sent; 0: it is not recorded. */
  begin(): number {
    return this.sent + 1;
  }

  /** After `begin`: the message has been sent, or could not be, and its number is used again. */
  finish(isSent: boolean): void {
    if (isSent) this.sent++;
  }

  /** The number of the message that arrives now; 0: it is not recorded. */
  arrives(): number {
    return ++this.received;
  }
}

/**
 * Records a message and sends it by `send`. The record comes before the sending, so that it is never later than the
 * receiver's.
 */
export function recordSend<T>(
  { ring, tasks }: Guest,
  end: End,
  message: unknown,
  transfer: readonly unknown[] | undefined,
  send: () => T,
): T {
  const { copied, transferred, isLowerBound } = weigh(message, transfer);
  const number = end.begin();
  if (number === 0) return send();
  tasks.takeSite();
  let isSent = false;
  try {
    ring.put(RecordKind.messageSend, end.out, number, tasks.currentId);
    times[0] = now();
    const startLow = timeWords[0]!;
    const startHigh = timeWords[1]!;
    const result = send();
    isSent = true;
    times[0] = now();
    ring.put(RecordKind.messageSent, end.out, number, cappedInt32(nsSince(startLow, startHigh)));
    const flags = isLowerBound ? 1 << 8 : 0;
    ring.put(RecordKind.messageBytes | flags, cappedInt32(copied), cappedInt32(transferred), 0);
    return result;
  } finally {
    end.finish(isSent);
  }
}

/** Makes `target.send`, between two processes, record what it sends on `channel`. */
export function recordProcessSend(guest: Guest, target: object, channel: number): void {
  const end = new End(channel, 0);
  replaceMethod(
    target,
    'send',
    (original) =>
      function (this: unknown, ...args) {
        if (isInternal(args[0])) return original.apply(this, args);
        return recordSend(guest, end, args[0], undefined, () => original.apply(this, args));
      },
  );
}

/** Node's own messages between processes (handles, cluster) are not delivered as messages. */
function isInternal(message: unknown): boolean {
  if (typeof message !== 'object' || message === null || types.isProxy(message)) return false;
  const cmd: unknown = propertyOf(message, 'cmd')?.value;
  return typeof cmd === 'string' && cmd.length > 'NODE_'.length && cmd.startsWith('NODE_');
}
