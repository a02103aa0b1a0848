import type { TimelineTables } from '../../src/analysis/tables.ts';
import type { ProcessId, ThreadId } from '../../src/shared/timeline.ts';
import { State } from '../../src/shared/timeline.ts';
import { t } from '../texts.ts';
import type { CallGroup } from './callGroup.ts';
import type { ThreadLane } from './lanes.ts';
import { callTime, groupTime, longestCall, trackTime } from './laneTimes.ts';
import type { LaneQuery } from './laneView.ts';
import type { MarkFinder } from './markFinder.ts';
import type { Recording } from './recording.ts';
import { groupLabel, processLabel, threadLabel } from './tree.ts';

/** What a search found, and what lies around it. */
export class Found {
  readonly processes = new Set<ProcessId>();
  readonly threads = new Set<ThreadId>();
  readonly groups = new Set<CallGroup>();
  readonly cores = new Set<number>();
  /** Threads with a console line or an error that was found. */
  readonly withMarks = new Set<ThreadId>();
  /** Those that hold something that was found. */
  readonly aroundProcess = new Set<ProcessId>();
  readonly aroundThread = new Set<ThreadId>();
}

/** Lanes that can be found: processes, threads, functions, operations and cores; not the single calls. */
export const laneCount = ({ store, lanes }: Recording): number =>
  store.processes.length + store.threads.length + lanes.groups.length + lanes.cores.tracks.length;

/** Looks for lanes: at each of them once. */
export class LaneFinder {
  readonly found = new Found();
  private readonly query: LaneQuery;
  private readonly text: string;
  private readonly recording: Recording;
  private readonly tables: TimelineTables;

  constructor(query: LaneQuery, recording: Recording) {
    this.query = query;
    this.text = query.text.toLowerCase();
    this.recording = recording;
    this.tables = recording.store;
  }

  /** `marks` is up to date; `isWanted` leaves groups out whatever is searched for. */
  find(marks: MarkFinder, isWanted: (group: CallGroup) => boolean): Found {
    const { lanes, store } = this.recording;
    for (const group of lanes.groups) if (isWanted(group) && this.isGroup(group)) this.addGroup(group);
    for (const thread of lanes.threads) if (thread) this.thread(thread, marks);
    if (!this.hasTimes) for (const process of store.processes) this.process(process.id);
    if (!this.hasTimes) this.cores();
    return this.found;
  }

  /** Whether a call of a group that was found is what is searched for. */
  isCall(group: CallGroup, row: number): boolean {
    const { state, stateNs, longestNs } = this.query;
    if (callTime(group, row, this.tables) < longestNs) return false;
    return state === State.none || isLong(trackTime(group.rows[row]!, state, this.tables), stateNs);
  }

  /** Something that only functions and threads have is asked for. */
  get hasTimes(): boolean {
    return this.query.state !== State.none || this.query.longestNs > 0;
  }

  private isGroup(group: CallGroup): boolean {
    const { state, stateNs, longestNs } = this.query;
    if (longestNs > 0 && longestCall(group, this.tables) < longestNs) return false;
    if (state !== State.none && !isLong(groupTime(group, state, this.tables), stateNs)) return false;
    const site = this.tables.sites[group.identity.site];
    return (
      this.has(groupLabel(group, this.tables)) ||
      (site !== undefined && this.has(`${site.file}:${site.line}`))
    );
  }

  private addGroup(group: CallGroup): void {
    const { thread } = group.identity;
    this.found.groups.add(group);
    this.found.aroundThread.add(thread);
    this.around(thread);
  }

  private thread({ id, track }: ThreadLane, marks: MarkFinder): void {
    const row = this.tables.threads[id];
    const { state, stateNs, longestNs } = this.query;
    if (!row || longestNs > 0) return;
    if (state !== State.none && !isLong(trackTime(track, state, this.tables), stateNs)) return;
    const isNamed = this.has(threadLabel(row));
    const hasMarks = !this.hasTimes && marks.byThread.has(id);
    if (isNamed) this.found.threads.add(id);
    if (hasMarks) this.found.withMarks.add(id);
    if (isNamed || hasMarks) this.around(id);
  }

  private process(id: ProcessId): void {
    const process = this.tables.processes[id]!;
    const names = [processLabel(process), ...process.command];
    if (names.some((name) => this.has(name))) this.found.processes.add(id);
  }

  private cores(): void {
    for (const { core } of this.recording.lanes.cores.tracks) {
      if (this.has(t('core {0}', core))) this.found.cores.add(core);
    }
  }

  private around(thread: ThreadId): void {
    const process = this.tables.threads[thread]?.process;
    if (process !== undefined) this.found.aroundProcess.add(process);
  }

  private has(name: string): boolean {
    return this.text === '' || name.toLowerCase().includes(this.text);
  }
}

/** At least so long, and not never. */
const isLong = (ns: number, leastNs: number): boolean => ns > 0 && ns >= leastNs;
