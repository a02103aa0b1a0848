import { isBroadcast } from '../../shared/records.ts';
import { linkKindNames, type Ns } from '../../shared/timeline.ts';
import type { Point } from './columns.ts';
import type { Timeline } from './timeline.ts';

/** Messages kept per channel of which something is still to come. The oldest go first. */
const MAX_WAITING = 65_536;
/** From so many channels on, one of which all is known is let go: some programs make a channel for every question. */
const MANY_CHANNELS = 1024;
const MESSAGE = linkKindNames.indexOf('message');

/** What a message carried, and how long its sender was busy with handing it over. */
export interface Load {
  readonly copiedBytes: number;
  readonly transferredBytes: number;
  readonly isLowerBound: boolean;
  readonly sendNs: Ns;
}

interface Message {
  readonly from: Point;
  load: Load | null;
  /** Links of which the load is not known yet. */
  readonly links: number[];
}

interface Channel {
  /** What was sent and is not wholly known: received by nobody yet, or without its load. */
  readonly sent: Map<number, Message>;
  /** Receivers whose sender has not been read yet. */
  readonly received: Map<number, Point[]>;
}

/** Joins the ends of every message and what it carried, in whatever order they are read. */
export class Channels {
  readonly #timeline: Timeline;
  readonly #channels = new Map<number, Channel>();

  constructor(timeline: Timeline) {
    this.#timeline = timeline;
  }

  send(channel: number, number: number, from: Point): void {
    const { sent, received } = this.#channel(channel);
    const message: Message = { from, load: null, links: [] };
    keep(sent, number, message);
    for (const to of received.get(number) ?? []) this.#join(message, to);
    received.delete(number);
  }

  receive(channel: number, number: number, to: Point): void {
    const { sent, received } = this.#channel(channel);
    const message = sent.get(number);
    if (message === undefined) {
      keep(received, number, [...(received.get(number) ?? []), to]);
      return;
    }
    this.#join(message, to);
    if (message.load !== null) this.#forget(channel, number);
  }

  carried(channel: number, number: number, load: Load): void {
    const { sent } = this.#channel(channel);
    const message = sent.get(number);
    if (message === undefined) return;
    message.load = load;
    for (const link of message.links) this.#carry(link, load);
    if (message.links.length > 0) this.#forget(channel, number);
  }

  #join({ from, load, links: waiting }: Message, to: Point): void {
    const { links } = this.#timeline;
    const link = links.length;
    links.push(MESSAGE, true, from.thread, from.task, from.ns, to.thread, to.task, to.ns);
    if (load === null) waiting.push(link);
    else this.#carry(link, load);
  }

  #carry(link: number, { copiedBytes, transferredBytes, isLowerBound, sendNs }: Load): void {
    this.#timeline.messages.push(link, copiedBytes, transferredBytes, isLowerBound, sendNs);
  }

  /** A message of which all is known. A broadcast may be received once more at any time. */
  #forget(channel: number, number: number): void {
    if (isBroadcast(channel)) return;
    const { sent, received } = this.#channel(channel);
    sent.delete(number);
    if (this.#channels.size > MANY_CHANNELS && sent.size + received.size === 0)
      this.#channels.delete(channel);
  }

  #channel(number: number): Channel {
    let channel = this.#channels.get(number);
    if (channel === undefined) {
      channel = { sent: new Map(), received: new Map() };
      this.#channels.set(number, channel);
    }
    return channel;
  }
}

function keep<T>(waiting: Map<number, T>, number: number, value: T): void {
  waiting.set(number, value);
  if (waiting.size > MAX_WAITING) waiting.delete(waiting.keys().next().value!);
}
