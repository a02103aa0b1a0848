import {
  type LinkKindName,
  linkKindNames,
  NONE,
  type Ns,
  State,
  type TaskId,
  type TaskKindName,
  type ThreadId,
  taskKindNames,
} from '../../shared/timeline.ts';
import type { LaneId } from '../why/whyIndex.ts';
import { phrases } from '../words.ts';
import type { RunIndex } from './runIndex.ts';
import { type Evidence, MOST_EVIDENCE } from './types.ts';

/** Shorter turns are no finding for anybody: a frame of a screen that shows 60 a second. */
export const LEAST_TURN_NS = 16e6;
/** Who had to wait for less was hardly held up. */
const LEAST_DELAY_NS = 5e6;

/** From one microtask to the next: after more than that it has to be known that the next one was ready. */
const HANDOVER_NS = 50_000;
/** Who waited through more turns than that stood in a queue: only the first ones count for it. */
const MOST_TURNS = 64;

/** A stretch in which a thread did not come back to its event loop, and who was held up by that. */
export interface HeldTurn {
  readonly thread: ThreadId;
  readonly startNs: Ns;
  readonly endNs: Ns;
  /** Row of the longest span in which a synchronous child process held it, or NONE; and how long such children did in all. */
  syncRow: number;
  syncNs: Ns;
  /** How long something else was blocked in it. */
  otherBlockedNs: Ns;
  /** Tasks that were ready, and messages that had arrived. */
  victims: number;
  longestDelayNs: Ns;
  readonly evidence: Evidence[];
}

/**
 * All long turns by thread, in order of time. Ticks do not count as held up: most of them are Node's own, and wait for the end of
 * the very turn in which they began.
 */
export function heldTurns(run: RunIndex): ReadonlyMap<ThreadId, readonly HeldTurn[]> {
  const turns = new Map<ThreadId, readonly HeldTurn[]>();
  for (const { id } of run.tables.threads) turns.set(id, turnsOf(run, id));
  addReadyTasks(run, turns);
  addMessages(run, turns);
  return turns;
}

/** Whether a synchronous child held the thread for most of the turn, while others were ready. */
export const isSyncTurn = ({ syncNs, startNs, endNs, victims }: HeldTurn): boolean =>
  victims > 0 && syncNs >= (endNs - startNs) / 2;

/** How much of a stretch of time a thread had a core, or may have had one: without one, nothing that it ran was at fault. */
export const withCoreNs = (run: RunIndex, thread: ThreadId, startNs: Ns, endNs: Ns): Ns =>
  endNs - startNs - (run.coreNs(thread, startNs, endNs, false) ?? 0);

function turnsOf(run: RunIndex, thread: ThreadId): readonly HeldTurn[] {
  const { spans } = run.tables;
  const rows = run.rows.spansOf({ thread, task: NONE });
  const goesOn = continuations(run, thread, rows);
  const turns: HeldTurn[] = [];
  for (let from = 0; from < rows.length; ) {
    let to = from + 1;
    while (to < rows.length && goesOn[to] === 1) to++;
    const [startNs, endNs] = [spans.startAt(rows[from]!), spans.endAt(rows[to - 1]!)];
    if (endNs - startNs >= LEAST_TURN_NS)
      turns.push(turnOf(run, thread, rows.subarray(from, to), startNs, endNs));
    from = to;
  }
  return turns;
}

/**
 * By place among a thread's spans: 1 where it goes on with the turn before, without its event loop in between. So do microtasks: a task that goes on
 * at once, and not because an operation was called back. What is blocked in between belongs to the turn as well.
 */
function continuations(run: RunIndex, thread: ThreadId, rows: Int32Array): Uint8Array {
  const { spans, tasks } = run.tables;
  const code = run.rows.codeOn(thread);
  const goesOn = new Uint8Array(rows.length);
  for (let [at, next] = [0, 0]; at < rows.length; at++) {
    const [startNs, endNs] = [spans.startAt(rows[at]!), spans.endAt(rows[at]!)];
    let microtask: TaskId = NONE;
    for (; next < code.length && spans.endAt(code[next]!) <= endNs; next++) {
      const task = spans.taskAt(code[next]!);
      if (spans.startAt(code[next]!) === startNs && isOfMicrotask[tasks.columns.kind[task]!] === true)
        microtask = task;
    }
    if (at === 0) continue;
    const beforeNs = spans.endAt(rows[at - 1]!);
    const isNext = microtask !== NONE && isNextMicrotask(run, { thread, task: microtask }, beforeNs, startNs);
    if (startNs === beforeNs || isNext) goesOn[at] = 1;
  }
  return goesOn;
}

