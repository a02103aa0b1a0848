import { closeSync, openSync, readFileSync } from 'node:fs';
import { OsState } from '../../shared/records.ts';
import { type Looker, openOrNull } from './looker.ts';
import { readSchedStat, readStat, readSwitches } from './procText.ts';

/** A look that took longer was interrupted, and is taken again: its time would be wrong. */
const LONGEST_LOOK_NS = 50_000n;
/**
 * Names of threads that serve the runtime, or the recorder. They are looked at in every fourth pass, and while they sleep in every
 * eighth: a pool that reads files changes hands thousands of times a second, and each look takes time from the program.
 */
const HELPER = /^(V8Worker|DelayedTaskSche|SignalInspector|libuv-worker|recorder)/;
const HELPER_PASSES = 4;
const QUIET_HELPER_PASSES = 8;
/** Looks without a change after which a helper is taken to sleep. */
const HELPER_PATIENCE = 8;

/** One thread of the program, with the files that tell of it open. */
export class WatchedThread {
  readonly tid: number;
  readonly #pid: number;
  readonly #schedStat: number;
  readonly #stat: number;
  /** Opened when it is needed; null: there is none. */
  #sched: number | null | undefined;
  readonly #last = { cpuNs: 0, readyNs: 0, slices: 0 };
  readonly #now = { cpuNs: 0, readyNs: 0, slices: 0 };
  readonly #found = { state: OsState.sleeping as OsState, core: 0 };
  #name = '';
  #isHelper = false;
  /** When it was found unchanged, if that is not told yet. */
  #unchangedNs: bigint | null = null;
  #unchangedLooks = 0;
  #toldSlices = -1;

  /** Throws when the thread is gone, or when too many files are open. */
  constructor(pid: number, tid: number) {
    this.tid = tid;
    this.#pid = pid;
    this.#schedStat = openSync(this.#path('schedstat'), 'r');
    try {
      this.#stat = openSync(this.#path('stat'), 'r');
    } catch (error) {
      closeSync(this.#schedStat);
      throw error;
    }
  }

  /** Whether it has to be looked at in this pass. */
  isDue(pass: number): boolean {
    if (!this.#isHelper) return true;
    const passes = this.#unchangedLooks > HELPER_PATIENCE ? QUIET_HELPER_PASSES : HELPER_PASSES;
    return (pass + this.tid) % passes === 0;
  }

  /** Looks at the thread; returns whether something has changed. Throws when it is gone. */
  look(looker: Looker): boolean {
    const ns = this.#readCounters(looker);
    const { cpuNs, readyNs, slices } = this.#now;
    const last = this.#last;
    if (cpuNs === last.cpuNs && slices === last.slices && readyNs === last.readyNs) {
      this.#unchangedNs = ns;
      this.#unchangedLooks++;
      return false;
    }
    if (this.#name === '') this.#tellName(looker, ns);
    this.#tellUnchanged(looker);
    this.#unchangedLooks = 0;
    this.#readState(looker);
    this.#tell(looker, ns, cpuNs - last.cpuNs, readyNs - last.readyNs, slices - last.slices);
    if (this.#found.state === OsState.sleeping && !this.#isHelper) this.#tellMoved(looker);
    Object.assign(last, this.#now);
    return true;
  }

  /** Tells what changes seldom: its name, its voluntary and involuntary switches. Throws when it is gone. */
  lookClosely(looker: Looker): void {
    if (this.#name === '' || this.#toldSlices === this.#last.slices) return;
    this.#toldSlices = this.#last.slices;
    const ns = process.hrtime.bigint();
    const switches = readSwitches(readFileSync(this.#path('status'), 'latin1'));
    if (switches !== null) looker.writer.switches(ns, this.tid, switches.voluntary, switches.involuntary);
    this.#tellName(looker, ns);
  }

  /** The thread is over. */
  end(looker: Looker, ns: bigint): void {
    closeSync(this.#schedStat);
    closeSync(this.#stat);
    if (typeof this.#sched === 'number') closeSync(this.#sched);
    if (this.#name === '') return;
    this.#tellUnchanged(looker);
    looker.writer.gone(ns, this.tid, this.#found.core);
  }

  #path(file: string): string {
    return `/proc/${this.#pid}/task/${this.tid}/${file}`;
  }

  /** Reads the counters into `#now`; returns when that was. */
  #readCounters(looker: Looker): bigint {
    for (let isLast = false; ; isLast = true) {
      const ns = process.hrtime.bigint();
      const length = looker.read(this.#schedStat);
      const isQuick = process.hrtime.bigint() - ns < LONGEST_LOOK_NS;
      if (!readSchedStat(looker.buffer, length, this.#now))
        throw new Error(`unknown form: ${this.#path('schedstat')}`);
      if (isQuick || isLast) return ns;
    }
  }

  /** What runs on the core of who looks does not run. */
  #readState(looker: Looker): void {
    const length = looker.read(this.#stat);
    if (!readStat(looker.buffer, length, this.#found)) return;
    const { state, core } = this.#found;
    if (state === OsState.runnable && core === looker.core) this.#found.state = OsState.ready;
  }

  #tell({ writer }: Looker, ns: bigint, cpuNs: number, readyNs: number, slices: number): void {
    const { state, core } = this.#found;
    writer.sample({ ns, tid: this.tid, state, core, cpuNs, readyNs, slices });
  }

  #tellUnchanged(looker: Looker): void {
    if (this.#unchangedNs !== null) this.#tell(looker, this.#unchangedNs, 0, 0, 0);
    this.#unchangedNs = null;
  }

  /** For a thread that sleeps: the moment at which it went to sleep. */
  #tellMoved(looker: Looker): void {
    if (!looker.knowsMoves) return;
    if (this.#sched === undefined) this.#sched = openOrNull(this.#path('sched'));
    if (this.#sched === null) return;
    const kernelNs = looker.lastMoved(this.#sched);
    const ns = kernelNs < 0 ? null : looker.ourTime(this.#found.core, kernelNs);
    if (ns !== null) looker.writer.moved(ns, this.tid);
  }

  #tellName({ writer }: Looker, ns: bigint): void {
    const name = readFileSync(this.#path('comm'), 'utf8').trim() || '(unnamed)';
    if (name === this.#name) return;
    this.#name = name;
    this.#isHelper = HELPER.test(name);
    writer.osThread(ns, { tid: this.tid, pid: this.#pid, name });
  }
}
