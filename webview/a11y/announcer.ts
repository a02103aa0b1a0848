import { setText } from '../draw/dom.ts';

/** Says what changed, politely, and never more often than every few seconds: the newest text wins. */
export class Announcer {
  private readonly element: HTMLElement;
  private readonly everyMs: number;
  private waiting: string | null = null;
  private timer: ReturnType<typeof setTimeout> | null = null;

  constructor(element: HTMLElement, everyMs = 3000) {
    this.element = element;
    this.everyMs = everyMs;
  }

  say(text: string): void {
    if (this.timer !== null) {
      this.waiting = text;
      return;
    }
    setText(this.element, text);
    this.timer = setTimeout(() => this.next(), this.everyMs);
  }

  /** Says what nobody has asked for: it takes the place of nothing that waits to be said. */
  sayToo(text: string): void {
    this.say(this.waiting === null ? text : `${this.waiting}. ${text}`);
  }

  private next(): void {
    this.timer = null;
    const text = this.waiting;
    this.waiting = null;
    if (text !== null) this.say(text);
  }
}
