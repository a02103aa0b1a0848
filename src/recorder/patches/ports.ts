/** Message ports: those of the program's own channels, and those between a worker and its parent. */
import workerThreads, { MessagePort } from 'node:worker_threads';
import { channelOfPort, RecordKind } from '../../shared/records.ts';
import { type Guest, replaceMethod } from '../guest.ts';
import { Control, controlOf } from '../slab.ts';
import { endOf, setEnd } from './ends.ts';
import { End, recordSend } from './messages.ts';
import { byIndex, byPlace, type Key, MovingPorts, movingPorts, portsIn, transferOf } from './movingPorts.ts';
import { postInternally } from './threadMessages.ts';

/** Node delivers to a port through this method, which it looks up by name in the registry of symbols. */
const deliver = Symbol.for('nodejs.internal.kHybridDispatch');
/** Where Node keeps the ports that the message brings which is delivered just now. */
const receivingPorts = Symbol.for('nodejs.internal.kCurrentlyReceivingPorts');
/** Pairs are numbered anew after so many: a channel's number must stay below those of broadcasts. */
const MAX_PAIRS = 1 << 28;

export function recordPorts(guest: Guest): void {
  const moving = new MovingPorts(guest);
  recordChannels(guest);
  recordSending(guest, moving);
  recordDelivery(guest, moving);
  recordFetching(guest, moving);
  followClones();
}

/** Replaces a class of `node:worker_threads` that is a global, too. */
export function replaceClass<C extends abstract new (...args: never[]) => object>(
  name: 'MessageChannel' | 'BroadcastChannel',
  original: C,
  construct: (args: unknown[], make: () => object) => object,
): void {
  const recorded: C = new Proxy(original, {
    construct: (target, args: unknown[], newTarget) =>
      construct(args, () => Reflect.construct(target, args, newTarget === recorded ? target : newTarget)),
  });
  const place = { configurable: true, writable: true, enumerable: false, value: recorded };
  Object.defineProperty(original.prototype, 'constructor', place);
  Object.assign(workerThreads, { [name]: recorded });
  Object.defineProperty(globalThis, name, place);
}

/** Node itself makes its channels with the original class: only the program's own are recorded. */
function recordChannels({ slab }: Guest): void {
  const control = controlOf(slab);
  replaceClass('MessageChannel', workerThreads.MessageChannel, (_args, make) => {
    const channel = make() as workerThreads.MessageChannel;
    const pair = (Atomics.add(control, Control.nextPair, 1) >>> 0) % MAX_PAIRS;
    const [first, second] = [channelOfPort(pair, 0), channelOfPort(pair, 1)];
    setEnd(channel.port1, new End(first, second));
    setEnd(channel.port2, new End(second, first));
    return channel;
  });
}

function recordSending(guest: Guest, moving: MovingPorts): void {
  replaceMethod(
    MessagePort.prototype,
    'postMessage',
    (original) =>
      function (this: unknown, ...args) {
        const end = endOf(this);
        const post = () => original.apply(this, args);
        if (end === null) return postInternally(post);
        const transfer = transferOf(args[1]);
        if (movingPorts(transfer).length === 0) return recordSend(guest, end, args[0], transfer, post);
        return recordSend(guest, end, args[0], transfer, () =>
          sendWithPorts(moving, end, args[0], transfer!, post),
        );
      },
  );
}

function sendWithPorts<T>(
  moving: MovingPorts,
  end: End,
  message: unknown,
  transfer: readonly unknown[],
  post: () => T,
): T {
  const entries = moving.putDown(end.out, end.sent + 1, message, transfer);
  const ports = movingPorts(transfer);
  try {
    const result = post();
    for (const port of ports) setEnd(port, null);
    return result;
  } catch (error) {
    moving.takeBack(entries);
    throw error;
  }
}

/** A message from another thread has no event of its own, unlike `dispatchEvent`, and is told so, unlike `emit`. */
function recordDelivery(guest: Guest, moving: MovingPorts): void {
  replaceMethod(
    MessagePort.prototype,
    deliver,
    (original) =>
      function (this: unknown, ...args) {
        const [, type, event] = args;
        if (args.length === 3 && event === undefined && (type === 'message' || type === 'messageerror'))
          arrives(guest, moving, this, 0, () => (this as PortInside)[receivingPorts], byIndex);
        return original.apply(this, args);
      },
  );
}

interface PortInside {
  readonly [receivingPorts]?: readonly unknown[];
}

function recordFetching(guest: Guest, moving: MovingPorts): void {
  replaceMethod(
    workerThreads,
    'receiveMessageOnPort',
    (original) =>
      function (this: unknown, ...args) {
        const result = original.apply(this, args) as { readonly message: unknown } | undefined;
        if (result !== undefined)
          arrives(guest, moving, args[0], 1, () => moving.isUsed && portsIn(result.message), byPlace);
        return result;
      },
  );
}

/** A message arrives at a port. `fetched` = 1: because the program asked for it. */
function arrives(
  { ring, tasks }: Guest,
  moving: MovingPorts,
  port: unknown,
  fetched: 0 | 1,
  portsOf: () => readonly unknown[] | null | undefined | false,
  key: Key,
): void {
  const end = endOf(port);
  const number = end?.arrives() ?? 0;
  if (end === null || number === 0) return;
  const site = fetched === 1 ? tasks.takeSite() : 0;
  ring.put(RecordKind.messageReceive | (fetched << 8), end.in, number, site);
  const ports = portsOf();
  if (ports) moving.takeUp(end.in, number, ports, key);
}

/** `structuredClone` may move a port, too, within the thread. */
function followClones(): void {
  replaceMethod(
    globalThis,
    'structuredClone',
    (original) =>
      function (this: unknown, ...args) {
        const isMoving = movingPorts(transferOf(args[1])).length > 0;
        const before = isMoving ? portsIn(args[0]) : null;
        const clone = original.apply(this, args);
        const after = before === null ? null : portsIn(clone);
        if (before === null || after?.length !== before.length) return clone;
        before.forEach((port, i) => {
          const end = endOf(port);
          if (end === null) return;
          setEnd(after[i]!, end);
          setEnd(port, null);
        });
        return clone;
      },
  );
}
