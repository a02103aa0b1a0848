import type { ProcessHeader } from '../../shared/frames.ts';
import type { EventFact } from '../../shared/records.ts';
import type { Ns, ProcessOutcome, ProcessRow } from '../../shared/timeline.ts';
import { Channels } from './channels.ts';
import type { Point } from './columns.ts';
import { ProcessEndSource, ProcessTracker, type Shared } from './processTracker.ts';
import type { SiteIndex } from './sites.ts';
import type { Timeline } from './timeline.ts';

/** How a process ended; null when neither code nor signal is known. */
function outcomeOf(code: number | null, signal: string | null): ProcessOutcome | null {
  if (signal !== null) return { kind: 'killed', signal };
  return code === null ? null : { kind: 'exited', code };
}

const spawnKey = (parentPid: number, spawn: number): string => `${parentPid}:${spawn}`;

/**
 * All processes. One process may be heard of up to three times, in any order: by itself (its stream), by its parent
 * (spawn and exit), and by the collector; here these words come together in one row.
 */
export class ProcessRegistry implements Shared {
  readonly timeline: Timeline;
  readonly siteIndex: SiteIndex;
  readonly channels: Channels;
  readonly all: ProcessTracker[] = [];
  /** The newest process of each number: the system may use a number again. */
  readonly #byPid = new Map<number, ProcessTracker>();
  readonly #bySpawn = new Map<string, ProcessTracker>();
  /** Processes whose parent has not been heard of yet, by its pid. */
  readonly #orphans = new Map<number, ProcessTracker[]>();
  /** Ends of processes that have not been heard of yet, by their pid. */
  readonly #earlyEnds = new Map<number, (process: ProcessTracker) => void>();

  constructor(timeline: Timeline, siteIndex: SiteIndex) {
    this.timeline = timeline;
    this.siteIndex = siteIndex;
    this.channels = new Channels(timeline);
  }

  /** A process's own stream begins. */
  stream(header: ProcessHeader, startNs: Ns): ProcessTracker {
    const { pid, command, parent } = header;
    const known = this.#awaited(header);
    const process = known ?? this.#add({ pid, command, startNs, parent: null });
    process.hasStream = true;
    if (known !== null) known.update({ pid, command, startNs });
    if (parent !== null && parent.spawn > 0) this.#register(spawnKey(parent.pid, parent.spawn), process);
    if (parent !== null && process.row.parent === null) this.#adopt(process, parent.pid, header.ppid);
    return process;
  }

  /** The collector started the program. */
  started(pid: number, entry: string, ns: Ns): void {
    if (!this.#byPid.has(pid)) this.#add({ pid, command: [entry], startNs: ns, parent: null });
  }

  failedToStart(message: string, entry: string, ns: Ns): void {
    this.#add({ pid: 0, command: [entry], startNs: ns, parent: null }).endsAt(
      ns,
      { kind: 'failedToStart', message },
      ProcessEndSource.collector,
    );
  }

  ended(pid: number, code: number | null, signal: string | null, ns: Ns): void {
    this.#whenKnown(pid, (process) =>
      process.endsAt(ns, outcomeOf(code, signal), ProcessEndSource.collector),
    );
  }

  processEvent(parent: ProcessTracker, event: EventFact, point: Point): void {
    if (event.e === 'spawn') this.#spawned(parent, event, point);
    else if (event.e === 'childExit') this.#exited(event.pid, outcomeOf(event.code, event.signal), point);
  }

  #spawned(parent: ProcessTracker, event: EventFact & { e: 'spawn' }, point: Point): void {
    const { pid, command, spawn, message } = event;
    const startNs = point.ns - (event.agoNs ?? 0);
    if (pid === null) {
      const failed = this.#add({ pid: 0, command, startNs, parent: parent.id });
      failed.endsAt(point.ns, { kind: 'failedToStart', message: message ?? '' }, ProcessEndSource.parent);
      return;
    }
    const child = this.#heard(parent, pid, spawn) ?? this.#add({ pid, command, startNs, parent: parent.id });
    this.#register(spawnKey(parent.row.pid, spawn), child);
    child.life.startedAt({ ...point, ns: startNs });
  }

  #exited(pid: number, outcome: ProcessOutcome | null, point: Point): void {
    this.#whenKnown(pid, (child) => {
      child.endsAt(point.ns, outcome, ProcessEndSource.parent);
      child.life.endNoticedAt(point);
    });
  }

  #whenKnown(pid: number, end: (process: ProcessTracker) => void): void {
    const process = this.#byPid.get(pid);
    if (process === undefined) this.#earlyEnds.set(pid, end);
    else end(process);
  }

  /** The row that was made for a process before its own stream came. */
  #awaited({ pid, parent }: ProcessHeader): ProcessTracker | null {
    const spawned = parent && this.#bySpawn.get(spawnKey(parent.pid, parent.spawn));
    const candidate = spawned?.row.pid === pid ? spawned : this.#byPid.get(pid);
    return candidate === undefined || candidate.hasStream ? null : candidate;
  }

  /** The process that a spawn started, when its own stream came first. */
  #heard(parent: ProcessTracker, pid: number, spawn: number): ProcessTracker | null {
    const bySpawn = this.#bySpawn.get(spawnKey(parent.row.pid, spawn));
    if (bySpawn?.row.pid === pid) return bySpawn;
    const byPid = this.#byPid.get(pid);
    return byPid?.hasStream === true && byPid.row.parent === parent.id && byPid.row.endNs === null
      ? byPid
      : null;
  }

  /** Gives a process its parent: the shell in between when it has a row, else its nearest recorded ancestor. */
  #adopt(process: ProcessTracker, ancestorPid: number, parentPid: number): void {
    const shell = this.#byPid.get(parentPid);
    const parent = shell === undefined || shell === process ? this.#byPid.get(ancestorPid) : shell;
    if (parent !== undefined && parent !== process) process.update({ parent: parent.id });
    else if (ancestorPid !== process.row.pid) {
      const orphans = this.#orphans.get(ancestorPid);
      if (orphans === undefined) this.#orphans.set(ancestorPid, [process]);
      else orphans.push(process);
    }
  }

  #register(key: string, process: ProcessTracker): void {
    if (!this.#bySpawn.has(key)) this.#bySpawn.set(key, process);
  }

  #add(row: Pick<ProcessRow, 'pid' | 'command' | 'startNs' | 'parent'>): ProcessTracker {
    const process = new ProcessTracker(this, { ...row, id: this.all.length, endNs: null, outcome: null });
    this.all.push(process);
    if (row.pid === 0) return process;
    this.#byPid.set(row.pid, process);
    for (const child of this.#orphans.get(row.pid) ?? []) child.update({ parent: process.id });
    this.#orphans.delete(row.pid);
    this.#earlyEnds.get(row.pid)?.(process);
    this.#earlyEnds.delete(row.pid);
    return process;
  }
}
