import type { Ns } from '../../shared/timeline.ts';
import type { TimelineTables } from '../tables.ts';
import { buildTaskGraph } from '../work/buildGraph.ts';
import type { TaskGraph } from '../work/graph.ts';
import { stolenNs, withDelays } from './delays.ts';
import { simulate } from './simulate.ts';
import type { Policy } from './types.ts';

const MS = 1e6;

/** How long a run should have taken by the simulation, against how long it did: from its first code to its last. */
export interface Prediction {
  /** On a machine that does nothing else. */
  readonly predictedNs: Ns;
  /** With what other programs took from the recorded run (see `withDelays`). */
  readonly withDelaysNs: Ns;
  /** That, summed up over the program's threads: how busy the machine was with other things. */
  readonly stolenNs: Ns;
  readonly measuredNs: Ns;
  /** Predicted ÷ measured − 1, without and with those delays. */
  readonly error: number;
  readonly errorWithDelays: number;
}

/** What comes nearest to Linux: latency and granularity of its scheduler as they grow with the number of cores. */
export function systemPolicy(cores: number): Policy {
  const factor = 1 + Math.floor(Math.log2(Math.max(1, cores)));
  return { kind: 'fair', latencyNs: 6 * MS * factor, granularityNs: 0.75 * MS * factor };
}

/** Predicts the run that was recorded, on the cores that it had (`cores`, where the recording does not tell). */
export function predictRun(
  tables: TimelineTables,
  cores: number,
  graph: TaskGraph = buildTaskGraph(tables),
): Prediction {
  const count = tables.facts.cores ?? cores;
  const policy = systemPolicy(count);
  const wallNs = (of: TaskGraph): Ns => simulate(of, { cores: count, policy, scheduled: 'threads' }).wallNs;
  const [predictedNs, withDelaysNs] = [wallNs(graph), wallNs(withDelays(graph, tables, count))];
  const measuredNs = lastCodeNs(graph) - graph.originNs;
  const error = (ns: Ns): number => (measuredNs === 0 ? 0 : ns / measuredNs - 1);
  return {
    predictedNs,
    withDelaysNs,
    stolenNs: stolenNs(tables, count, graph.originNs, graph.originNs + measuredNs),
    measuredNs,
    error: error(predictedNs),
    errorWithDelays: error(withDelaysNs),
  };
}

function lastCodeNs({ onThreads, endNs, originNs }: TaskGraph): Ns {
  let lastNs = originNs;
  for (let node = 0; node < onThreads; node++) lastNs = Math.max(lastNs, endNs[node]!);
  return lastNs;
}
