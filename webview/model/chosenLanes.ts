import type { CallGroup } from './callGroup.ts';
import type { LaneChoice } from './laneChoice.ts';
import { Found, type LaneFinder } from './laneFinder.ts';
import { groupsInOrder, rowsInOrder } from './laneOrder.ts';
import type { LaneSort, LaneView } from './laneView.ts';
import type { Recording } from './recording.ts';
import type { LaneOf } from './tree.ts';

/**
 * The lanes that the person chose. A lane is shown when it was found, when something below it was, or when it lies in one that was
 * found and holds nothing else that was: then one looks into it as into any other.
 */
export class ChosenLanes implements LaneChoice {
  private readonly recording: Recording;
  private readonly view: LaneView;
  private readonly sort: LaneSort;
  private readonly finder: LaneFinder | null;
  private readonly found: Found;

  /** `finder`: has looked; null: nothing is searched for. `sort`: the order that holds now. */
  constructor(recording: Recording, view: LaneView, sort: LaneSort, finder: LaneFinder | null) {
    this.recording = recording;
    this.view = view;
    this.sort = sort;
    this.finder = finder;
    this.found = finder?.found ?? new Found();
  }

  shows(of: LaneOf, key: string): boolean {
    const { hidden, lifted } = this.view;
    if (hidden.size > 0 && hidden.has(key)) return false;
    return (lifted.size > 0 && lifted.has(key)) || (this.isWanted(of) && (!this.finder || this.isFound(of)));
  }

  opens(of: LaneOf, key: string, wish: boolean): boolean {
    if (!this.finder) return wish;
    return this.view.folds.get(key) ?? (this.view.lifted.has(key) || this.opensByFind(of, wish));
  }

  inOrder(groups: readonly CallGroup[]): readonly CallGroup[] {
    return groupsInOrder(groups, this.sort, this.recording.store);
  }

  rowsInOrder(group: CallGroup): Iterable<number> {
    return rowsInOrder(group, this.sort, this.recording.store);
  }

  /** "Only my code" leaves groups out, whatever is searched for. */
  private isWanted(of: LaneOf): boolean {
    return !this.view.onlyMine || !('group' in of) || this.recording.lanes.owners.isUsers(of.group);
  }

  private isFound(of: LaneOf): boolean {
    const { found } = this;
    switch (of.kind) {
      case 'process':
        return found.processes.has(of.process.id) || found.aroundProcess.has(of.process.id);
      case 'thread':
        return this.isThread(of.thread.id);
      // It is asked only when there is something to show below it.
      case 'operations':
        return true;
      case 'group':
        return found.groups.has(of.group) || this.isWhole(of.group);
      case 'call':
        return this.isCall(of.group, of.row);
      case 'rest':
        return !this.finder?.hasTimes || this.isWhole(of.group);
      case 'cores':
        return found.cores.size > 0;
      case 'core':
        return found.cores.has(of.core);
      case 'waits':
        return false;
    }
  }

  private isThread(id: number): boolean {
    const { found, recording } = this;
    if (found.threads.has(id) || found.withMarks.has(id) || found.aroundThread.has(id)) return true;
    return !found.aroundProcess.has(recording.store.threads[id]?.process ?? -1);
  }

  /** Nothing else was found in its thread. */
  private isWhole({ identity: { thread } }: CallGroup): boolean {
    return !this.found.aroundThread.has(thread);
  }

  private isCall(group: CallGroup, row: number): boolean {
    if (this.isWhole(group)) return true;
    if (!this.found.groups.has(group)) return false;
    return group.tasks.length === 1 || group.packed || this.finder!.isCall(group, row);
  }

  private opensByFind(of: LaneOf, wish: boolean): boolean {
    const { found } = this;
    if (of.kind === 'process') return found.aroundProcess.has(of.process.id);
    if (of.kind === 'thread') return found.aroundThread.has(of.thread.id);
    if (of.kind === 'cores') return true;
    return of.kind === 'operations' ? found.aroundThread.has(of.thread.id) : wish;
  }
}
