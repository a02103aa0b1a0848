import {
  NONE,
  type Ns,
  type SiteId,
  type SiteRow,
  State,
  type TaskId,
  type ThreadId,
  taskKindNames,
} from '../../shared/timeline.ts';
import { ownerOf } from '../owner.ts';
import { runLengthNs } from '../summary.ts';
import type { TimelineTables } from '../tables.ts';
import { countUntil, RowGroups } from '../why/rowGroups.ts';
import { WhyIndex } from '../why/whyIndex.ts';
import { phrases } from '../words.ts';

/** The thread's running spans, and how long it ran before each. */
interface Busy {
  readonly rows: Int32Array;
  /** By place in `rows`: all running time before it; one more entry at the end. */
  readonly sumNs: Float64Array;
}

/** What the checks share: a finished recording, and ways to find its rows. Everything is made when it is first asked for. */
export class RunIndex {
  readonly tables: TimelineTables;
  readonly rows: WhyIndex;
  readonly #made = new Map<(run: RunIndex) => unknown, unknown>();
  readonly #busy = new Map<ThreadId, Busy>();
  #cores: RowGroups | null = null;

  constructor(tables: TimelineTables) {
    this.tables = tables;
    this.rows = new WhyIndex(tables);
    this.rows.refresh();
  }

  /** What several checks need is made once. */
  once<T>(make: (run: RunIndex) => T): T {
    if (!this.#made.has(make)) this.#made.set(make, make(this));
    return this.#made.get(make) as T;
  }

  /** How long the run took. */
  get lengthNs(): Ns {
    return runLengthNs(this.tables);
  }

  /** How long a thread ran its tasks in a stretch of time. */
  busyNs(thread: ThreadId, fromNs: Ns, toNs: Ns): Ns {
    const { spans } = this.tables;
    const { rows, sumNs } = this.#busyOf(thread);
    const first = countUntil(rows, fromNs, (row) => spans.endAt(row));
    const end = countUntil(rows, toNs, (row) => spans.startAt(row));
    if (first >= end) return 0;
    const before = Math.max(0, fromNs - spans.startAt(rows[first]!));
    const after = Math.max(0, spans.endAt(rows[end - 1]!) - toNs);
    return sumNs[end]! - sumNs[first]! - before - after;
  }

  /** At least so long no thread of the recording ran in a stretch of time. */
  idleNs(fromNs: Ns, toNs: Ns): Ns {
    let ns = toNs - fromNs;
    for (const { id } of this.tables.threads) {
      ns -= this.busyNs(id, fromNs, toNs);
      if (ns <= 0) return 0;
    }
    return ns;
  }

  /** How long a thread could have run in a stretch of time and had no core (`hasCore` false), or had one; null: not known. */
  coreNs(thread: ThreadId, fromNs: Ns, toNs: Ns, hasCore: boolean): Ns | null {
    const { columns, length } = this.tables.cores;
    const { osThread, core, startNs, endNs } = columns;
    const { osThreads, threads } = this.tables;
    this.#cores ??= new RowGroups(threads.length, length, (row) => osThreads[osThread[row]!]!.thread);
    const rows = this.#cores.of(thread);
    if (rows.length === 0) return null;
    let ns = 0;
    for (let at = countUntil(rows, fromNs, (row) => endNs[row]!); at < rows.length; at++) {
      const row = rows[at]!;
      if (startNs[row]! >= toNs) break;
      if ((core[row] !== NONE) === hasCore)
        ns += Math.min(endNs[row]!, toNs) - Math.max(startNs[row]!, fromNs);
    }
    return ns;
  }

  nameOf(task: TaskId): string {
    const { strings, tasks } = this.tables;
    return strings[tasks.columns.name[task]!] ?? phrases.unknownName;
  }

  /** What was called there: an operation's own name says only of what kind it is. */
  calledAt(task: TaskId): string {
    const { kind, site } = this.tables.tasks.columns;
    const name = taskKindNames[kind[task]!] === 'io' ? this.siteRow(site[task]!)?.name : '';
    return name || this.nameOf(task);
  }

  siteRow(site: SiteId): SiteRow | null {
    return this.tables.sites[site] ?? null;
  }

  /** A site in the program's own files; null: it is elsewhere, or not known. */
  ownSite(site: SiteId): SiteRow | null {
    const row = this.siteRow(site);
    return row !== null && ownerOf(row.file, this.tables.facts.cwd).kind === 'user' ? row : null;
  }

  #busyOf(thread: ThreadId): Busy {
    let busy = this.#busy.get(thread);
    if (busy === undefined) {
      const { spans } = this.tables;
      const rows = this.rows
        .spansOf({ thread, task: NONE })
        .filter((row) => spans.stateAt(row) === State.running);
      const sumNs = new Float64Array(rows.length + 1);
      rows.forEach((row, i) => {
        sumNs[i + 1] = sumNs[i]! + spans.lengthAt(row);
      });
      busy = { rows, sumNs };
      this.#busy.set(thread, busy);
    }
    return busy;
  }
}

/** As a person writes a place. */
export const placeOf = (site: SiteRow | null): string => (site === null ? '?' : `${site.file}:${site.line}`);
