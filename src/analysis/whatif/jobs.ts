import { NONE, type Ns } from '../../shared/timeline.ts';
import { edgeKind, edgesOf, NodeKind, type TaskGraph, Triples } from '../work/graph.ts';

/** A process as textbooks have it: it arrives, and calculates; then it may wait for I/O and calculate again, and so on. */
export interface Job {
  readonly arrivalNs: Ns;
  /** Calculating, waiting, calculating … It is over with the last calculation. */
  readonly burstsNs: readonly Ns[];
}

/** The task graph of jobs that know nothing of each other, each on a thread of its own; task and thread have the job's number. */
export function graphOfJobs(jobs: readonly Job[]): TaskGraph {
  const runs = jobs.flatMap(({ burstsNs }, job) =>
    burstsNs.filter((_, i) => i % 2 === 0).map((ns) => ({ job, ns })),
  );
  const waits = jobs.flatMap(({ arrivalNs, burstsNs }, job) =>
    [arrivalNs, ...burstsNs.filter((_, i) => i % 2 === 1 && i + 1 < burstsNs.length)].map((ns) => ({
      job,
      ns,
    })),
  );
  const nodes = [...runs, ...waits];
  const edges = new Triples();
  let [run, wait] = [0, runs.length];
  for (const { burstsNs } of jobs) {
    for (let i = 0; i < burstsNs.length; i += 2) {
      if (i > 0) edges.add(run - 1, wait, edgeKind('outside'));
      edges.add(wait++, run, edgeKind('outside'));
      if (i > 0) edges.add(run - 1, run, edgeKind('order'));
      run++;
    }
  }
  const job = Int32Array.from(nodes, (node) => node.job);
  return {
    length: nodes.length,
    onThreads: runs.length,
    kind: Uint8Array.from(nodes, (_, i) => (i < runs.length ? NodeKind.running : NodeKind.wait)),
    thread: job,
    task: job,
    startNs: new Float64Array(nodes.length),
    endNs: new Float64Array(nodes.length),
    ns: Float64Array.from(nodes, ({ ns }) => ns),
    turn: Int32Array.from(nodes, (_, i) => (i < runs.length ? i : NONE)),
    edges: edgesOf(edges, nodes.length),
    originNs: 0,
  };
}
