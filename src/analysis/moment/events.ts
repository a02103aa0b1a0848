import type { Ns, ThreadId } from '../../shared/timeline.ts';
import { hasEvents, type MomentIndex } from './momentIndex.ts';

/**
 * An event is a moment at which something changes on one of some threads: a span begins or ends, a link leaves or arrives, a mark is
 * set, the thread itself begins or ends. What the runtime does for itself (operations without a place in the program) is none,
 * unless the thread begins or stops running for it.
 */

/** The first event after a moment, or null. */
export function nextEvent(index: MomentIndex, threads: Iterable<ThreadId>, ns: Ns): Ns | null {
  let best = Number.POSITIVE_INFINITY;
  for (const id of threads) {
    for (const intervals of index.thread(id).withEvents()) best = intervals.after(ns, best);
    for (const at of ofThread(index, id)) if (at > ns && at < best) best = at;
  }
  return Number.isFinite(best) ? best : null;
}

/** The last event before a moment, or null. */
export function previousEvent(index: MomentIndex, threads: Iterable<ThreadId>, ns: Ns): Ns | null {
  let best = Number.NEGATIVE_INFINITY;
  for (const id of threads) {
    for (const intervals of index.thread(id).withEvents()) best = intervals.before(ns, best);
    for (const at of ofThread(index, id)) if (at < ns && at > best) best = at;
  }
  return Number.isFinite(best) ? best : null;
}

/** Its life, and what goes on in it: that has only begun. */
function* ofThread(index: MomentIndex, id: ThreadId): Iterable<Ns> {
  const row = index.tables.threads[id];
  if (row === undefined) return;
  yield row.startNs;
  if (row.endNs !== null) yield row.endNs;
  for (const { task, state, startNs } of index.openOf(id)) {
    if (hasEvents(task, state, index.tables)) yield startNs;
  }
}