/** Between two microtasks garbage may be collected, or the thread may lose its core: the task was ready all that time. */
function isNextMicrotask({ tables, rows }: RunIndex, lane: LaneId, beforeNs: Ns, startNs: Ns): boolean {
  if (startNs - beforeNs < HANDOVER_NS) return true;
  const before = rows.spansOf(lane)[rows.placeAt(lane, startNs) - 1];
  if (before === undefined || tables.spans.stateAt(before) !== State.ready) return false;
  return tables.spans.startAt(before) <= beforeNs + HANDOVER_NS;
}

function turnOf({ tables }: RunIndex, thread: ThreadId, rows: Int32Array, startNs: Ns, endNs: Ns): HeldTurn {
  const { spans, strings } = tables;
  const turn: HeldTurn = {
    thread,
    startNs,
    endNs,
    syncRow: NONE,
    syncNs: 0,
    otherBlockedNs: 0,
    victims: 0,
    longestDelayNs: 0,
    evidence: [{ thread, task: NONE, startNs, endNs }],
  };
  for (const row of rows) {
    if (spans.stateAt(row) !== State.blocked) continue;
    const lengthNs = spans.lengthAt(row);
    if (strings[spans.reasonAt(row)] !== phrases.syncProcess) turn.otherBlockedNs += lengthNs;
    else {
      turn.syncNs += lengthNs;
      if (turn.syncRow === NONE || lengthNs > spans.lengthAt(turn.syncRow)) turn.syncRow = row;
    }
  }
  return turn;
}

const isOfMicrotask = taskKindNames.map((name: TaskKindName) =>
  ['async function', 'async generator', 'module', 'tick'].includes(name),
);
const isTick = taskKindNames.map((name: TaskKindName) => name === 'tick');
const isMessage = linkKindNames.map((name: LinkKindName) => name === 'message');

function addReadyTasks(run: RunIndex, turns: ReadonlyMap<ThreadId, readonly HeldTurn[]>): void {
  const { spans, tasks } = run.tables;
  for (let row = 0; row < spans.length; row++) {
    if (spans.stateAt(row) !== State.ready || spans.lengthAt(row) < LEAST_DELAY_NS) continue;
    const task = spans.taskAt(row);
    if (task === NONE || isTick[tasks.columns.kind[task]!] === true) continue;
    const thread = spans.threadAt(row);
    const [startNs, endNs] = [spans.startAt(row), spans.endAt(row)];
    for (const turn of turnsIn(turns.get(thread) ?? [], startNs, endNs))
      if (wasBusy(run, turn, startNs, endNs)) addVictim(turn, task, startNs, endNs);
  }
}

/** Whether code, and not the runtime or the lack of a core, was what the task had to wait for. */
function wasBusy(run: RunIndex, turn: HeldTurn, fromNs: Ns, toNs: Ns): boolean {
  const [startNs, endNs] = [Math.max(fromNs, turn.startNs), Math.min(toNs, turn.endNs)];
  const busyNs = run.busyNs(turn.thread, startNs, endNs) + turn.syncNs + turn.otherBlockedNs;
  return busyNs >= (endNs - startNs) / 2;
}

function addMessages({ tables }: RunIndex, turns: ReadonlyMap<ThreadId, readonly HeldTurn[]>): void {
  const { kind, fromNs, toNs, toThread, toTask } = tables.links.columns;
  for (let row = 0; row < tables.links.length; row++) {
    if (isMessage[kind[row]!] !== true || toNs[row]! - fromNs[row]! < LEAST_DELAY_NS) continue;
    for (const turn of turnsIn(turns.get(toThread[row]!) ?? [], fromNs[row]!, toNs[row]!)) {
      // A worker works off its messages turn by turn: only what came while it was held, and for another than who holds it, was held up.
      if (tables.threads[toThread[row]!]?.kind === 'main')
        addVictim(turn, toTask[row]!, fromNs[row]!, toNs[row]!);
    }
  }
}

function addVictim(turn: HeldTurn, task: TaskId, fromNs: Ns, toNs: Ns): void {
  const [startNs, endNs] = [Math.max(fromNs, turn.startNs), Math.min(toNs, turn.endNs)];
  if (endNs - startNs < LEAST_DELAY_NS) return;
  turn.victims++;
  turn.longestDelayNs = Math.max(turn.longestDelayNs, endNs - startNs);
  if (turn.evidence.length < MOST_EVIDENCE) turn.evidence.push({ thread: turn.thread, task, startNs, endNs });
}

/** Turns that overlap a stretch of time, at most the first few. */
export function turnsIn(turns: readonly HeldTurn[], fromNs: Ns, toNs: Ns): readonly HeldTurn[] {
  let [low, high] = [0, turns.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (turns[middle]!.endNs <= fromNs) low = middle + 1;
    else high = middle;
  }
  let end = low;
  while (end < turns.length && end < low + MOST_TURNS && turns[end]!.startNs < toNs) end++;
  return turns.slice(low, end);
}
