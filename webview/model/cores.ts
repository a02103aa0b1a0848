import type { TimelineTables } from '../../src/analysis/tables.ts';
import type { Ns, OsThreadId, OsThreadRow, ThreadId, TimelineDelta } from '../../src/shared/timeline.ts';
import { NONE, State } from '../../src/shared/timeline.ts';
import { StepCurve } from './stepCurve.ts';
import { type SpanAt, type SpanTable, STATES, spanAt, Track } from './track.ts';

/** Colours for threads on the cores; with more threads than that, some share one. */
export const THREAD_COLOURS = 6;
/** Colour of what is no thread of the program's own. */
export const HELPER = THREAD_COLOURS + 1;
const COLOURS = HELPER + 1;

/** A thread's colour, from 1 on; `HELPER` for NONE. */
export const colourOf = (thread: ThreadId): number =>
  thread === NONE ? HELPER : 1 + (thread % THREAD_COLOURS);

/**
 * What one core did, or (`core` NONE) when one thread was ready without a core. Its spans are rows of the timeline's `cores`; on a core
 * their kind is the colour of the thread, so that even a column that is too dense for bars shows each thread's share.
 */
export class CoreTrack extends Track {
  readonly core: number;

  constructor(core: number) {
    super({ endNs: Number.POSITIVE_INFINITY }, core === NONE ? STATES : COLOURS);
    this.core = core;
  }
}

/** The timeline's `cores` as tracks read them. Starts are its own: a core is never drawn as taken twice. */
class SliceTable implements SpanTable {
  private state = new Uint8Array(256);
  private startNs = new Float64Array(256);
  private readonly tables: TimelineTables;

  constructor(tables: TimelineTables) {
    this.tables = tables;
  }

  stateAt(row: number): number {
    return this.state[row]!;
  }

  startAt(row: number): Ns {
    return this.startNs[row]!;
  }

  endAt(row: number): Ns {
    return this.tables.cores.columns.endNs[row]!;
  }

  lengthAt(row: number): Ns {
    return this.endAt(row) - this.startAt(row);
  }

  /** Says what kind of span a row is. */
  setState(row: number, state: number): void {
    this.state[row] = state;
  }

  setStart(row: number, startNs: Ns): void {
    this.startNs[row] = startNs;
  }

  reserve(rows: number): void {
    if (rows <= this.state.length) return;
    const { state, startNs } = this;
    const size = Math.max(rows, Math.ceil(state.length * 1.5));
    this.state = new Uint8Array(size);
    this.state.set(state);
    this.startNs = new Float64Array(size);
    this.startNs.set(startNs);
  }
}

/**
 * Sorts the slices of a growing timeline into a track per core, and one per thread for when it had none. They come in order of time
 * within a thread; on a core they are put in order here, which costs as much as they are out of it.
 */
export class Cores {
  readonly slices: SliceTable;
  /** Threads of the program that had a core, over time. */
  running = new StepCurve();
  /** Helpers of the runtime have no track for when they had no core: they are many, and nobody waits for them. */
  private readonly withoutCore = new Map<OsThreadId, CoreTrack>();
  private readonly byCore = new Map<number, CoreTrack>();
  /** By the number of an `osThread`: its colour, as its slices have it. */
  private readonly colours: number[] = [];
  private readonly tables: TimelineTables;

  constructor(tables: TimelineTables) {
    this.tables = tables;
    this.slices = new SliceTable(tables);
  }

  /** Takes in a delta that was applied to the timeline just now. True: there are other tracks than before. */
  apply({ cores, osThreads }: TimelineDelta): boolean {
    const before = this.byCore.size + this.withoutCore.size;
    const { length } = this.tables.cores;
    if (this.learnColours(osThreads)) {
      // Whose thread it is came later than what it did.
      this.byCore.clear();
      this.withoutCore.clear();
      this.running = new StepCurve();
      this.add(0, length);
      return true;
    }
    this.add(length - cores.osThread.length, length);
    return this.byCore.size + this.withoutCore.size !== before;
  }

