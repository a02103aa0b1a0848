import type { OsThreadFact } from '../../shared/records.ts';
import {
  NONE,
  type OsThreadId,
  type OsThreadRow,
  type ProcessId,
  type ProcessRow,
  type ThreadId,
  type ThreadRow,
} from '../../shared/timeline.ts';
import { RowTable } from './rows.ts';

/**
 * The threads as the system knows them, and whose they are. The system's word and the program's own may come in any order.
 * Numbers are given out again, so that a number stands for its newest thread.
 */
export class OsThreads {
  readonly table = new RowTable<OsThreadRow>();
  readonly #byTid = new Map<number, OsThreadId>();
  readonly #byPid = new Map<number, OsThreadId[]>();
  readonly #processes = new Map<number, ProcessId>();
  /** Threads of the program that have not been joined, by the system's number. */
  readonly #awaited = new Map<number, ThreadRow>();
  readonly #joined = new Set<ThreadId>();
  readonly #recorded = new Set<ProcessId>();
  readonly #nextChange: () => number;
  readonly #pidOf: (process: ProcessId) => number | undefined;

  constructor(nextChange: () => number, pidOf: (process: ProcessId) => number | undefined) {
    this.#nextChange = nextChange;
    this.#pidOf = pidOf;
  }

  /** The system names a thread, a new one or (`known`) one that has a new name. */
  named({ tid, pid, name }: OsThreadFact, known: OsThreadId): OsThreadId {
    if (known !== NONE) {
      this.#set({ ...this.table.rows[known]!, name });
      return known;
    }
    const id = this.table.rows.length;
    this.#byTid.set(tid, id);
    const own = this.#byPid.get(pid);
    if (own === undefined) this.#byPid.set(pid, [id]);
    else own.push(id);
    this.#set({ id, tid, pid, name, process: this.#processes.get(pid) ?? NONE, thread: NONE });
    const awaited = this.#awaited.get(tid);
    if (awaited !== undefined) this.#join(awaited);
    return id;
  }

  /** A process has a row. */
  process({ pid, id }: ProcessRow): void {
    if (pid === 0 || this.#processes.get(pid) === id) return;
    this.#processes.set(pid, id);
    for (const osThread of this.#byPid.get(pid) ?? []) {
      const row = this.table.rows[osThread]!;
      if (row.process === NONE) this.#set({ ...row, process: id });
    }
  }

  /** Whether the process tells of its threads itself. */
  isRecorded(process: ProcessId): boolean {
    return this.#recorded.has(process);
  }

  /** A thread of the program has a row. */
  thread(row: ThreadRow): void {
    this.#recorded.add(row.process);
    if (row.osTid === null || this.#joined.has(row.id)) return;
    this.#awaited.set(row.osTid, row);
    this.#join(row);
  }

  #join({ id, osTid, process }: ThreadRow): void {
    const row = this.table.rows[this.#byTid.get(osTid!) ?? NONE];
    if (row === undefined || row.thread !== NONE || row.pid !== this.#pidOf(process)) return;
    this.#awaited.delete(osTid!);
    this.#joined.add(id);
    this.#set({ ...row, process, thread: id });
  }

  #set(row: OsThreadRow): void {
    this.table.set(row.id, row, this.#nextChange());
  }
}
