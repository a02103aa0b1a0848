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
import { phrases } from '../words.ts';
import type { RunIndex } from './runIndex.ts';
import { type Evidence, MOST_EVIDENCE } from './types.ts';

/** Shorter turns are no finding for anybody: a frame of a screen that shows 60 a second. */
export const LEAST_TURN_NS = 16e6;
/** Who had to wait for less was hardly held up. */
const LEAST_DELAY_NS = 5e6;

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
  const turns: HeldTurn[] = [];
  for (let from = 0; from < rows.length; ) {
    let to = from + 1;
    // What is blocked in between belongs to the same turn.
    while (to < rows.length && spans.startAt(rows[to]!) === spans.endAt(rows[to - 1]!)) to++;
    const [startNs, endNs] = [spans.startAt(rows[from]!), spans.endAt(rows[to - 1]!)];
    if (endNs - startNs >= LEAST_TURN_NS)
      turns.push(turnOf(run, thread, rows.subarray(from, to), startNs, endNs));
    from = to;
  }
  return turns;
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

const isTick = taskKindNames.map((name: TaskKindName) => name === 'tick');
const isMessage = linkKindNames.map((name: LinkKindName) => name === 'message');

function addReadyTasks({ tables }: RunIndex, turns: ReadonlyMap<ThreadId, readonly HeldTurn[]>): void {
  const { spans, tasks } = tables;
  for (let row = 0; row < spans.length; row++) {
    if (spans.stateAt(row) !== State.ready || spans.lengthAt(row) < LEAST_DELAY_NS) continue;
    const task = spans.taskAt(row);
    if (task === NONE || isTick[tasks.columns.kind[task]!] === true) continue;
    const thread = spans.threadAt(row);
    for (const turn of turnsIn(turns.get(thread) ?? [], spans.startAt(row), spans.endAt(row)))
      addVictim(turn, task, spans.startAt(row), spans.endAt(row));
  }
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
