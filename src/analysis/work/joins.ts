import { NONE, type TaskKindName, taskKindNames } from '../../shared/timeline.ts';
import type { TimelineTables } from '../tables.ts';
import { isStandingName } from '../timeline/operations.ts';
import type { CauseFinder } from './causes.ts';
import { edgeKind } from './graph.ts';
import type { PieceIndex } from './pieceIndex.ts';

/** Kinds whose tasks go on after a wait. */
const waiting: ReadonlySet<TaskKindName> = new Set<TaskKindName>([
  'async function',
  'async generator',
  'module',
]);

/**
 * Adds what a recording cannot tell: that a task waited for *all* of the tasks that it had started (`Promise.all`), of which only the
 * last one is seen to let it go on; and that it needed the result of one that was over before it asked. A task that goes on after a
 * wait is taken to come after all that its own tasks had done by then, if they were over; and after what ports and workers had told it. Servers,
 * sockets and intervals are left out.
 */
export function findJoins(
  tables: TimelineTables,
  index: PieceIndex,
  causes: CauseFinder,
  isResume: Uint8Array,
): void {
  const { parent, kind, name, endNs } = tables.tasks.columns;
  const { pieces } = index;
  const nextResume = nextResumes(index, isResume);
  const canWait = taskKindNames.map((of) => waiting.has(of));
  const isCallback = taskKindNames.map((of) => of === 'callback');
  const isStanding = tables.strings.map(isStandingName);
  const join = (piece: number, by: number): void => {
    const next = index.from(pieces.thread[piece]!, by, pieces.endNs[piece]!);
    const resume = next === NONE ? NONE : nextResume[next]!;
    if (resume === NONE) return;
    causes.toPieces.add(causes.momentOf(piece), resume, edgeKind('await'));
  };
  for (let task = 0; task < tables.tasks.length; task++) {
    const by = parent[task]!;
    if (by === NONE || canWait[kind[by]!] !== true) continue;
    if (isCallback[kind[task]!] === true) {
      for (let p = index.firstOfTask(task); p !== NONE; p = index.nextOfTask(p)) join(p, by);
    } else if (isStanding[name[task]!] !== true && !Number.isNaN(endNs[task]!)) {
      const last = index.lastOfTask(task);
      if (last !== NONE) join(last, by);
    }
  }
}

/** By piece: it, or the next piece of its task, that goes on after a wait; NONE: there is none. */
function nextResumes(index: PieceIndex, isResume: Uint8Array): Int32Array {
  const { length } = index.pieces;
  const next = new Int32Array(length).fill(NONE);
  for (let piece = length - 1; piece >= 0; piece--) {
    if (isResume[piece] === 1) next[piece] = piece;
    else {
      const following = index.nextOfTask(piece);
      if (following !== NONE) next[piece] = next[following]!;
    }
  }
  return next;
}
