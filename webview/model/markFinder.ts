import type { TimelineTables } from '../../src/analysis/tables.ts';
import type { ThreadId } from '../../src/shared/timeline.ts';
import { IntList } from './intList.ts';

/** So many marks are looked at between two frames: a million of them must not hold the page up. */
const MARKS_PER_STEP = 50_000;

/** Finds console lines and errors that hold a text. Each is looked at once, as long as the text stays. */
export class MarkFinder {
  /** Numbers of the marks that were found, by thread. */
  readonly byThread = new Map<ThreadId, IntList>();
  count = 0;
  private text = '';
  private pattern = /(?!)/;
  private looked = 0;
  private tables: TimelineTables | null = null;

  /** Every mark was looked at. */
  get isDone(): boolean {
    return this.text === '' || this.looked >= (this.tables?.marks.length ?? 0);
  }

  /** It has begun with this text. */
  isFor(text: string, tables: TimelineTables): boolean {
    return text === this.text && tables === this.tables;
  }

  /** Looks at some more marks; `text` empty: nothing is searched for, and nothing is found. */
  look(text: string, tables: TimelineTables): void {
    if (!this.isFor(text, tables)) this.restart(text, tables);
    if (text === '') return;
    const { marks } = tables;
    const until = Math.min(marks.length, this.looked + MARKS_PER_STEP);
    for (; this.looked < until; this.looked++) {
      const mark = marks[this.looked]!;
      if (this.pattern.test(mark.text)) this.add(mark.thread, this.looked);
    }
  }

  private restart(text: string, tables: TimelineTables): void {
    this.text = text;
    this.pattern = new RegExp(text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'), 'iu');
    this.tables = tables;
    this.looked = 0;
    this.count = 0;
    this.byThread.clear();
  }

  private add(thread: ThreadId, mark: number): void {
    const known = this.byThread.get(thread);
    const list = known ?? new IntList();
    if (!known) this.byThread.set(thread, list);
    list.push(mark);
    this.count++;
  }
}
