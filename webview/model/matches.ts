import type { Ns } from '../../src/shared/timeline.ts';
import { NONE, State } from '../../src/shared/timeline.ts';
import type { CallGroup } from './callGroup.ts';
import type { LaneList } from './laneList.ts';
import { spansOf } from './laneTimes.ts';
import type { LaneQuery } from './laneView.ts';
import type { MarkFinder } from './markFinder.ts';
import type { Recording } from './recording.ts';
import type { Selection } from './selection.ts';
import type { Track } from './track.ts';
import type { Lane } from './tree.ts';

/** One thing that a search found: a lane, or (`mark` not NONE) a console line on the lane of a thread. */
export interface Match {
  readonly lane: Lane | null;
  readonly mark: number;
}

/** All that was found, in the order of the rows; the console lines of a thread come behind it. */
export function matchesOf({ found }: LaneList, marks: MarkFinder): Match[] {
  if (!found) return [];
  const matches: Match[] = [];
  const marksLeft = new Map(marks.byThread);
  for (const lane of found) {
    matches.push({ lane, mark: NONE });
    if (lane.of.kind !== 'thread') continue;
    addMarks(marksLeft.get(lane.of.thread.id), matches);
    marksLeft.delete(lane.of.thread.id);
  }
  // Threads that were not found themselves.
  for (const [, list] of [...marksLeft].sort(([a], [b]) => a - b)) addMarks(list, matches);
  return matches;
}

function addMarks(
  list: { readonly length: number; at(index: number): number } | undefined,
  to: Match[],
): void {
  for (let i = 0; i < (list?.length ?? 0); i++) to.push({ lane: null, mark: list!.at(i) });
}

/** The bar to go to for a match: of a function its first call, or the one that was asked for; null: there is none. */
export function selectionFor(
  { lane, mark }: Match,
  query: LaneQuery,
  recording: Recording,
): Selection | null {
  if (mark !== NONE) return spanOfMark(mark, recording);
  if (lane?.of.kind === 'thread') {
    const { id, track } = lane.of.thread;
    const startNs = firstStart(track, query.state, recording);
    return startNs === null ? null : { thread: id, task: NONE, startNs };
  }
  return lane && 'group' in lane.of ? spanOfGroup(lane.of.group, query, recording) : null;
}

/** What the thread did at the moment of a console line. */
function spanOfMark(mark: number, { store, lanes }: Recording): Selection | null {
  const { thread, ns } = store.marks[mark]!;
  const track = lanes.threads[thread]?.track;
  const spans = spansOf(store);
  const index = track?.findStart(ns, spans) ?? NONE;
  if (!track || (index < 0 && !track.open)) return null;
  const isOver = index >= 0 && (track.endAt(index, spans) >= ns || !track.open);
  return { thread, task: NONE, startNs: isOver ? track.startAt(index, spans) : track.open!.startNs };
}

function spanOfGroup(group: CallGroup, query: LaneQuery, recording: Recording): Selection | null {
  const { lanes, store } = recording;
  const wanted = query.longestNs > 0 && group.longest !== NONE ? group.longest : group.tasks.at(0);
  const { thread } = group.identity;
  if (query.state !== State.none && query.longestNs === 0) return spanInState(group, query.state, recording);
  const track = lanes.trackOf(thread, wanted);
  const startNs = track ? startFrom(track, store.tasks.columns.startNs[wanted]!, recording) : null;
  return startNs === null ? null : { thread, task: wanted, startNs };
}

/** The first bar in a state, in the first row that has one. */
function spanInState(group: CallGroup, state: State, recording: Recording): Selection | null {
  const { store } = recording;
  for (const track of group.rows) {
    const startNs = firstStart(track, state, recording);
    if (startNs === null) continue;
    const index = track.findStart(startNs, spansOf(store));
    const isOver = index >= 0 && track.startAt(index, spansOf(store)) === startNs;
    const task = isOver ? store.spans.taskAt(track.spans.at(index)) : track.open!.task;
    return { thread: group.identity.thread, task, startNs };
  }
  return null;
}

/** Start of a track's first span in a state (`State.none`: in any); null: there is none. */
function firstStart(track: Track, state: State, { store }: Recording): Ns | null {
  for (let i = 0; i < track.spans.length; i++) {
    const span = track.spans.at(i);
    if (state === State.none || store.spans.stateAt(span) === state) return store.spans.startAt(span);
  }
  const { open } = track;
  return open && (state === State.none || open.state === state) ? open.startNs : null;
}

/** Start of the first span at or after a moment. */
function startFrom(track: Track, ns: Ns, { store }: Recording): Ns | null {
  const before = track.findStart(ns, spansOf(store));
  const index = before >= 0 && track.startAt(before, spansOf(store)) === ns ? before : before + 1;
  if (index < track.spans.length) return track.startAt(index, spansOf(store));
  return track.open?.startNs ?? null;
}
