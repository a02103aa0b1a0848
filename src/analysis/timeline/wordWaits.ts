import { linkKindNames, type Ns } from '../../shared/timeline.ts';
import type { Point } from './columns.ts';
import type { Timeline } from './timeline.ts';

const NOTIFY = linkKindNames.indexOf('notify');
/** Waits, and notifications, that are kept per process; later ones have no links. */
const MAX_KEPT = 1 << 18;
/** Waits for one word at the same time, of which the oldest are let go: many more than threads can be recorded. */
const MAX_OPEN = 1024;

/** A wait that was ended by a notification: when it began, and where and when it went on. */
interface Wait {
  readonly beginNs: Ns;
  readonly to: Point;
  /** It may have been ended by an earlier notification that was given to another wait. */
  isUnsure: boolean;
}

/** A notification that woke `woken` waits, some time between `from.ns` and `endNs`. */
interface Notification {
  readonly from: Point;
  readonly endNs: Ns;
  readonly woken: number;
}

interface Word {
  readonly waits: Wait[];
  readonly notifications: Notification[];
}

/**
 * Who woke whom, for the words of shared memory of one process. That can be told only when all of its threads have been read:
 * both sides are kept until `decide`, so that the order in which threads are read makes no difference.
 */
export class WordWaits {
  readonly #timeline: Timeline;
  readonly #words = new Map<number, Word>();
  #waits = 0;
  #notifications = 0;

  constructor(timeline: Timeline) {
    this.#timeline = timeline;
  }

  /** A wait for the word `key` that began then went on at `to`, because it was notified. */
  waited(key: number, beginNs: Ns, to: Point): void {
    if (key === 0 || this.#waits++ >= MAX_KEPT) return;
    this.#word(key).waits.push({ beginNs, to, isUnsure: false });
  }

  notified(key: number, from: Point, endNs: Ns, woken: number): void {
    if (key === 0 || this.#notifications++ >= MAX_KEPT) return;
    this.#word(key).notifications.push({ from, endNs, woken });
  }

  /** All has been read: makes the links. */
  decide(): void {
    const words = [...this.#words].toSorted(([a], [b]) => a - b);
    this.#words.clear();
    for (const [, word] of words) this.#decideWord(word);
  }

  /** In order of time, each notification gets the waits that it woke. */
  #decideWord({ waits, notifications }: Word): void {
    waits.sort((a, b) => a.beginNs - b.beginNs);
    notifications.sort((a, b) => a.from.ns - b.from.ns);
    let open: Wait[] = [];
    let begun = 0;
    notifications.forEach((notification, i) => {
      while (begun < waits.length && waits[begun]!.beginNs <= notification.endNs) open.push(waits[begun++]!);
      open = open.filter((wait) => wait.to.ns >= notification.from.ns).slice(-MAX_OPEN);
      const nextNs = notifications[i + 1]?.from.ns ?? Number.POSITIVE_INFINITY;
      const woken = this.#give(notification, open, nextNs);
      open = open.filter((wait) => !woken.has(wait));
    });
  }

  /**
   * Those that went on before the next notification can only have been woken by this one; of the others, who has waited for
   * the longest time is woken first.
   */
  #give(notification: Notification, open: readonly Wait[], nextNs: Ns): ReadonlySet<Wait> {
    const due = open.filter((wait) => wait.to.ns < nextNs);
    const others = open.filter((wait) => wait.to.ns >= nextNs);
    const isSure = due.length === notification.woken || open.length <= notification.woken;
    const woken = [...due, ...others].slice(0, notification.woken);
    woken.forEach((wait, i) => {
      const isExact = !wait.isUnsure && (isSure || (i < due.length && due.length < notification.woken));
      this.#link(isExact, notification.from, wait.to);
    });
    if (!isSure) for (const wait of open) wait.isUnsure = true;
    return new Set(woken);
  }

  #link(isExact: boolean, from: Point, to: Point): void {
    const { links } = this.#timeline;
    links.push(NOTIFY, isExact, from.thread, from.task, from.ns, to.thread, to.task, to.ns);
  }

  #word(key: number): Word {
    let word = this.#words.get(key);
    if (word === undefined) {
      word = { waits: [], notifications: [] };
      this.#words.set(key, word);
    }
    return word;
  }
}
