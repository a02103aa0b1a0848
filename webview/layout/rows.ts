import type { TaskId, ThreadId } from '../../src/shared/timeline.ts';
import { NONE } from '../../src/shared/timeline.ts';
import type { CallGroup } from '../model/callGroup.ts';
import { isOperation, type Lanes } from '../model/lanes.ts';
import type { Track } from '../model/track.ts';
import type { Lane } from '../model/tree.ts';

const ROW_PX = 20;
const CROWDED_ROW_PX = 14;
/** From so many rows on they are crowded. */
const CROWDED = 80;

/** The pinned lanes take no more than this share of the height. */
const PINS_SHARE = 1 / 3;

/** The lanes from top to bottom, each as high as the others. */
export interface Rows {
  readonly lanes: readonly Lane[];
  /** So many rows are pinned: the first ones. They show lanes that have a row of their own besides. */
  readonly pins: number;
  readonly rowPx: number;
  readonly heightPx: number;
  /** Number of the row that shows a task (NONE: the thread itself), or that of the nearest row that it is folded or hidden in. */
  indexOf(thread: ThreadId, task: TaskId): number;
  /** The row of a task is left out by choice, and not just folded away. */
  leavesOut(thread: ThreadId, task: TaskId): boolean;
  indexOfKey(key: string): number;
}

export function layoutRows(lanes: readonly Lane[], model: Lanes, pins = 0): Rows {
  const rowPx = lanes.length > CROWDED ? CROWDED_ROW_PX : ROW_PX;
  const places = new Places(lanes, pins);
  return {
    lanes,
    pins,
    rowPx,
    heightPx: lanes.length * rowPx,
    indexOf: (thread, task) => places.find(thread, task, model),
    leavesOut: (thread, task) => places.leavesOut(thread, task, model),
    indexOfKey: (key) => places.byKey.get(key) ?? NONE,
  };
}

/** How high the block of pinned lanes is, in whole rows; what does not fit is scrolled. */
export function pinsHeight({ pins, rowPx }: Rows, heightPx: number): number {
  const most = Math.max(1, Math.floor((heightPx * PINS_SHARE) / rowPx));
  return Math.min(pins, most) * rowPx;
}

class Places {
  readonly byKey = new Map<string, number>();
  private readonly groups = new Map<CallGroup, number>();
  /** Where each call of an open group is; behind them, where those without a row are. */
  private readonly calls = new Map<CallGroup, Int32Array>();
  private readonly threads = new Map<ThreadId, number>();
  private readonly operations = new Map<ThreadId, number>();
  /** The process that a thread's track lies in. */
  private readonly processes = new Map<Track, number>();
  private readonly lanes: readonly Lane[];

  constructor(lanes: readonly Lane[], pins: number) {
    this.lanes = lanes;
    for (const [index, lane] of lanes.entries()) {
      this.byKey.set(lane.key, index);
      if (index >= pins) this.place(lane, index);
    }
  }

  find(thread: ThreadId, task: TaskId, model: Lanes): number {
    const group = task === NONE ? undefined : model.groupOf(task);
    const own = group && this.groups.get(group);
    if (group && own !== undefined) return this.inGroup(group, own, model.rowOf(task));
    const folded = group && isOperation(group) ? this.operations.get(thread) : undefined;
    return folded ?? this.threads.get(thread) ?? this.processOf(thread, model);
  }

  leavesOut(thread: ThreadId, task: TaskId, model: Lanes): boolean {
    const index = this.find(thread, task, model);
    const lane = this.lanes[index];
    if (!lane) return true;
    const { kind } = lane.of;
    const isOwn = task === NONE ? kind === 'thread' : kind === 'call' || kind === 'rest';
    return !isOwn && lane.open === true;
  }

  private place({ of, tracks }: Lane, index: number): void {
    if (of.kind === 'process') for (const track of tracks) this.processes.set(track, index);
    else if (of.kind === 'thread') this.threads.set(of.thread.id, index);
    else if (of.kind === 'operations') this.operations.set(of.thread.id, index);
    else if (of.kind === 'group') this.groups.set(of.group, index);
    else if (of.kind === 'call' && of.group.tasks.length === 1) this.groups.set(of.group, index);
    else if (of.kind === 'call') this.callsOf(of.group)[of.row] = index;
    else if (of.kind === 'rest') this.callsOf(of.group)[of.group.rows.length] = index;
  }

  private callsOf(group: CallGroup): Int32Array {
    const known = this.calls.get(group) ?? new Int32Array(group.rows.length + 1).fill(NONE);
    this.calls.set(group, known);
    return known;
  }

  private inGroup(group: CallGroup, index: number, row: number): number {
    const calls = this.calls.get(group);
    const own = calls?.[row === NONE ? calls.length - 1 : row] ?? NONE;
    return own === NONE ? index : own;
  }

  private processOf(thread: ThreadId, model: Lanes): number {
    const track = model.threads[thread]?.track;
    return (track && this.processes.get(track)) ?? NONE;
  }
}