  /** The cores of which something was recorded, by their numbers. */
  get tracks(): readonly CoreTrack[] {
    return [...this.byCore.values()].sort((a, b) => a.core - b.core);
  }

  /** When threads of the program were ready without a core: a track for each, in the order of the threads. */
  get waits(): readonly CoreTrack[] {
    return [...this.withoutCore].sort(([a], [b]) => a - b).map(([, track]) => track);
  }

  get isEmpty(): boolean {
    return this.byCore.size === 0;
  }

  /** When a thread was ready without a core; undefined: it never was. */
  waitsOf(thread: ThreadId): CoreTrack | undefined {
    return this.withoutCore.get(this.osThreadOf(thread));
  }

  /** The thread as the system knows it, or NONE. */
  osThreadOf(thread: ThreadId): OsThreadId {
    return this.tables.osThreads.findIndex((row) => row?.thread === thread);
  }

  /** Whose slice a span of a track is. */
  ownerOf(span: SpanAt): OsThreadRow {
    return this.tables.osThreads[this.tables.cores.columns.osThread[span.id]!]!;
  }

  /** The slice of a thread on a core (NONE: without one) that starts at a moment, or null. */
  find(osThread: OsThreadId, core: number, startNs: Ns): SpanAt | null {
    const track = core === NONE ? this.withoutCore.get(osThread) : this.byCore.get(core);
    const index = track?.findStart(startNs, this.slices) ?? NONE;
    const found = track ? spanAt(track, index, this.slices, this.tables.nowNs) : null;
    return found?.startNs === startNs ? found : null;
  }

  /** True: a thread whose slices are here already has another colour now. */
  private learnColours(rows: readonly OsThreadRow[]): boolean {
    let changed = false;
    for (const { id, thread } of rows) {
      const known = this.colours[id];
      this.colours[id] = colourOf(thread);
      changed ||= known !== undefined && known !== this.colours[id];
    }
    return changed;
  }

  private add(from: number, to: number): void {
    const { osThread, core, startNs, endNs } = this.tables.cores.columns;
    const added = new Map<CoreTrack, number[]>();
    this.slices.reserve(to);
    for (let row = from; row < to; row++) {
      const colour = this.colours[osThread[row]!] ?? HELPER;
      const track =
        core[row] !== NONE || colour !== HELPER ? this.trackFor(osThread[row]!, core[row]!) : null;
      if (!track) continue;
      this.slices.setState(row, track.core === NONE ? State.ready : colour);
      if (core[row] !== NONE && colour !== HELPER) this.running.stretch(startNs[row]!, endNs[row]!);
      const rows = added.get(track);
      if (rows) rows.push(row);
      else added.set(track, [row]);
    }
    for (const [track, rows] of added) this.merge(track, rows);
  }

  /** Adds slices to a track that may have later ones already. */
  private merge(track: CoreTrack, rows: number[]): void {
    const { startNs, endNs } = this.tables.cores.columns;
    let earliest = Number.POSITIVE_INFINITY;
    for (const row of rows) earliest = Math.min(earliest, startNs[row]!);
    const kept = track.findStart(earliest, this.slices) + 1;
    for (let i = kept; i < track.spans.length; i++) rows.push(track.spans.at(i));
    rows.sort((a, b) => startNs[a]! - startNs[b]! || a - b);
    track.cut(kept, this.slices);
    let freeNs = kept > 0 ? track.endAt(kept - 1, this.slices) : 0;
    for (const row of rows) {
      const start = Math.max(startNs[row]!, freeNs);
      // Sampled edges are off by some microseconds: what lies wholly within another slice has no room.
      if (endNs[row]! <= start) continue;
      this.slices.setStart(row, start);
      track.append(row, this.slices);
      freeNs = endNs[row]!;
    }
  }

  private trackFor(osThread: OsThreadId, core: number): CoreTrack {
    const key = core === NONE ? osThread : core;
    const tracks = core === NONE ? this.withoutCore : this.byCore;
    const found = tracks.get(key);
    if (found) return found;
    const track = new CoreTrack(core);
    tracks.set(key, track);
    return track;
  }
}
