import { readdirSync, readFileSync, statSync } from 'node:fs';
import type { Looker } from './looker.ts';
import { WatchedThread } from './watchedThread.ts';

/** Threads of one process that are watched; each keeps files open. */
const MAX_THREADS = 512;

/** One process of the program, with its threads. */
export class WatchedProcess {
  readonly pid: number;
  readonly #folder: string;
  readonly #threads = new Map<number, WatchedThread>();
  #links = -1;
  #isGone = false;

  constructor(pid: number) {
    this.pid = pid;
    this.#folder = `/proc/${pid}/task`;
  }

  /** It is over, and so are its threads. */
  get isGone(): boolean {
    return this.#isGone;
  }

  /** Finds threads that have begun. The number of a folder's links tells cheaply whether there may be any. */
  findThreads(): void {
    const links = statSync(this.#folder, { throwIfNoEntry: false })?.nlink;
    if (links === undefined) this.#isGone = true;
    if (links === undefined || links === this.#links) return;
    this.#links = links;
    for (const name of namesIn(this.#folder)) this.#add(Number(name));
  }

  /** Looks at the threads that are due; returns whether any has changed. */
  look(looker: Looker, pass: number): boolean {
    let isChanged = false;
    for (const thread of this.#threads.values()) {
      if (!thread.isDue(pass)) continue;
      this.#whileThere(thread, looker, () => {
        if (thread.look(looker)) isChanged = true;
      });
    }
    return isChanged;
  }

  /** Tells what changes seldom. */
  lookClosely(looker: Looker): void {
    for (const thread of this.#threads.values()) {
      this.#whileThere(thread, looker, () => thread.lookClosely(looker));
    }
  }

  /** Processes that its threads started and that are not over, as far as the system tells. */
  children(): readonly number[] {
    return [...this.#threads.keys()].flatMap((tid) => {
      const children = textOf(`${this.#folder}/${tid}/children`);
      return children
        .split(' ')
        .map(Number)
        .filter((pid) => pid > 0);
    });
  }

  /** Nothing more will be heard of it. */
  end(looker: Looker): void {
    for (const thread of this.#threads.values()) thread.end(looker, process.hrtime.bigint());
    this.#threads.clear();
  }

  #add(tid: number): void {
    if (this.#threads.has(tid) || this.#threads.size === MAX_THREADS) return;
    try {
      this.#threads.set(tid, new WatchedThread(this.pid, tid));
    } catch {
      // It has ended already, or no more files can be opened.
    }
  }

  #whileThere(thread: WatchedThread, looker: Looker, work: () => void): void {
    try {
      work();
    } catch {
      this.#threads.delete(thread.tid);
      thread.end(looker, process.hrtime.bigint());
      this.#links = -1;
    }
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}
