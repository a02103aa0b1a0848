import { linkKindNames, type Ns } from '../../shared/timeline.ts';

/** What a node of the task graph is. `running` takes time on a core; `held` is a thread that is held; the others wait outside. */
export const nodeKindNames = ['running', 'held', 'timer', 'io', 'wait', 'start'] as const;
export type NodeKindName = (typeof nodeKindNames)[number];
export const NodeKind = { running: 0, held: 1, timer: 2, io: 3, wait: 4, start: 5 } as const;

/**
 * Why a node comes after another one: a link of the recording, or `order`: the same task goes on; `call`: ran within a call of the other
 * one; `await`: a task went on when a task that it had started was over; `outside`: a wait begins or ends; `thread`: nothing
 * but the thread's order is known.
 */
export const edgeKindNames = [...linkKindNames, 'order', 'call', 'await', 'outside', 'thread'] as const;
export type EdgeKindName = (typeof edgeKindNames)[number];
export const edgeKind = (name: EdgeKindName): number => edgeKindNames.indexOf(name);

/**
 * What a run did, and what had to be done before what. The first `onThreads` nodes are what threads ran, in order of
 * thread and time; waits for what is outside of the program follow. Edges say what the program's logic asks for; that a
 * thread runs one thing at a time is told by the order of the nodes.
 */
export interface TaskGraph {
  readonly length: number;
  readonly onThreads: number;
  /** Index into `nodeKindNames`. */
  readonly kind: Uint8Array;
  readonly thread: Int32Array;
  /** NONE: of the thread itself. */
  readonly task: Int32Array;
  /** As recorded. */
  readonly startNs: Float64Array;
  readonly endNs: Float64Array;
  /** What the node takes at least: its time on a core; the length of a wait; 0 where a thread is held until a link comes. */
  readonly ns: Float64Array;
  /** Of what threads ran: the same for an outermost call and all that it called. */
  readonly turn: Int32Array;
  readonly edges: Edges;
  /** When the first code ran. */
  readonly originNs: Ns;
}

/** Edges by their first end: those of node n are `first[n]` … `first[n + 1]`. */
export interface Edges {
  readonly first: Int32Array;
  readonly to: Int32Array;
  /** Index into `edgeKindNames`. */
  readonly kind: Uint8Array;
}

/** Rows of three numbers, of which the third is small. */
export class Triples {
  length = 0;
  a = new Int32Array(1024);
  b = new Int32Array(1024);
  c = new Uint8Array(1024);

  add(a: number, b: number, c: number): void {
    if (this.length === this.a.length) this.#grow();
    this.a[this.length] = a;
    this.b[this.length] = b;
    this.c[this.length] = c;
    this.length++;
  }

  #grow(): void {
    const [a, b, c] = [this.a, this.b, this.c];
    this.a = new Int32Array(this.length * 2);
    this.b = new Int32Array(this.length * 2);
    this.c = new Uint8Array(this.length * 2);
    this.a.set(a);
    this.b.set(b);
    this.c.set(c);
  }
}

/** Edges given in any order, as rows of (from, to, kind), in the order of their first end. */
export function edgesOf({ a: from, b: toNode, c: kinds, length }: Triples, nodes: number): Edges {
  const first = new Int32Array(nodes + 1);
  for (let i = 0; i < length; i++) first[from[i]! + 1]!++;
  for (let i = 0; i < nodes; i++) first[i + 1]! += first[i]!;
  const free = first.slice();
  const to = new Int32Array(length);
  const kind = new Uint8Array(length);
  for (let i = 0; i < length; i++) {
    const at = free[from[i]!]!++;
    to[at] = toNode[i]!;
    kind[at] = kinds[i]!;
  }
  return { first, to, kind };
}

/** How many edges lead to each node. */
export function countIncoming({ length, edges }: Pick<TaskGraph, 'length' | 'edges'>): Int32Array {
  const counts = new Int32Array(length);
  for (const to of edges.to) counts[to]!++;
  return counts;
}
