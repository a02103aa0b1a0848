import { NONE, type Ns, type SiteId, State, type ThreadId } from '../../shared/timeline.ts';
import { formatNs } from '../summary.ts';
import { phrases as names } from '../words.ts';
import { addTo } from './groups.ts';
import { placeOf, type RunIndex } from './runIndex.ts';
import { type Finding, MOST_EVIDENCE, sentence } from './types.ts';
import { phrases } from './words.ts';

/** One wait, or a short one, is what a lock is for. */
const LEAST_WAITS = 3;
const LEAST_NS = 20e6;
/** The waking of a blocked thread and the end of its span are one moment. */
const SAME_MOMENT_NS = 1000;

const waking: ReadonlySet<'notify'> = new Set(['notify']);

/**
 * Threads that were blocked at one place by each other: each was woken by a thread that waits there, too. (Who waits for work is woken
 * by who gives it out.)
 */
export function lockConvoy(run: RunIndex): readonly Finding[] {
  const bySite = new Map<SiteId, number[]>();
  const { spans, strings } = run.tables;
  for (const { id } of run.tables.threads) {
    for (const row of run.rows.spansOf({ thread: id, task: NONE })) {
      if (spans.stateAt(row) !== State.blocked || strings[spans.reasonAt(row)] !== names.atomicsWait)
        continue;
      addTo(bySite, spans.siteAt(row), row);
    }
  }
  return [...bySite].flatMap(([site, rows]) => findingAt(run, site, rows));
}

function findingAt(run: RunIndex, site: SiteId, rows: readonly number[]): readonly Finding[] {
  const { spans } = run.tables;
  const row = run.ownSite(site);
  const threads = new Set(rows.map((one) => spans.threadAt(one)));
  if (row === null || threads.size < 2) return [];
  const waits = rows.filter((one) => threads.has(wakerOf(run, one)));
  const ns: Ns = waits.reduce((sum, one) => sum + spans.lengthAt(one), 0);
  if (waits.length < LEAST_WAITS || ns < LEAST_NS) return [];
  return [
    {
      kind: 'lockConvoy',
      sentence: sentence(phrases.lockConvoy, threads.size, placeOf(row), waits.length, formatNs(ns)),
      number: { unit: 'ns', value: ns },
      site: row,
      advice: sentence(phrases.lockConvoyAdvice),
      evidence: waits.slice(0, MOST_EVIDENCE).map((one) => ({
        thread: spans.threadAt(one),
        task: NONE,
        startNs: spans.startAt(one),
        endNs: spans.endAt(one),
      })),
      sizeNs: ns / threads.size,
    },
  ];
}

/** The thread that woke a blocked one, or NONE. The link leads to the task that was blocked, or to the thread. */
function wakerOf({ tables, rows }: RunIndex, row: number): ThreadId {
  const { spans, links } = tables;
  const [thread, startNs, endNs] = [spans.threadAt(row), spans.startAt(row), spans.endAt(row)];
  const own = rows.cause({ thread, task: NONE }, startNs, endNs + SAME_MOMENT_NS, waking);
  const task = taskAt(tables, rows, thread, startNs);
  const link =
    own !== NONE || task === NONE
      ? own
      : rows.cause({ thread, task }, startNs, endNs + SAME_MOMENT_NS, waking);
  return link === NONE ? NONE : links.columns.fromThread[link]!;
}

/** The task that was blocked from `ns` on. */
function taskAt({ spans }: RunIndex['tables'], rows: RunIndex['rows'], thread: ThreadId, ns: Ns): number {
  const code = rows.codeOn(thread);
  // In order of their ends: a blocked span has no callees, so that it is the first that ends after it began.
  let [low, high] = [0, code.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (spans.endAt(code[middle]!) <= ns) low = middle + 1;
    else high = middle;
  }
  const row = code[low];
  return row !== undefined && spans.stateAt(row) === State.blocked ? spans.taskAt(row) : NONE;
}
