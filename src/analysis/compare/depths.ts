import { NONE } from '../../shared/timeline.ts';
import type { RunComparison } from '../compare.ts';
import type { Run } from './changes.ts';

/** By pair of places: how many parents above each other its tasks have at most. */
export function depthsOf({ a, b, places }: RunComparison): Int32Array {
  const depths = new Int32Array(places.pairs.length);
  addDepths(depths, a, places.ofA);
  addDepths(depths, b, places.ofB);
  return depths;
}

function addDepths(depths: Int32Array, { tables, places }: Run, ofPlace: Int32Array): void {
  const { parent } = tables.tasks.columns;
  const depthOf = new Int32Array(places.ofTask.length);
  for (let task = 0; task < depthOf.length; task++) {
    depthOf[task] = parent[task] === NONE ? 0 : depthOf[parent[task]!]! + 1;
    const pair = ofPlace[places.ofTask[task]!]!;
    depths[pair] = Math.max(depths[pair]!, depthOf[task]!);
  }
}
