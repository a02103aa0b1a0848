/**
 * Ports that change threads. A port keeps its channel and its counts: who sends it puts them down in the slab, under the
 * message that carries it, and who receives that message takes them up. A port whose entry is not found is not recorded.
 */
import { types } from 'node:util';
import { MessagePort } from 'node:worker_threads';
import type { Guest } from '../guest.ts';
import { atomicsStore, isArray, propertyOf } from '../originals.ts';
import { Control, controlOf, MOVING_PORTS, MOVING_WORDS, movingPortsOf } from '../slab.ts';
import { endOf, setEnd } from './ends.ts';
import { End } from './messages.ts';
import { walk } from './walk.ts';

const Word = { state: 0, channel: 1, number: 2, index: 3, place: 4, out: 5, sent: 6, received: 7 } as const;
const State = { free: 0, busy: 1, full: 2 } as const;
/** How a port is found in a message: by its index among the transferred ports, or by its place among those that it holds. */
export type Key = typeof Word.index | typeof Word.place;
export const byIndex: Key = Word.index;
export const byPlace: Key = Word.place;

const isPort = (value: unknown): value is MessagePort =>
  typeof value === 'object' && value !== null && !types.isProxy(value) && value instanceof MessagePort;

/** What `postMessage` is to transfer, as far as it can be seen without running the program's code. */
export function transferOf(options: unknown): readonly unknown[] | undefined {
  if (typeof options !== 'object' || options === null || types.isProxy(options)) return undefined;
  const list: unknown = isArray(options) ? options : propertyOf(options, 'transfer')?.value;
  return isArray(list) && !types.isProxy(list) ? list : undefined;
}

/** The recorded ports among those that are to be transferred. */
export function movingPorts(transfer: readonly unknown[] | undefined): MessagePort[] {
  return transferredPorts(transfer).filter((port) => endOf(port) !== null);
}

/** Copied one by one: a method of the program's array could be the program's own. */
function transferredPorts(transfer: readonly unknown[] | undefined): MessagePort[] {
  const ports: MessagePort[] = [];
  for (let i = 0; i < (transfer?.length ?? 0); i++) {
    const item = transfer![i];
    if (isPort(item)) ports.push(item);
  }
  return ports;
}

/** The ports that a value holds, in the same order as in its clone; null: this cannot be told. */
export function portsIn(value: unknown): MessagePort[] | null {
  const ports: MessagePort[] = [];
  const isWhole = walk(value, (part) => {
    if (isPort(part)) ports.push(part);
  });
  return isWhole ? ports : null;
}

/** The table in the slab. */
export class MovingPorts {
  readonly #words: Int32Array;
  readonly #control: Int32Array;

  constructor({ slab }: Pick<Guest, 'slab'>) {
    this.#words = movingPortsOf(slab);
    this.#control = controlOf(slab);
  }

  /** Puts the ports down that the message takes along. Returns what to give to `takeBack` when it could not be sent. */
  putDown(channel: number, number: number, message: unknown, transfer: readonly unknown[]): number[] {
    const transferred = transferredPorts(transfer);
    const held = portsIn(message);
    const isSure = held !== null && held.length === transferred.length;
    return transferred.flatMap((port, index) => {
      const end = endOf(port);
      if (end === null) return [];
      const place = isSure ? held.indexOf(port) : -1;
      return this.#fill([channel, number, index, place, end.out, end.sent, end.received]);
    });
  }

  takeBack(entries: readonly number[]): void {
    for (const entry of entries) this.#claim(entry, State.full, State.free);
  }

  /** Takes up what was said of the ports that a message has brought. */
  takeUp(channel: number, number: number, ports: readonly unknown[], key: Key): void {
    ports.forEach((port, i) => {
      const end = isPort(port) ? this.#empty(channel, number, key, i) : null;
      if (end !== null) setEnd(port as MessagePort, end);
    });
  }

  /** Whether any port has ever changed threads in this process. */
  get isUsed(): boolean {
    return this.#control[Control.nextMoving] !== 0;
  }

  #fill(values: readonly number[]): number[] {
    const entry = this.#findRoom();
    if (entry < 0) return [];
    this.#words.set(values, entry * MOVING_WORDS + Word.channel);
    atomicsStore(this.#words, entry * MOVING_WORDS, State.full);
    return [entry];
  }

  /** The next free entry or, when all are taken, that of a message which nobody has received for the longest time. */
  #findRoom(): number {
    const first = (Atomics.add(this.#control, Control.nextMoving, 1) >>> 0) % MOVING_PORTS;
    for (let i = 0; i < MOVING_PORTS; i++) {
      const entry = (first + i) % MOVING_PORTS;
      if (this.#claim(entry, State.free, State.busy)) return entry;
    }
    return this.#claim(first, State.full, State.busy) ? first : -1;
  }

  #empty(channel: number, number: number, key: Key, value: number): End | null {
    for (let entry = 0; entry < MOVING_PORTS; entry++) {
      const at = entry * MOVING_WORDS;
      const matches =
        this.#words[at + Word.channel] === channel &&
        this.#words[at + Word.number] === number &&
        this.#words[at + key] === value;
      if (!matches || !this.#claim(entry, State.full, State.busy)) continue;
      const [out = 0, sent, received] = this.#words.subarray(at + Word.out, at + MOVING_WORDS);
      atomicsStore(this.#words, at, State.free);
      // The two channels of a pair are neighbours (see `channelOfPort`).
      return new End(out, out ^ 1, sent, received);
    }
    return null;
  }

  #claim(entry: number, from: number, to: number): boolean {
    return Atomics.compareExchange(this.#words, entry * MOVING_WORDS, from, to) === from;
  }
}
