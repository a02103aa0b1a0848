import type { Point } from './columns.ts';

/** Messages kept per channel whose other end has not been read yet. The oldest go first. */
const MAX_WAITING = 65_536;

interface Channel {
  readonly sent: Map<number, Point>;
  readonly received: Map<number, Point>;
}

/** Joins the two ends of every message, whichever is read first. */
export class Channels {
  readonly #channels = new Map<number, Channel>();
  readonly #join: (from: Point, to: Point) => void;

  /** `join` gets both ends of a message, once. */
  constructor(join: (from: Point, to: Point) => void) {
    this.#join = join;
  }

  send(channel: number, message: number, point: Point): void {
    const { sent, received } = this.#channel(channel);
    const other = received.get(message);
    if (other === undefined) keep(sent, message, point);
    else {
      received.delete(message);
      this.#join(point, other);
    }
  }

  receive(channel: number, message: number, point: Point): void {
    const { sent, received } = this.#channel(channel);
    const other = sent.get(message);
    if (other === undefined) keep(received, message, point);
    else {
      sent.delete(message);
      this.#join(other, point);
    }
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

function keep(points: Map<number, Point>, message: number, point: Point): void {
  points.set(message, point);
  if (points.size <= MAX_WAITING) return;
  for (const oldest of points.keys()) {
    points.delete(oldest);
    return;
  }
}
