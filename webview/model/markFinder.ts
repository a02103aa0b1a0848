import type { TimelineTables } from '../../src/analysis/tables.ts';
import type { ThreadId } from '../../src/shared/timeline.ts';
import { IntList } from './intList.ts';

/** Finds console lines and errors that hold a text. They are many: each is looked at once, as long as the text stays. */
export class MarkFinder {
  /** Numbers of the marks that were found, by thread. */
  readonly byThread = new Map<ThreadId, IntList>();
  count = 0;
  private text = '';
  private looked = 0;
  private tables: TimelineTables | null = null;

  /** `text` in lower case; empty: nothing is searched for, and nothing is found. */
  update(text: string, tables: TimelineTables): void {
    if (text !== this.text || tables !== this.tables) this.restart(text, tables);
    if (text === '') return;
    const { marks } = tables;
    for (; this.looked < marks.length; this.looked++) {
      const mark = marks[this.looked]!;
      if (mark.text.toLowerCase().includes(text)) this.add(mark.thread, this.looked);
    }
  }

  private restart(text: string, tables: TimelineTables): void {
    this.text = text;
    this.tables = tables;
    this.looked = 0;
    this.count = 0;
    this.byThread.clear();
  }

  private add(thread: ThreadId, mark: number): void {
    const known = this.byThread.get(thread);
    if (known) known.push(mark);
    else {
      const list = new IntList();
      list.push(mark);
      this.byThread.set(thread, list);
    }
    this.count++;
  }
}
