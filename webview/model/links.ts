import type { TimelineTables } from '../../src/analysis/tables.ts';
import type { TaskId, ThreadId } from '../../src/shared/timeline.ts';
import { linkKindNames, NONE } from '../../src/shared/timeline.ts';
import { IntList } from './intList.ts';
import type { TimeWindow } from './view.ts';

/** Links per chunk; a chunk outside the window is passed over as a whole. */
const CHUNK = 256;

const spawn = linkKindNames.indexOf('spawn');
const message = linkKindNames.indexOf('message');

/** Finds the links that are drawn for everyone (spawn and message) and those of one lane, without looking at all of them. */
export class LinkIndex {
  private readonly shown = new IntList();
  private readonly chunkStart: number[] = [];
  private readonly chunkEnd: number[] = [];
  private readonly tables: TimelineTables;
  private taken = 0;
  private readonly messageByLink = new Map<number, number>();
  private takenMessages = 0;

  constructor(tables: TimelineTables) {
    this.tables = tables;
  }

  /** Takes in the links that have been added to the timeline. */
  update(): void {
    this.updateMessages();
    const { columns, length } = this.tables.links;
    for (; this.taken < length; this.taken++) {
      const kind = columns.kind[this.taken]!;
      if (kind === spawn || kind === message)
        this.add(this.taken, columns.fromNs[this.taken]!, columns.toNs[this.taken]!);
    }
  }

  /** Row in `messages` of what a link carried, or NONE. */
  messageOf(link: number): number {
    return this.messageByLink.get(link) ?? NONE;
  }

  /** Spawns and messages that touch a window; null when there are more than `limit`. */
  inWindow(window: TimeWindow, limit: number): number[] | null {
    const { columns } = this.tables.links;
    const found: number[] = [];
    for (let chunk = 0; chunk < this.chunkStart.length; chunk++) {
      if (this.chunkStart[chunk]! > window.endNs || this.chunkEnd[chunk]! < window.startNs) continue;
      const end = Math.min((chunk + 1) * CHUNK, this.shown.length);
      for (let i = chunk * CHUNK; i < end; i++) {
        const link = this.shown.at(i);
        if (columns.fromNs[link]! <= window.endNs && columns.toNs[link]! >= window.startNs) found.push(link);
      }
      if (found.length > limit) return null;
    }
    return found;
  }

  /** All links from or to a lane, at most `limit`, the latest first. */
  ofLane(thread: ThreadId, task: TaskId, limit: number): number[] {
    const { columns, length } = this.tables.links;
    const found: number[] = [];
    for (let link = length - 1; link >= 0 && found.length < limit; link--) {
      const from = columns.fromTask[link] === task && columns.fromThread[link] === thread;
      if (from || (columns.toTask[link] === task && columns.toThread[link] === thread)) found.push(link);
    }
    return found;
  }

  private updateMessages(): void {
    const { columns, length } = this.tables.messages;
    for (; this.takenMessages < length; this.takenMessages++)
      this.messageByLink.set(columns.link[this.takenMessages]!, this.takenMessages);
  }

  private add(link: number, fromNs: number, toNs: number): void {
    const chunk = Math.floor(this.shown.length / CHUNK);
    this.shown.push(link);
    this.chunkStart[chunk] = Math.min(this.chunkStart[chunk] ?? fromNs, fromNs);
    this.chunkEnd[chunk] = Math.max(this.chunkEnd[chunk] ?? toNs, toNs);
  }
}
