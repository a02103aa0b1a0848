import { TimelineStore, type TimelineTables } from '../../../src/analysis/index.ts';
import {
  linkKindNames,
  NONE,
  State,
  type TaskKindName,
  taskKindNames,
} from '../../../src/shared/timeline.ts';
import { trimPicture } from '../pictures.ts';

/**
 * Tables made by hand, of a picture (see `pictures.ts`) and links: `kind from@ms → to@ms`, between the names of lanes, all of which differ. Unlike
 * recorded pictures, several things may happen at the same moment. A task's kind is told by its name: `timer …`, `io …`, `port …` and `message port`; all
 * else are async functions. `spawn` of a task makes the one its parent.
 */
const MS = 1e6;
const states: Readonly<Record<string, number>> = {
  R: State.running,
  r: State.ready,
  _: State.waiting,
  B: State.blocked,
};

interface Lane {
  readonly thread: number;
  readonly task: number;
}

interface Stretch extends Lane {
  readonly state: number;
  readonly startMs: number;
  readonly endMs: number;
}

export function handMade(picture: string, links: readonly string[] = []): TimelineTables {
  const store = new TimelineStore();
  const lanes = new Map<string, Lane>();
  const stretches: Stretch[] = [];
  for (const line of trimPicture(picture).split('\n')) {
    const [, margin, name, letters] = /^( *)(\S.*?) *\|(.*)\|$/.exec(line)!;
    const lane = margin === '' ? addThread(store, name!) : addTask(store, name!, letters!);
    lanes.set(name!, lane);
    stretches.push(...stretchesOf(lane, letters!));
  }
  stretches.push(...threadStretches(stretches));
  // As a recording has them: by their ends, what was called before its caller.
  stretches.sort((a, b) => a.endMs - b.endMs || b.startMs - a.startMs || b.task - a.task);
  for (const { thread, task, state, startMs, endMs } of stretches) {
    store.spans.push(thread, task, state, startMs * MS, endMs * MS, NONE, NONE);
  }
  store.nowNs = Math.max(...stretches.map(({ endMs }) => endMs)) * MS;
  for (const text of links) addLink(store, lanes, text);
  return store;
}

function addThread(store: TimelineStore, name: string): Lane {
  const id = store.threads.length;
  const kind = id === 0 ? 'main' : 'worker';
  const known = { process: 0, threadId: id, osTid: 900 + id, startedBy: null, startNs: 0, endNs: null };
  store.threads.push({ id, kind, name, outcome: null, ...known });
  return { thread: id, task: NONE };
}

function addTask(store: TimelineStore, name: string, letters: string): Lane {
  const thread = store.threads.length - 1;
  const text = store.strings.push(name) - 1;
  const startMs = letters.search(/\S/);
  const task = store.tasks.push(thread, taskKindNames.indexOf(kindOf(name)), text, NONE, NONE, startMs * MS);
  store.tasks.end(task, letters.trimEnd().length * MS, 1);
  return { thread, task };
}

function kindOf(name: string): TaskKindName {
  if (/^(message )?port/.test(name)) return 'callback';
  return name.startsWith('timer') ? 'timer' : name.startsWith('io') ? 'io' : 'async function';
}

function stretchesOf({ thread, task }: Lane, letters: string): Stretch[] {
  return [...letters.matchAll(/R+|r+|_+|B+/g)].map(({ 0: text, index }) => ({
    thread,
    task,
    state: states[text[0]!]!,
    startMs: index,
    endMs: index + text.length,
  }));
}

/** Threads are held with their tasks. When they run is not asked for. */
function threadStretches(stretches: readonly Stretch[]): Stretch[] {
  return stretches
    .filter(({ state, task }) => state === State.blocked && task !== NONE)
    .map((stretch) => ({ ...stretch, task: NONE }));
}

function addLink(store: TimelineStore, lanes: ReadonlyMap<string, Lane>, text: string): void {
  const [, kind, fromName, fromMs, toName, toMs] = /^(\w+) (.+)@(\S+) → (.+)@(\S+)$/.exec(text)!;
  const [from, to] = [lanes.get(fromName!)!, lanes.get(toName!)!];
  if (kind === 'spawn' && to.task !== NONE) store.tasks.columns.parent[to.task] = from.task;
  const [fromNs, toNs] = [Number(fromMs) * MS, Number(toMs) * MS];
  const isRecorded = kind !== 'spawn' || to.task === NONE || store.tasks.columns.kind[to.task] === 0;
  if (!isRecorded) return;
  const kindIndex = linkKindNames.indexOf(kind as (typeof linkKindNames)[number]);
  store.links.push(kindIndex, true, from.thread, from.task, fromNs, to.thread, to.task, toNs);
}
