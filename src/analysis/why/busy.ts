import { NONE, type Ns, type ThreadId } from '../../shared/timeline.ts';
import { countUntil } from './rowGroups.ts';
import type { WhyIndex } from './whyIndex.ts';

/** What one place of the code took of a stretch of a thread's time. */
export interface BusyShare {
  /** Row of its longest span there. */
  readonly row: number;
  /** Time of its own, callees that are tasks themselves left out. */
  readonly ns: Ns;
  /** Spans that it had. */
  readonly count: number;
}

interface Share {
  row: number;
  ns: Ns;
  count: number;
  longestNs: Ns;
}

interface Open {
  readonly row: number;
  readonly startNs: Ns;
  ownNs: Ns;
}

/** Which tasks ran on a thread in a stretch of time, by name and place, longest first. */
export function busyWith(index: WhyIndex, thread: ThreadId, fromNs: Ns, toNs: Ns): readonly BusyShare[] {
  const shares = new Map<string, Share>();
  for (const { row, ownNs } of ownTimes(index, thread, fromNs, toNs)) add(index, shares, row, ownNs);
  return [...shares.values()]
    .toSorted((a, b) => b.ns - a.ns)
    .map(({ row, ns, count }) => ({ row, ns, count }));
}

function add({ tables }: WhyIndex, shares: Map<string, Share>, row: number, ownNs: Ns): void {
  const { name, site } = tables.tasks.columns;
  const task = tables.spans.taskAt(row);
  const key = `${site[task]} ${name[task]}`;
  const share = shares.get(key) ?? { row, ns: 0, count: 0, longestNs: NONE };
  share.ns += ownNs;
  share.count++;
  if (ownNs > share.longestNs) {
    share.row = row;
    share.longestNs = ownNs;
  }
  shares.set(key, share);
}

/** Callees end before their callers, so that what began after a span and is over before it was called by it. */
function ownTimes(index: WhyIndex, thread: ThreadId, fromNs: Ns, toNs: Ns): readonly Open[] {
  const { spans } = index.tables;
  const rows = index.codeOn(thread);
  const found: Open[] = [];
  const callees: Open[] = [];
  const last = lastEnd(index, thread, toNs);
  for (let at = countUntil(rows, fromNs, (row) => spans.endAt(row)); at < rows.length; at++) {
    const row = rows[at]!;
    const [startNs, endNs] = [spans.startAt(row), spans.endAt(row)];
    if (endNs > last) break;
    const length = Math.min(endNs, toNs) - Math.max(startNs, fromNs);
    if (length <= 0) continue;
    const open = { row, startNs, ownNs: length };
    while (callees.length > 0 && callees.at(-1)!.startNs >= startNs) {
      const callee = callees.pop()!;
      const calleeNs = Math.min(spans.endAt(callee.row), toNs) - Math.max(callee.startNs, fromNs);
      open.ownNs -= calleeNs;
    }
    callees.push(open);
    found.push(open);
  }
  return found.filter(({ ownNs }) => ownNs > 0);
}

/** When the code is over that runs on a thread at `ns`: through all of its spans that follow one another without a gap. */
function lastEnd(index: WhyIndex, thread: ThreadId, ns: Ns): Ns {
  const { spans } = index.tables;
  const lane = { thread, task: NONE };
  const rows = index.spansOf(lane);
  let endNs = ns;
  for (let at = Math.max(0, index.placeAt(lane, ns)); at < rows.length; at++) {
    if (spans.startAt(rows[at]!) > endNs) break;
    endNs = Math.max(endNs, spans.endAt(rows[at]!));
  }
  return endNs;
}
