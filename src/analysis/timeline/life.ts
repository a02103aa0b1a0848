import { linkKindNames, NONE } from '../../shared/timeline.ts';
import type { Point } from './columns.ts';
import type { ThreadTracker } from './threadTracker.ts';
import type { Timeline } from './timeline.ts';

const SPAWN = linkKindNames.indexOf('spawn');

/**
 * Where a thread was started and where its end was noticed, both in another thread. The three parts come in any order;
 * each link is made as soon as both of its ends are known.
 */
export class ThreadLife {
  readonly #timeline: Timeline;
  readonly #endKind: number;
  #started: Point | null = null;
  #noticed: Point | null = null;
  #thread: ThreadTracker | null = null;

  /** `end`: what links the thread's end to the moment it was noticed. */
  constructor(timeline: Timeline, end: 'join' | 'exit') {
    this.#timeline = timeline;
    this.#endKind = linkKindNames.indexOf(end);
  }

  startedAt(point: Point): void {
    this.#started = point;
    this.#linkStart();
  }

  endNoticedAt(point: Point): void {
    this.#noticed = point;
    this.linkEnd();
  }

  began(thread: ThreadTracker): void {
    this.#thread = thread;
    this.#linkStart();
  }

  /** To be called when the thread is closed, too. */
  linkEnd(): void {
    const { closedNs, id } = this.#thread ?? { closedNs: null, id: NONE };
    const to = this.#noticed;
    if (closedNs === null || to === null) return;
    this.#noticed = null;
    const fromNs = Math.min(closedNs, to.ns);
    this.#timeline.links.push(this.#endKind, true, id, NONE, fromNs, to.thread, to.task, to.ns);
  }

  #linkStart(): void {
    const from = this.#started;
    const thread = this.#thread;
    if (from === null || thread === null) return;
    this.#started = null;
    this.#timeline.links.push(
      SPAWN,
      true,
      from.thread,
      from.task,
      from.ns,
      thread.id,
      NONE,
      Math.max(thread.startNs, from.ns),
    );
  }
}
