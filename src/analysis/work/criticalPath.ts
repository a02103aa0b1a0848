import { NONE, type Ns, type TaskId, type ThreadId } from '../../shared/timeline.ts';
import type { EdgeKindName, NodeKindName } from './graph.ts';
import { countIncoming, edgeKind, edgeKindNames, NodeKind, nodeKindNames, type TaskGraph } from './graph.ts';

/** `written`: a thread runs one thing at a time, in the order that was recorded; `freed`: every task has a thread of its own. */
export type Placement = 'written' | 'freed';

/** A stretch of a critical path. */
export interface PathStep {
  /** The lane: a task's, or (NONE) a thread's. */
  readonly thread: ThreadId;
  readonly task: TaskId;
  readonly kind: NodeKindName;
  /** Why it comes after the step before; null: it is the first. */
  readonly link: EdgeKindName | null;
  /** As recorded. */
  readonly startNs: Ns;
  readonly endNs: Ns;
  /** What it adds to the path: less than its recorded length where the thread had no core, or was held for a link. */
  readonly ns: Ns;
}

/** The longest chain of what had to be done one after the other. */
export interface CriticalPath {
  readonly ns: Ns;
  /** Of that: code that ran, and waits for what is outside of the program. */
  readonly runningNs: Ns;
  readonly outsideNs: Ns;
  readonly steps: readonly PathStep[];
}

const ORDER = edgeKind('order');
const THREAD = edgeKind('thread');

/**
 * The critical path of a task graph, also called its *span*: the longest chain of nodes joined by edges; `written` adds an edge
 * from everything on a thread to what ran there next. No schedule can be shorter, on however many cores (R. D. Blumofe and
 * C. E. Leiserson, “Scheduling Multithreaded Computations by Work Stealing”, JACM 46 (1999), where its length is T∞).
 */
export function criticalPathOf(graph: TaskGraph, placement: Placement): CriticalPath {
  const path = new LongestPath(graph, placement === 'written');
  const nodes = path.longest();
  let [runningNs, outsideNs] = [0, 0];
  for (const node of nodes) {
    if (graph.kind[node] === NodeKind.running) runningNs += graph.ns[node]!;
    else outsideNs += graph.ns[node]!;
  }
  return { ns: runningNs + outsideNs, runningNs, outsideNs, steps: stepsOf(graph, nodes, path.by) };
}

/** Its length alone, for which less memory is needed. */
export function criticalPathNs(graph: TaskGraph, placement: Placement): Ns {
  return new LongestPath(graph, placement === 'written').longestNs();
}

class LongestPath {
  readonly #graph: TaskGraph;
  readonly #isWritten: boolean;
  /** By node: edges that have not been followed yet, and when it can begin at the earliest. */
  readonly #incoming: Int32Array;
  readonly #earliestNs: Float64Array;
  /** By node: the one that it comes after, and the kind of edge from there. */
  readonly #after: Int32Array;
  readonly by: Uint8Array;
  /** Nodes whose edges have all been followed. */
  readonly #queue: Int32Array;
  #queued = 0;

