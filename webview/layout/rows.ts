import type { TaskId, ThreadId } from '../../src/shared/timeline.ts';
import { NONE } from '../../src/shared/timeline.ts';
import type { CallGroup } from '../model/callGroup.ts';
import { isOperation, type Lanes } from '../model/lanes.ts';
import type { Lane } from '../model/tree.ts';

const ROW_PX = 20;
const CROWDED_ROW_PX = 14;
/** From so many rows on they are crowded. */
const CROWDED = 80;

/** The lanes from top to bottom, each as high as the others. */
export interface Rows {
  readonly lanes: readonly Lane[];
  readonly rowPx: number;
  readonly heightPx: number;
  /** Number of the row that shows a task (NONE: the thread itself), or that of the nearest row that is not folded away. */
  indexOf(thread: ThreadId, task: TaskId): number;
  indexOfKey(key: string): number;
}

export function layoutRows(lanes: readonly Lane[], model: Lanes): Rows {
  const rowPx = lanes.length > CROWDED ? CROWDED_ROW_PX : ROW_PX;
  const places = new Places(lanes);
  return {
    lanes,
    rowPx,
    heightPx: lanes.length * rowPx,
    indexOf: (thread, task) => places.find(thread, task, model),
    indexOfKey: (key) => places.byKey.get(key) ?? NONE,
  };
}

class Places {
  readonly byKey = new Map<string, number>();
  private readonly groups = new Map<CallGroup, number>();
  private readonly threads = new Map<ThreadId, number>();
  private readonly operations = new Map<ThreadId, number>();
  private readonly lanes: readonly Lane[];

  constructor(lanes: readonly Lane[]) {
    this.lanes = lanes;
    for (const [index, { key, of }] of lanes.entries()) {
      this.byKey.set(key, index);
      if (of.kind === 'thread') this.threads.set(of.thread.id, index);
      else if (of.kind === 'operations') this.operations.set(of.thread.id, index);
      else if (of.kind === 'group') this.groups.set(of.group, index);
      else if (of.kind === 'call' && !this.groups.has(of.group)) this.groups.set(of.group, index);
    }
  }

  find(thread: ThreadId, task: TaskId, model: Lanes): number {
    const group = task === NONE ? undefined : model.groupOf(task);
    const own = group && this.groups.get(group);
    if (group && own !== undefined) return this.inGroup(group, own, model.rowOf(task));
    const folded = group && isOperation(group) ? this.operations.get(thread) : undefined;
    return folded ?? this.threads.get(thread) ?? this.foldedProcess(thread, model);
  }

  private inGroup(group: CallGroup, index: number, row: number): number {
    if (!this.lanes[index]!.open) return index;
    return index + 1 + (row === NONE ? group.rows.length : row);
  }

  private foldedProcess(thread: ThreadId, model: Lanes): number {
    const track = model.threads[thread]?.track;
    return this.lanes.findIndex(({ of, tracks }) => of.kind === 'process' && track && tracks.includes(track));
  }
}
