import { TimelineStore } from '../../../src/analysis/index.ts';
import {
  linkKindNames,
  NONE,
  type ProcessOutcome,
  State,
  taskKindNames,
} from '../../../src/shared/timeline.ts';
import { trimPicture } from '../pictures.ts';

/**
 * Tables made by hand, of a picture as in `pictures.ts` and links, `kind from@ms → to@ms`. A task in the picture's n-th line is in line n of
 * `main.ts`; a digit d is a wait in line 100 d of it, `L` is blocked in
 * line `LOCK_LINE`. A task's name is a word, behind which a number tells apart tasks of one name: `load 2` is a
 * `load`. Kinds are told by the words `timer`, `io`, `module`; all else are async functions. `spawn` of a task makes the one its parent.
 * A `*` at the end of a lane: the task never ended. Threads run while their tasks run; all end with the picture, with code 0.
 */
const MS = 1e6;
export const LOCK_LINE = 1000;
const states: Readonly<Record<string, number>> = {
  R: State.running,
  r: State.ready,
  B: State.blocked,
  L: State.blocked,
};

interface Lane {
  readonly thread: number;
  readonly task: number;
}

interface Stretch extends Lane {
  readonly state: number;
  readonly startMs: number;
  readonly endMs: number;
  readonly site: number;
  readonly reason: number;
}

export function handMade(
  picture: string,
  links: readonly string[] = [],
  reasons: Readonly<Record<string, string>> = {},
): TimelineStore {
  const store = new TimelineStore();
  const lanes = new Map<string, Lane>();
  const stretches: Stretch[] = [];
  const lines = trimPicture(picture).split('\n');
  const lengthMs = Math.max(...lines.map((line) => /\|(.*)\|/.exec(line)![1]!.length));
  for (const [i, line] of lines.entries()) {
    const [, margin, name, letters] = /^( *)(\S.*?) *\|(.*)\|/.exec(line)!;
    const isOpen = line.endsWith('*');
    const lane =
      margin === '' ? addThread(store, name!, lengthMs) : addTask(store, name!, letters!, i + 1, isOpen);
    lanes.set(name!, lane);
    stretches.push(...stretchesOf(store, lane, letters!, i + 1, textId(store, reasons[name!])));
  }
  for (const thread of store.threads) stretches.push(...threadStretches(thread.id, stretches, lengthMs));
  // As a recording has them: by their ends, what was called before its caller.
  stretches.sort((a, b) => a.endMs - b.endMs || b.startMs - a.startMs || b.task - a.task);
  for (const { thread, task, state, startMs, endMs, reason, site } of stretches) {
    store.spans.push(thread, task, state, startMs * MS, endMs * MS, reason, site);
  }
  const outcome: ProcessOutcome = { kind: 'exited', code: 0 };
  const command = ['node', 'main.ts'];
  store.processes.push({ id: 0, pid: 1, parent: null, command, startNs: 0, endNs: lengthMs * MS, outcome });
  store.nowNs = lengthMs * MS;
  for (const text of links) addLink(store, lanes, text);
  return store;
}

function addThread(store: TimelineStore, name: string, lengthMs: number): Lane {
  const id = store.threads.length;
  const kind = id === 0 ? 'main' : 'worker';
  const known = { process: 0, threadId: id, osTid: 900 + id, startedBy: null };
  const outcome = { kind: 'exited', code: 0 } as const;
  store.threads.push({ id, kind, name, outcome, ...known, startNs: 0, endNs: lengthMs * MS + 1 });
  return { thread: id, task: NONE };
}

function addTask(store: TimelineStore, name: string, letters: string, line: number, isOpen: boolean): Lane {
  const thread = store.threads.length - 1;
  const word = name.replace(/ \d+$/, '');
  const kind = taskKindNames.indexOf(
    word === 'timer' || word === 'io' || word === 'module' ? word : 'async function',
  );
  const startNs = letters.search(/\S/) * MS;
  const task = store.tasks.push(thread, kind, textId(store, word), siteId(store, line), NONE, startNs);
  if (!isOpen) store.tasks.end(task, letters.trimEnd().length * MS, 1);
  return { thread, task };
}

function stretchesOf(
  store: TimelineStore,
  lane: Lane,
  letters: string,
  line: number,
  reason: number,
): Stretch[] {
  return [...letters.matchAll(/([Rr_BL1-9])\1*/g)].map(({ 0: text, index }) => {
    const letter = text[0]!;
    const state = states[letter] ?? State.waiting;
    const site = siteId(store, /\d/.test(letter) ? Number(letter) * 100 : letter === 'L' ? LOCK_LINE : line);
    const endMs = index + text.length;
    return { ...lane, state, startMs: index, endMs, site, reason: state === State.running ? NONE : reason };
  });
}

/** A thread runs without a pause where its tasks follow one another. */
function threadStretches(thread: number, stretches: readonly Stretch[], lengthMs: number): Stretch[] {
  const own = stretches.filter((one) => one.thread === thread && one.task !== NONE);
  const at = (ms: number): string => {
    const found = own.filter(({ startMs, endMs }) => startMs <= ms && endMs > ms).map(({ state }) => state);
    return found.includes(State.blocked) ? 'B' : found.includes(State.running) ? 'R' : ' ';
  };
  const letters = Array.from({ length: lengthMs }, (_, ms) => at(ms)).join('');
  return [...letters.matchAll(/R+|B+/g)].map(({ 0: text, index }) => {
    const held = own.find(({ state, startMs }) => state === State.blocked && startMs === index);
    const [site, reason] = text[0] === 'B' ? [held?.site ?? NONE, held?.reason ?? NONE] : [NONE, NONE];
    const state = states[text[0]!]!;
    return { thread, task: NONE, state, startMs: index, endMs: index + text.length, site, reason };
  });
}

function addLink(store: TimelineStore, lanes: ReadonlyMap<string, Lane>, text: string): void {
  const [, kind, fromName, fromMs, toName, toMs] = /^(\w+) (.+)@(\S+) → (.+)@(\S+)$/.exec(text)!;
  const [from, to] = [lanes.get(fromName!)!, lanes.get(toName!)!];
  if (kind === 'spawn' && to.task !== NONE) store.tasks.columns.parent[to.task] = from.task;
  const kindIndex = linkKindNames.indexOf(kind as (typeof linkKindNames)[number]);
  const [fromNs, toNs] = [Number(fromMs) * MS, Number(toMs) * MS];
  store.links.push(kindIndex, true, from.thread, from.task, fromNs, to.thread, to.task, toNs);
}

function siteId(store: TimelineStore, line: number): number {
  const known = store.sites.findIndex((site) => site.line === line);
  return known >= 0 ? known : store.sites.push({ file: 'main.ts', line, column: 1, name: '' }) - 1;
}

function textId(store: TimelineStore, text: string | undefined): number {
  if (text === undefined) return NONE;
  const known = store.strings.indexOf(text);
  return known >= 0 ? known : store.strings.push(text) - 1;
}
