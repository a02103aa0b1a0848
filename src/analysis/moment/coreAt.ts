import { NONE, type Ns, type ThreadId } from '../../shared/timeline.ts';
import type { MomentIndex } from './momentIndex.ts';

/** Which core a thread has at a moment; `ready`: it could run and has none; null: it needs none, or that is not known. */
export function coreAt(index: MomentIndex, thread: ThreadId, ns: Ns): number | 'ready' | null {
  const { osThreads, cores } = index.tables;
  const osThread = osThreads.findIndex((row) => row?.thread === thread);
  const [row] = index.slices(osThread)?.rowsAt(ns, 1) ?? [];
  if (row === undefined) return null;
  const core = cores.columns.core[row]!;
  return core === NONE ? 'ready' : core;
}
