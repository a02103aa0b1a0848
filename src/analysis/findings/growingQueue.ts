import { linkKindNames, NONE, type Ns, type ThreadId } from '../../shared/timeline.ts';
import { formatNs } from '../summary.ts';
import { addTo } from './groups.ts';
import { placeOf, type RunIndex } from './runIndex.ts';
import { type Evidence, type Finding, MOST_EVIDENCE, sentence } from './types.ts';
import { phrases } from './words.ts';

/** Fewer that wait are a queue as any. */
const LEAST_WAITING = 10;
/** What is sent within less is one burst: jobs that are handed out at once are no stream of messages. */
const LEAST_SENDING_NS = 30e6;
/** The queue is looked at in so many moments, evenly spread over the time of sending, and is longer in each than in the one before. */
const MOMENTS = 4;

const isMessage = linkKindNames.map((name) => name === 'message');

/** Messages that were sent faster than their receiver took them, so that the queue grew as long as they came. */
export function growingQueue(run: RunIndex): readonly Finding[] {
  const { kind, fromThread, toThread } = run.tables.links.columns;
  const byThreads = new Map<string, number[]>();
  for (let row = 0; row < run.tables.links.length; row++) {
    if (isMessage[kind[row]!] !== true || fromThread[row] === toThread[row]) continue;
    addTo(byThreads, `${fromThread[row]} ${toThread[row]}`, row);
  }
  return [...byThreads.values()].flatMap((rows) => findingOf(run, rows));
}

function findingOf(run: RunIndex, rows: readonly number[]): readonly Finding[] {
  if (rows.length < LEAST_WAITING) return [];
  const { fromThread, fromTask, fromNs, toThread, toNs } = run.tables.links.columns;
  const sent = Float64Array.from(rows, (row) => fromNs[row]!).sort();
  const received = Float64Array.from(rows, (row) => toNs[row]!).sort();
  const waiting = queueAt(sent, received);
  const most = waiting.at(-1) ?? 0;
  const isGrowing = waiting.every((count, i) => i === 0 || count > waiting[i - 1]!);
  if (sent.at(-1)! - sent[0]! < LEAST_SENDING_NS || most < LEAST_WAITING || !isGrowing) return [];
  const late = rows.toSorted((a, b) => waitOf(b) - waitOf(a)).slice(0, MOST_EVIDENCE);
  const [oldest] = late;
  const task = fromTask[oldest!]!;
  const site = task === NONE ? null : run.ownSite(run.tables.tasks.columns.site[task]!);
  const evidence = late.map(
    (row): Evidence => ({ thread: toThread[row]!, task: NONE, startNs: fromNs[row]!, endNs: toNs[row]! }),
  );
  return [
    {
      kind: 'growingQueue',
      sentence: sentence(
        phrases.growingQueue,
        nameOf(run, toThread[oldest!]!),
        nameOf(run, fromThread[oldest!]!),
        placeOf(site),
        most,
        formatNs(waitOf(oldest!)),
      ),
      number: { unit: 'count', value: most },
      site,
      advice: sentence(phrases.growingQueueAdvice),
      evidence,
      sizeNs: waitOf(oldest!),
    },
  ];

  function waitOf(row: number): Ns {
    return toNs[row]! - fromNs[row]!;
  }
}

const nameOf = (run: RunIndex, thread: ThreadId): string => run.tables.threads[thread]?.name ?? '?';

/** How many were on the way at each of the moments, the last of which is the last sending. */
function queueAt(sent: Float64Array, received: Float64Array): readonly number[] {
  const [firstNs, lastNs] = [sent[0]!, sent.at(-1)!];
  return Array.from({ length: MOMENTS }, (_, i) => {
    const ns = firstNs + ((lastNs - firstNs) * (i + 1)) / MOMENTS;
    return countUntil(sent, ns) - countUntil(received, ns);
  });
}

function countUntil(times: Float64Array, ns: Ns): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (times[middle]! <= ns) low = middle + 1;
    else high = middle;
  }
  return low;
}
