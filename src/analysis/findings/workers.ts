import {
  linkKindNames,
  NONE,
  type Ns,
  type SiteRow,
  type ThreadId,
  type ThreadRow,
  taskKindNames,
} from '../../shared/timeline.ts';
import { addTo } from './groups.ts';
import type { RunIndex } from './runIndex.ts';

/** A worker that got as far as its own code. */
export interface WorkerLife {
  readonly thread: ThreadRow;
  /** Who started it, and when. */
  readonly starterThread: ThreadId;
  readonly starterTask: number;
  readonly startedNs: Ns;
  /** When its own code began, and when its modules had been run. */
  readonly codeNs: Ns;
  readonly loadedNs: Ns;
  readonly endNs: Ns;
}

/** Workers with the same modules, started by the same thread: any of them could have done the work of the others. */
export interface WorkerGroup {
  readonly workers: readonly WorkerLife[];
  /** Where the first of them was started: the function that did it. */
  readonly site: SiteRow | null;
  /** What a person calls them. */
  readonly name: string;
}

const SPAWN = linkKindNames.indexOf('spawn');
const isModule = taskKindNames.map((name) => name === 'module');

/** What a thread's own code was. */
interface Code {
  readonly files: Set<string>;
  codeNs: Ns;
  loadedNs: Ns;
}

/** All groups; none in the mode `light`, which does not record what runs when a message arrives. */
export function workerGroups(run: RunIndex): readonly WorkerGroup[] {
  if (run.tables.facts.mode === 'light') return [];
  const code = run.once(codeOf);
  const { kind, fromThread, fromTask, fromNs, toThread, toTask } = run.tables.links.columns;
  const groups = new Map<string, WorkerLife[]>();
  for (let row = 0; row < run.tables.links.length; row++) {
    if (kind[row] !== SPAWN || toTask[row] !== NONE) continue;
    const thread = run.tables.threads[toThread[row]!];
    const own = code.get(toThread[row]!);
    if (thread?.kind !== 'worker' || own === undefined) continue;
    const endNs = thread.endNs ?? run.tables.nowNs;
    // What it did is not known then.
    if (run.rows.hasLoss(thread.id, thread.startNs, endNs)) continue;
    const life: WorkerLife = {
      thread,
      starterThread: fromThread[row]!,
      starterTask: fromTask[row]!,
      startedNs: fromNs[row]!,
      codeNs: own.codeNs,
      loadedNs: own.loadedNs,
      endNs,
    };
    const key = [thread.process, fromThread[row], ...[...own.files].sort()].join('\n');
    addTo(groups, key, life);
  }
  return [...groups.values()].map((workers) => groupOf(run, workers, code));
}

function groupOf(
  run: RunIndex,
  workers: readonly WorkerLife[],
  code: ReadonlyMap<ThreadId, Code>,
): WorkerGroup {
  const [first] = workers;
  const site = first!.starterTask === NONE ? NONE : run.tables.tasks.columns.site[first!.starterTask]!;
  const files = [...code.get(first!.thread.id)!.files];
  return { workers, site: run.ownSite(site), name: files.at(-1)?.split('/').at(-1) ?? first!.thread.name };
}

/** When the program's own code began in a thread: what comes before is the start of the runtime. Infinity: it never did. */
export const codeBeganNs = (run: RunIndex, thread: ThreadId): Ns =>
  run.once(codeOf).get(thread)?.codeNs ?? Number.POSITIVE_INFINITY;

/** By thread: its own modules, when the first began and when those of its start had run. One pass over the tasks. */
function codeOf(run: RunIndex): ReadonlyMap<ThreadId, Code> {
  const { columns, length } = run.tables.tasks;
  const code = new Map<ThreadId, Code>();
  for (let task = 0; task < length; task++) {
    if (isModule[columns.kind[task]!] !== true) continue;
    const site = run.siteRow(columns.site[task]!);
    if (site === null) continue;
    const thread = columns.thread[task]!;
    const known = code.get(thread) ?? {
      files: new Set<string>(),
      codeNs: columns.startNs[task]!,
      loadedNs: 0,
    };
    known.files.add(site.file);
    const endNs = columns.endNs[task]!;
    known.loadedNs = Math.max(known.loadedNs, Number.isNaN(endNs) ? columns.startNs[task]! : endNs);
    code.set(thread, known);
  }
  return code;
}
