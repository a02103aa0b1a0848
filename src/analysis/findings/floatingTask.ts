import {
  linkKindNames,
  NONE,
  type Ns,
  type SiteId,
  State,
  type TaskId,
  taskKindNames,
} from '../../shared/timeline.ts';
import { formatNs } from '../summary.ts';
import { fill, phrases as names } from '../words.ts';
import { addTo } from './groups.ts';
import { placeOf, type RunIndex } from './runIndex.ts';
import { hadNothingLeft } from './stuckTasks.ts';
import { type Finding, MOST_EVIDENCE, sentence } from './types.ts';
import { phrases } from './words.ts';

/** What ends so soon after its caller was about to be over anyway. */
const LEAST_NS = 1e6;

const isCall = taskKindNames.map((name) => name === 'async function');
const telling = linkKindNames.map((name) => name === 'resolve' || name === 'message' || name === 'notify');

interface Floating {
  readonly task: TaskId;
  readonly fromNs: Ns;
  readonly toNs: Ns;
}

/**
 * Calls that went on after the function that called them was over, and told nobody anything. Left out: calls from a module's top level
 * and from callbacks, and those that may have lost a race or be part of what the caller returned.
 */
export function floatingTask(run: RunIndex): readonly Finding[] {
  const bySite = new Map<SiteId, Floating[]>();
  const { tasks, facts } = run.tables;
  // Who waited for whom is not recorded then.
  if (facts.mode === 'light') return [];
  for (let task = 0; task < tasks.length; task++) {
    const floating = floatingOf(run, task);
    if (floating === null) continue;
    const site = tasks.columns.site[task]!;
    addTo(bySite, site, floating);
  }
  return [...bySite].map(([site, all]) => findingAt(run, site, all));
}

function findingAt(run: RunIndex, site: SiteId, all: readonly Floating[]): Finding {
  const { parent, thread } = run.tables.tasks.columns;
  const longest = all.reduce((most, one) => (lengthOf(one) > lengthOf(most) ? one : most));
  const row = run.siteRow(site);
  const [name, caller] = [run.nameOf(longest.task), run.nameOf(parent[longest.task]!)];
  return {
    kind: 'floatingTask',
    sentence: sentence(phrases.floatingTask, name, placeOf(row), formatNs(lengthOf(longest)), caller),
    number: { unit: 'count', value: all.length },
    site: row,
    advice: sentence(phrases.floatingTaskAdvice),
    evidence: all
      .slice(0, MOST_EVIDENCE)
      .map(({ task, fromNs, toNs }) => ({ thread: thread[task]!, task, startNs: fromNs, endNs: toNs })),
    sizeNs: lengthOf(longest),
  };
}

const lengthOf = ({ fromNs, toNs }: Floating): Ns => toNs - fromNs;

function floatingOf(run: RunIndex, task: TaskId): Floating | null {
  const { kind, parent, endNs, thread, site } = run.tables.tasks.columns;
  const caller = parent[task]!;
  if (caller === NONE || isCall[kind[task]!] !== true || isCall[kind[caller]!] !== true) return null;
  const fromNs = endNs[caller]!;
  // A call that never ended in a thread that had nothing left to do is told of as such.
  const isOpen = Number.isNaN(endNs[task]!);
  const toNs = isOpen ? (run.tables.threads[thread[task]!]?.endNs ?? Number.NaN) : endNs[task]!;
  if (!(toNs - fromNs >= LEAST_NS) || run.ownSite(site[task]!) === null) return null;
  if (isOpen && hadNothingLeft(run, thread[task]!)) return null;
  if (run.rows.hasLoss(thread[task]!, fromNs, toNs)) return null;
  const isWanted =
    tells(run, task) || mayHaveLost(run, task, caller) || run.once(callersThatReturn).has(caller);
  return isWanted ? null : { task, fromNs, toNs };
}

/** Whether another task waited for it, or for anything that it did. */
function tells(run: RunIndex, task: TaskId): boolean {
  const { thread } = run.tables.tasks.columns;
  const { kind, toTask } = run.tables.links.columns;
  return run.rows
    .linksFrom({ thread: thread[task]!, task })
    .some((row) => telling[kind[row]!] === true && toTask[row] !== task);
}

/** The caller waited right afterwards, and it is not known for what: it may have been for the first of several. */
function mayHaveLost(run: RunIndex, task: TaskId, caller: TaskId): boolean {
  const { thread, startNs } = run.tables.tasks.columns;
  const { spans, strings } = run.tables;
  const lane = { thread: thread[caller]!, task: caller };
  const rows = run.rows.spansOf(lane);
  const wait = rows[run.rows.placeAt(lane, startNs[task]!) + 1];
  if (wait === undefined || spans.stateAt(wait) !== State.waiting) return false;
  const reason = strings[spans.reasonAt(wait)] ?? '';
  const isOfOther =
    reason.startsWith(fill(names.promiseOf, '')) && reason !== fill(names.promiseOf, run.nameOf(task));
  return !isOfOther;
}

/** Callers of which a call was waited for after they were over: they have returned what they called, perhaps all of it. */
function callersThatReturn({ tables }: RunIndex): ReadonlySet<TaskId> {
  const { parent, endNs } = tables.tasks.columns;
  const { kind, fromTask, fromNs } = tables.links.columns;
  const callers = new Set<TaskId>();
  for (let row = 0; row < tables.links.length; row++) {
    const caller = fromTask[row] === NONE ? NONE : parent[fromTask[row]!]!;
    if (caller !== NONE && telling[kind[row]!] === true && fromNs[row]! > endNs[caller]!) callers.add(caller);
  }
  return callers;
}
