import { NONE } from '../../shared/timeline.ts';
import type { TimelineTables } from '../tables.ts';
import { CauseFinder } from './causes.ts';
import { CoreTime } from './cpuTime.ts';
import { edgeKind, edgesOf, NodeKind, type TaskGraph, Triples } from './graph.ts';
import { findJoins } from './joins.ts';
import { type CutPieces, Moments } from './moments.ts';
import { PieceIndex } from './pieceIndex.ts';
import { type Pieces, piecesOf } from './pieces.ts';
import { OutsideFinder, type OutsideWaits, originOf } from './waits.ts';

const ORDER = edgeKind('order');
const OUTSIDE = edgeKind('outside');

/**
 * The task graph of a recording. Takes time in proportion to the number of its spans, links and tasks (and, for finding and
 * sorting moments, a little more).
 */
export function buildTaskGraph(tables: TimelineTables): TaskGraph {
  const pieces = piecesOf(tables);
  const index = new PieceIndex(pieces, tables.tasks.length);
  const moments = new Moments();
  const causes = new CauseFinder(tables, index, moments);
  causes.find();
  const outside = new OutsideFinder(tables, index, causes);
  outside.find();
  findJoins(tables, index, causes, outside.isResume);
  const cut = moments.cut(pieces);
  const { waits } = outside;
  const length = cut.length + waits.kind.length;
  const edges = new Triples();
  addOrder(edges, cut, index);
  addCauses(edges, cut, causes);
  addWaits(edges, cut, waits);
  const columns = nodeColumns(length);
  fillPieces(columns, cut, pieces, causes, new CoreTime(tables));
  fillWaits(columns, cut.length, waits);
  return {
    ...columns,
    length,
    onThreads: cut.length,
    edges: edgesOf(edges, length),
    originNs: originOf(index),
  };
}

const nodeColumns = (length: number) => ({
  kind: new Uint8Array(length),
  thread: new Int32Array(length),
  task: new Int32Array(length),
  startNs: new Float64Array(length),
  endNs: new Float64Array(length),
  ns: new Float64Array(length),
  turn: new Int32Array(length).fill(NONE),
});
type NodeColumns = ReturnType<typeof nodeColumns>;

/** The parts of a piece, and the pieces of a task, follow each other. So does what comes after a thread was held. */
function addOrder(edges: Triples, cut: CutPieces, index: PieceIndex): void {
  const { task, isHeld, turn } = index.pieces;
  const isUnknownHold = (piece: number): boolean => isHeld[piece] === 1 && task[piece] === NONE;
  const lastNode = (piece: number): number => (cut.firstNode[piece + 1] ?? cut.length) - 1;
  for (let node = 1; node < cut.length; node++) {
    const [before, piece] = [cut.piece[node - 1]!, cut.piece[node]!];
    const isHold = isUnknownHold(before) || isUnknownHold(piece);
    if (before === piece || (isHold && turn[before] === turn[piece])) edges.add(node - 1, node, ORDER);
  }
  for (let piece = 0; piece < index.pieces.length; piece++) {
    const next = index.nextOfTask(piece);
    if (next !== NONE) edges.add(lastNode(piece), cut.firstNode[next]!, ORDER);
  }
}

function addCauses(edges: Triples, cut: CutPieces, { toPieces, toMoments }: CauseFinder): void {
  for (let i = 0; i < toPieces.length; i++) {
    edges.add(cut.nodeOf[toPieces.a[i]!]!, cut.firstNode[toPieces.b[i]!]!, toPieces.c[i]!);
  }
  for (let i = 0; i < toMoments.length; i++) {
    const before = cut.nodeOf[toMoments.b[i]!]!;
    const isCut = before + 1 < cut.length && cut.piece[before + 1] === cut.piece[before];
    if (isCut) edges.add(cut.nodeOf[toMoments.a[i]!]!, before + 1, toMoments.c[i]!);
  }
}

function addWaits(edges: Triples, cut: CutPieces, waits: OutsideWaits): void {
  for (let i = 0; i < waits.kind.length; i++) {
    const node = cut.length + i;
    const [moment, wait] = [waits.fromMoment[i]!, waits.fromWait[i]!];
    if (moment !== NONE) edges.add(cut.nodeOf[moment]!, node, OUTSIDE);
    if (wait !== NONE) edges.add(cut.length + wait, node, OUTSIDE);
    edges.add(node, cut.firstNode[waits.toPiece[i]!]!, OUTSIDE);
  }
}

function fillPieces(
  columns: NodeColumns,
  cut: CutPieces,
  pieces: Pieces,
  { isCaused }: CauseFinder,
  cores: CoreTime,
): void {
  let thread: number = NONE;
  let onCore = cores.of(NONE);
  for (let node = 0; node < cut.length; node++) {
    const piece = cut.piece[node]!;
    if (pieces.thread[piece] !== thread) {
      thread = pieces.thread[piece]!;
      onCore = cores.of(thread);
    }
    const [startNs, endNs] = [cut.startNs[node]!, cut.endNs[node]!];
    const isHeld = pieces.isHeld[piece] === 1;
    columns.kind[node] = isHeld ? NodeKind.held : NodeKind.running;
    columns.thread[node] = thread;
    columns.task[node] = pieces.task[piece]!;
    columns.startNs[node] = startNs;
    columns.endNs[node] = endNs;
    columns.turn[node] = pieces.turn[piece]!;
    // A thread that was held until a link came is held for as long as that takes.
    const isLinked = pieces.thread[piece + 1] === thread && isCaused[piece + 1] === 1;
    columns.ns[node] = !isHeld ? onCore(startNs, endNs) : isLinked ? 0 : endNs - startNs;
  }
}

function fillWaits(columns: NodeColumns, from: number, waits: OutsideWaits): void {
  for (let i = 0; i < waits.kind.length; i++) {
    columns.kind[from + i] = waits.kind[i]!;
    columns.thread[from + i] = waits.thread[i]!;
    columns.task[from + i] = waits.task[i]!;
    columns.startNs[from + i] = waits.startNs[i]!;
    columns.endNs[from + i] = waits.endNs[i]!;
    columns.ns[from + i] = waits.endNs[i]! - waits.startNs[i]!;
  }
}