  constructor(graph: TaskGraph, isWritten: boolean) {
    this.#graph = graph;
    this.#isWritten = isWritten;
    this.#incoming = countIncoming(graph);
    if (isWritten) {
      for (let node = 1; node < graph.onThreads; node++)
        if (this.#followsOnThread(node)) this.#incoming[node]!++;
    }
    this.#earliestNs = new Float64Array(graph.length);
    this.#after = new Int32Array(graph.length).fill(NONE);
    this.by = new Uint8Array(graph.length);
    this.#queue = new Int32Array(graph.length);
  }

  /** The nodes of the longest path, in their order. */
  longest(): readonly number[] {
    this.#followAll();
    return this.#backFrom(this.#last());
  }

  longestNs(): Ns {
    this.#followAll();
    const last = this.#last();
    return last === NONE ? 0 : this.#earliestNs[last]! + this.#graph.ns[last]!;
  }

  #followAll(): void {
    const { length } = this.#graph;
    for (let node = 0; node < length; node++)
      if (this.#incoming[node] === 0) this.#queue[this.#queued++] = node;
    let done = 0;
    // Clocks that disagree can make a cycle; it is cut where it was entered first.
    for (let from = 0; done < length; ) {
      if (done === this.#queued) {
        while (this.#incoming[from]! <= 0) from++;
        this.#incoming[from] = 0;
        this.#queue[this.#queued++] = from;
      }
      this.#follow(this.#queue[done++]!);
    }
  }

  #follow(node: number): void {
    this.#incoming[node] = -1;
    const { edges, ns } = this.#graph;
    const endNs = this.#earliestNs[node]! + ns[node]!;
    for (let edge = edges.first[node]!; edge < edges.first[node + 1]!; edge++) {
      this.#reach(edges.to[edge]!, node, endNs, edges.kind[edge]!);
    }
    const next = node + 1;
    if (this.#isWritten && next < this.#graph.onThreads && this.#followsOnThread(next)) {
      this.#reach(next, node, endNs, THREAD);
    }
  }

  #reach(node: number, from: number, ns: Ns, kind: number): void {
    if (this.#incoming[node]! <= 0) return;
    if (ns > this.#earliestNs[node]! || this.#after[node] === NONE) {
      this.#earliestNs[node] = ns;
      this.#after[node] = from;
      this.by[node] = kind;
    }
    if (--this.#incoming[node]! === 0) this.#queue[this.#queued++] = node;
  }

  /** The order on a thread, where the task's own order does not say the same. */
  #followsOnThread(node: number): boolean {
    return this.#graph.thread[node] === this.#graph.thread[node - 1];
  }

  #last(): number {
    const { length, ns } = this.#graph;
    let [last, lastNs] = [NONE as number, Number.NEGATIVE_INFINITY];
    for (let node = 0; node < length; node++) {
      const endNs = this.#earliestNs[node]! + ns[node]!;
      if (endNs > lastNs) [last, lastNs] = [node, endNs];
    }
    return last;
  }

  #backFrom(last: number): readonly number[] {
    const nodes: number[] = [];
    for (let node = last; node !== NONE; node = this.#after[node]!) nodes.push(node);
    return nodes.reverse();
  }
}

/** Nodes as steps: those without length are left out, and parts of one stretch are put together again. */
function stepsOf(graph: TaskGraph, nodes: readonly number[], by: Uint8Array): readonly PathStep[] {
  const steps: PathStep[] = [];
  let link: number = NONE;
  for (const [i, node] of nodes.entries()) {
    if (i > 0 && (link === NONE || link === ORDER || link === THREAD)) link = by[node]!;
    if (graph.ns[node] === 0) continue;
    const last = steps.at(-1);
    if (last !== undefined && goesOn(graph, node, last)) {
      steps[steps.length - 1] = { ...last, endNs: graph.endNs[node]!, ns: last.ns + graph.ns[node]! };
    } else steps.push(stepOf(graph, node, last === undefined || link === NONE ? null : edgeKindNames[link]!));
    link = NONE;
  }
  return steps;
}

function goesOn({ kind, thread, task, startNs }: TaskGraph, node: number, last: PathStep): boolean {
  return (
    nodeKindNames[kind[node]!] === last.kind &&
    thread[node] === last.thread &&
    task[node] === last.task &&
    startNs[node] === last.endNs
  );
}

const stepOf = (graph: TaskGraph, node: number, link: EdgeKindName | null): PathStep => ({
  thread: graph.thread[node]!,
  task: graph.task[node]!,
  kind: nodeKindNames[graph.kind[node]!]!,
  link,
  startNs: graph.startNs[node]!,
  endNs: graph.endNs[node]!,
  ns: graph.ns[node]!,
});
