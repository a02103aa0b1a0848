import type { Ns } from '../../shared/timeline.ts';
import type { TimelineTables } from '../tables.ts';
import { buildTaskGraph } from '../work/buildGraph.ts';
import type { TaskGraph } from '../work/graph.ts';
import { simulate } from './simulate.ts';
import type { Policy } from './types.ts';

const MS = 1e6;

/** How long a run should have taken on so many cores by the simulation, against how long it did. */
export interface Prediction {
  /** From the first code to the last. */
  readonly predictedNs: Ns;
  readonly measuredNs: Ns;
  /** Predicted ÷ measured − 1. */
  readonly error: number;
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
  const { wallNs: predictedNs } = simulate(graph, {
    cores: count,
    policy: systemPolicy(count),
    scheduled: 'threads',
  });
  const measuredNs = lastCodeNs(graph) - graph.originNs;
  return { predictedNs, measuredNs, error: measuredNs === 0 ? 0 : predictedNs / measuredNs - 1 };
}

function lastCodeNs({ onThreads, endNs, originNs }: TaskGraph): Ns {
  let lastNs = originNs;
  for (let node = 0; node < onThreads; node++) lastNs = Math.max(lastNs, endNs[node]!);
  return lastNs;
}
