import type { CounterName, CounterRow, ProcessId, ThreadId } from '../../src/shared/timeline.ts';

/** The newest number of each kind about each thread, as a timeline grows. */
export class Counters {
  private readonly newest = new Map<string, CounterRow>();

  /** What the system says of a thread counts for more than what Node says. */
  add(rows: readonly CounterRow[]): void {
    for (const row of rows) {
      const key = keyOf(row.name, row.process, row.thread);
      const known = this.newest.get(key);
      if (known?.source !== 'system' || row.source === 'system') this.newest.set(key, row);
    }
  }

  /** Null: nobody has said. `thread` NONE: about a process that is not recorded itself. */
  of(name: CounterName, process: ProcessId, thread: ThreadId): number | null {
    return this.newest.get(keyOf(name, process, thread))?.value ?? null;
  }
}

const keyOf = (name: CounterName, process: ProcessId, thread: ThreadId): string =>
  `${name} ${process} ${thread}`;
