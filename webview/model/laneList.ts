import type { CallGroup } from './callGroup.ts';
import { ChosenLanes } from './chosenLanes.ts';
import { onlyKeys } from './laneChoice.ts';
import { type Found, LaneFinder, laneCount } from './laneFinder.ts';
import type { LaneSort } from './laneView.ts';
import type { MarkFinder } from './markFinder.ts';
import type { PanelState } from './panelState.ts';
import { type Lane, laneTree } from './tree.ts';

/** The lanes as they are shown, and what is left out of them. */
export interface LaneList {
  /** From top to bottom; those that are pinned come first. */
  readonly lanes: readonly Lane[];
  /** How many are pinned. */
  readonly pins: number;
  /** Lanes of the recording that can be found. */
  readonly all: number;
  /** What was searched for, from top to bottom, also where it is folded away; null: nothing is searched for. */
  readonly found: readonly Lane[] | null;
  /** Lanes that the person hid, as far as this recording has them. */
  readonly hidden: readonly Lane[];
  /** Functions and operations that are left out because they are not the user's own code. */
  readonly notMine: number;
}

/** The order that holds now: while the program runs nothing moves under the pointer. */
export const sortNow = ({ active, laneView }: PanelState): LaneSort => (active ? 'start' : laneView.sort);

/** Looks at each lane a few times at most, however many there are. */
export function listLanes(state: PanelState, marks: MarkFinder): LaneList {
  const { recording, laneView, folds } = state;
  const { store, lanes } = recording;
  const isWanted = (group: CallGroup) => !laneView.onlyMine || lanes.owners.isUsers(group);
  if (!marks.isFor(laneView.query.text, store)) marks.look(laneView.query.text, store);
  const finder = laneView.hasQuery ? new LaneFinder(laneView.query, recording) : null;
  finder?.find(marks, isWanted);
  const chosen = new ChosenLanes(recording, laneView, sortNow(state), finder);
  const known = lanesOfKeys([...laneView.pinned, ...laneView.hidden], state);
  const pinned = [...laneView.pinned].flatMap((key) => known.get(key) ?? []);
  return {
    lanes: [...pinned.map(pinnedLane), ...laneTree(store, lanes, folds, chosen)],
    pins: pinned.length,
    all: laneCount(recording),
    found: finder && foundLanes(state, chosen, finder.found),
    hidden: [...laneView.hidden].flatMap((key) => known.get(key) ?? []),
    notMine: laneView.onlyMine ? lanes.groups.filter((group) => !isWanted(group)).length : 0,
  };
}

/** The lanes with these keys, as far as there are such. */
function lanesOfKeys(keys: readonly string[], { recording }: PanelState): ReadonlyMap<string, Lane> {
  if (keys.length === 0) return new Map();
  const found = laneTree(recording.store, recording.lanes, new Map(), onlyKeys(keys));
  return new Map(found.map((lane) => [lane.key, lane]));
}

/** The row at the top that shows a lane a second time: by itself, so that nothing opens there. */
function pinnedLane(lane: Lane): Lane {
  const { key } = lane;
  return {
    ...lane,
    key: `pin ${key}`,
    pinOf: key,
    label: nameAlone(lane),
    level: 1,
    parent: null,
    open: null,
  };
}

/** A lane's name where its parents are not to be seen beside it. */
export function nameAlone({ label, parent, of }: Lane): string {
  return of.kind === 'call' && parent?.of.kind === 'group' ? `${parent.label} · ${label}` : label;
}

/** What was found with all that is folded open, so that it is in the order of the rows. */
function foundLanes({ recording }: PanelState, chosen: ChosenLanes, found: Found): readonly Lane[] {
  const open = {
    shows: chosen.shows.bind(chosen),
    opens: ({ kind }: Lane['of']) => kind !== 'group',
    inOrder: chosen.inOrder.bind(chosen),
    rowsInOrder: chosen.rowsInOrder.bind(chosen),
  };
  return laneTree(recording.store, recording.lanes, new Map(), open).filter(({ of }) => isFound(of, found));
}

function isFound(of: Lane['of'], found: Found): boolean {
  switch (of.kind) {
    case 'process':
      return found.processes.has(of.process.id);
    case 'thread':
      return found.threads.has(of.thread.id);
    case 'group':
    case 'call':
      return found.groups.has(of.group);
    case 'core':
      return found.cores.has(of.core);
    default:
      return false;
  }
}
