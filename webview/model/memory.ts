import { addBytes, type Bytes } from '../../src/analysis/timeline/growable.ts';
import type { Recording } from './recording.ts';

/** Memory of a recording's spans, in bytes: the table, and what the tracks of threads and tasks keep of each. */
export function spanBytes({ store, lanes }: Recording): Bytes {
  const ofTasks = lanes.groups.flatMap(({ rows }) => rows);
  const ofThreads = lanes.threads.flatMap(({ track }) => track);
  return addBytes([store.spans.bytes, ...[...ofThreads, ...ofTasks].map(({ bytes }) => bytes)]);
}
