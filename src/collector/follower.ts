import { setTimeout as delay } from 'node:timers/promises';
import type { CollectorFact } from '../shared/frames.ts';
import { clockError } from './clock.ts';
import type { Program } from './launch.ts';
import { ownPids, type ProcessTree } from './processTree.ts';
import type { Session } from './session.ts';
import type { CoreRecorder } from './system/coreRecorder.ts';
import { Tail } from './tail.ts';
import type { RunOptions } from './types.ts';

/** Between two looks at the session's folder, in ms; while the program starts, its first records are awaited eagerly. */
const POLL_MS = 30;
const EAGER_POLL_MS = 8;
const EAGER_FOR_MS = 1000;
/** Between two looks at the processes that have outlived the program, in ms. */
const SURVIVORS_MS = 200;
/** How long such a process may take to begin to record, in ms. */
const YOUNG_MS = 1000;
/** How long the program itself may take to begin to record when it is to be ended, in ms. */
const BEGIN_MS = 300;
/** How long a recorder may take to write out what it holds, in ms: many times the pause between its passes. */
const SETTLE_MS = 100;
/** When the clocks are compared, in ms after the start, unless the program has ended before. */
const CLOCK_AFTER_MS = 1000;
/** How long the last output may take to arrive after the last process's end, in ms. */
const LAST_OUTPUT_MS = 1000;

/** Follows a program's recording while it grows, until nothing more can come. */
export class Follower {
  /** What the collector has to say; told with the next bytes, so that all go to the caller from one place. */
  readonly facts: CollectorFact[] = [];
  private readonly session: Session;
  private readonly options: RunOptions;
  private readonly tree: () => ProcessTree;
  private readonly cores: CoreRecorder;
  private readonly tail: Tail;
  private begunMs = 0;

  constructor(session: Session, options: RunOptions, tree: () => ProcessTree, cores: CoreRecorder) {
    this.cores = cores;
    this.session = session;
    this.options = options;
    this.tree = tree;
    this.tail = new Tail(session.dir, options.onBytes);
  }

  /** Processes whose stream has begun and not ended. */
  get openPids(): number[] {
    return this.tail.openPids;
  }

  /** The stream files, with the bytes of each that are worth keeping. */
  get wholeBytes(): ReadonlyMap<string, number> {
    return this.tail.wholeBytes;
  }

  /**
   * Gives the recorders time to write out what has happened until now, before the program is ended: the drain thread
   * of a process that was just started may not run yet, afterwards it is never far behind.
   */
  async settle(program: Program): Promise<void> {
    const deadline = performance.now() + BEGIN_MS;
    while (performance.now() < deadline && !this.tail.hasRecords(program.pid)) await delay(10);
    await delay(SETTLE_MS);
  }

  /** Resolves when the program and all recorded processes are over, and everything was handed on. */
  async follow(program: Program): Promise<void> {
    this.begunMs = performance.now();
    const clock = this.measureClock(program);
    clock.catch(() => {}); // Also when reading fails first.
    await this.readWhile(program.exited);
    await this.readWhile(this.untilSurvivorsEnd());
    await this.cores.end();
    await Promise.race([program.closed, delay(LAST_OUTPUT_MS, undefined, { ref: false })]);
    await clock;
    while (await this.readOnce());
  }

  private async readWhile(event: Promise<unknown>): Promise<void> {
    const pauseEnd = new AbortController();
    const over = event.finally(() => pauseEnd.abort());
    over.catch(() => {}); // Also when reading fails first.
    while (!pauseEnd.signal.aborted) {
      if (!(await this.readOnce())) await this.pause(pauseEnd.signal);
    }
    await over;
  }

  /** Resolves to whether more is there already. */
  private async readOnce(): Promise<boolean> {
    for (const fact of this.facts.splice(0)) this.session.append(fact);
    const more = await this.tail.readNew();
    for (const pid of this.tail.openPids) this.cores.watch(pid);
    return more;
  }

  private async pause(signal: AbortSignal): Promise<void> {
    const isEager = performance.now() < this.begunMs + EAGER_FOR_MS;
    const pollMs = this.options.pollMs ?? (isEager ? EAGER_POLL_MS : POLL_MS);
    await delay(pollMs, undefined, { signal }).catch(() => {});
  }

  private async untilSurvivorsEnd(): Promise<void> {
    const begin = performance.now();
    for (let told = 0; ; await delay(SURVIVORS_MS)) {
      const recorded = new Set(this.tail.recordedPids);
      const young = performance.now() - begin < YOUNG_MS;
      const processes = ownPids(this.tree()).filter((pid) => young || recorded.has(pid)).length;
      if (processes === 0) return;
      if (processes !== told) this.options.onProgress?.({ kind: 'waiting', processes });
      told = processes;
    }
  }

  /** Takes two cores for some ms: not while the program starts, where it would be felt most. */
  private async measureClock(program: Program): Promise<void> {
    await Promise.race([program.exited, delay(CLOCK_AFTER_MS, undefined, { ref: false })]);
    const errorNs = await clockError();
    if (errorNs !== null) this.facts.push({ f: 'clock', errorNs });
  }
}
