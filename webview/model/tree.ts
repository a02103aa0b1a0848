import type { TimelineTables } from '../../src/analysis/tables.ts';
import type { ProcessId, ProcessRow, TaskId, ThreadId, ThreadRow } from '../../src/shared/timeline.ts';
import { NONE } from '../../src/shared/timeline.ts';
import { t } from '../texts.ts';
import type { CallGroup } from './callGroup.ts';
import type { Cores, CoreTrack } from './cores.ts';
import { baseName, displayText } from './display.ts';
import { isOperation, type Lanes, type ThreadLane } from './lanes.ts';
import type { Track } from './track.ts';

/** What a row of the panel stands for. */
export type LaneOf =
  | { readonly kind: 'process'; readonly process: ProcessRow }
  | { readonly kind: 'thread'; readonly thread: ThreadLane }
  | { readonly kind: 'group'; readonly group: CallGroup }
  /** One row of a group that is open: a call, or several behind one another. */
  | { readonly kind: 'call'; readonly group: CallGroup; readonly row: number }
  /** The calls of a group for which there was no row left. */
  | { readonly kind: 'rest'; readonly group: CallGroup }
  | { readonly kind: 'operations'; readonly thread: ThreadLane }
  /** All cores; also where nothing is known of them, which its row then says. */
  | { readonly kind: 'cores'; readonly cores: Cores }
  | { readonly kind: 'core'; readonly cores: Cores; readonly core: number }
  /** The threads that were ready without a core. */
  | { readonly kind: 'waits'; readonly cores: Cores };

/** A row of the tree of lanes. */
export interface Lane {
  /** The same for the same lane of the next run. */
  readonly key: string;
  readonly of: LaneOf;
  /** From 1: process, thread, function, call. */
  readonly level: number;
  readonly label: string;
  readonly parent: Lane | null;
  /** Null: there is nothing to fold. */
  readonly open: boolean | null;
  /** What its bars show; several when it is folded. */
  readonly tracks: readonly Track[];
}

/** Folds that the user chose, by key; all others follow the rule. */
export type Folds = ReadonlyMap<string, boolean>;

/** As long as there are no more calls than this, every call has its row from the start. */
const OPEN_CALLS = 60;
/** On a machine with no more cores than this, those that the program did not use have a row as well: an empty one. */
const FEW_CORES = 4;

/** The lanes to show, from top to bottom: only what no folded parent hides. */
export function laneTree(tables: TimelineTables, lanes: Lanes, folds: Folds): Lane[] {
  const out: Lane[] = [];
  const opened = groupsOpenByRule(lanes);
  const builder = new TreeBuilder(tables, folds, opened, out);
  for (const process of tables.processes) builder.process(process, lanes);
  if (tables.processes.length > 0) builder.cores(lanes.cores);
  return out;
}

/** Small groups first, as long as their calls fit: a learner's five calls are seen, a thousand are folded. */
function groupsOpenByRule(lanes: Lanes): ReadonlySet<CallGroup> {
  const groups = lanes.groups.filter((group) => group.tasks.length > 1 && !isOperation(group));
  groups.sort((a, b) => a.tasks.length - b.tasks.length);
  const open = new Set<CallGroup>();
  let calls = 0;
  for (const group of groups) {
    calls += group.tasks.length;
    if (calls > OPEN_CALLS) break;
    open.add(group);
  }
  return open;
}

/** Keys of the lanes in which a task's own row lies: with all of them open, it is to be seen. `task` NONE: the thread's row. */
export function keysAround(thread: ThreadId, task: TaskId, tables: TimelineTables, lanes: Lanes): string[] {
  const row = tables.threads[thread];
  if (!row) return [];
  const process = processKey(row.process);
  if (task === NONE) return [process];
  const own = threadKey(process, row);
  const group = lanes.groupOf(task);
  if (!group) return [process, own];
  const parent = isOperation(group) ? operationsKey(own) : own;
  return [process, own, ...(parent === own ? [] : [parent]), `${parent}/${groupKey(group, tables)}`];
}

const processKey = (process: ProcessId): string => `p${process}`;
const threadKey = (process: string, { threadId }: ThreadRow): string => `${process}/t${threadId}`;
const operationsKey = (thread: string): string => `${thread}/ops`;

class TreeBuilder {
  private readonly tables: TimelineTables;
  private readonly folds: Folds;
  private readonly opened: ReadonlySet<CallGroup>;
  private readonly out: Lane[];

  constructor(tables: TimelineTables, folds: Folds, opened: ReadonlySet<CallGroup>, out: Lane[]) {
    this.tables = tables;
    this.folds = folds;
    this.opened = opened;
    this.out = out;
  }

  process(process: ProcessRow, lanes: Lanes): void {
    const threads = this.tables.threads.filter((thread) => thread.process === process.id);
    const key = processKey(process.id);
    const open = threads.length === 0 ? null : (this.folds.get(key) ?? true);
    const tracks = threads.flatMap((thread) => lanes.threads[thread.id]?.track ?? []);
    const of = { kind: 'process', process } as const;
    const lane = this.add({
      key,
      of,
      level: 1,
      label: processLabel(process, threads.length === 0),
      parent: null,
      open,
      tracks,
    });
    if (open) for (const thread of threads) this.thread(thread, lanes.threads[thread.id], lane);
  }

  private thread(row: ThreadRow, thread: ThreadLane | undefined, parent: Lane): void {
    if (!thread) return;
    const key = threadKey(parent.key, row);
    const inside = thread.calls.length + thread.operations.length;
    const open = inside === 0 ? null : (this.folds.get(key) ?? true);
    const of = { kind: 'thread', thread } as const;
    const lane = this.add({
      key,
      of,
      level: 2,
      label: threadLabel(row),
      parent,
      open,
      tracks: [thread.track],
    });
    if (!open) return;
    for (const group of thread.calls) this.group(group, lane);
    if (thread.operations.length > 0) this.operations(thread, lane);
  }

  private operations(thread: ThreadLane, parent: Lane): void {
    const key = operationsKey(parent.key);
    const open = this.folds.get(key) ?? false;
    const tracks = thread.operations.flatMap((group) => group.rows);
    const label = t('timers and I/O');
    const of = { kind: 'operations', thread } as const;
    const lane = this.add({ key, of, level: 3, label, parent, open, tracks });
    if (!open) return;
    // What the runtime does for itself comes last.
    const own = thread.operations.filter((group) => group.identity.site !== NONE);
    const internal = thread.operations.filter((group) => group.identity.site === NONE);
    for (const group of [...own, ...internal]) this.group(group, lane);
  }

  private group(group: CallGroup, parent: Lane): void {
    const key = `${parent.key}/${groupKey(group, this.tables)}`;
    const single = group.tasks.length === 1;
    const open = single ? null : (this.folds.get(key) ?? this.opened.has(group));
    const label = groupLabel(group, this.tables);
    const of = single ? ({ kind: 'call', group, row: 0 } as const) : ({ kind: 'group', group } as const);
    const lane = this.add({ key, of, level: parent.level + 1, label, parent, open, tracks: group.rows });
    if (open) this.calls(group, lane);
  }

  private calls(group: CallGroup, parent: Lane): void {
    for (const [row, track] of group.rows.entries()) {
      const label = group.packed ? t('row {0}', row + 1) : t('call {0}', row + 1);
      const of = { kind: 'call', group, row } as const;
      const key = `${parent.key}/${row}`;
      this.add({ key, of, level: parent.level + 1, label, parent, open: null, tracks: [track] });
    }
    if (group.withoutRow === 0) return;
    const label = t('{0} more at the same time', group.withoutRow);
    const of = { kind: 'rest', group } as const;
    const key = `${parent.key}/rest`;
    this.add({ key, of, level: parent.level + 1, label, parent, open: null, tracks: [] });
  }

  cores(cores: Cores): void {
    const key = 'cores';
    const open = cores.isEmpty ? null : (this.folds.get(key) ?? true);
    const of = { kind: 'cores', cores } as const;
    const { tracks, waits } = cores;
    const lane = this.add({ key, of, level: 1, label: t('cores'), parent: null, open, tracks });
    if (!open) return;
    for (const core of this.shownCores(tracks)) {
      const own = tracks.filter((track) => track.core === core);
      const label = t('core {0}', core);
      const of = { kind: 'core', cores, core } as const;
      this.add({ key: `${key}/${core}`, of, level: 2, label, parent: lane, open: null, tracks: own });
    }
    if (waits.length === 0) return;
    const waitsOf = { kind: 'waits', cores } as const;
    const label = t('ready, no core');
    this.add({ key: `${key}/none`, of: waitsOf, level: 2, label, parent: lane, open: null, tracks: waits });
  }

  /** Cores that were used, and, where there are few, those that could have been. */
  private shownCores(tracks: readonly CoreTrack[]): readonly number[] {
    const used = tracks.map(({ core }) => core);
    const count = this.tables.facts.cores ?? 0;
    // A program that is kept to some cores names only how many: then those that it used are all that is known.
    const all = count <= FEW_CORES && used.every((core) => core < count);
    return all ? Array.from({ length: count }, (_, core) => core) : used;
  }

  private add(lane: Lane): Lane {
    this.out.push(lane);
    return lane;
  }
}

/** What a process is known by: the file that Node runs, or the command of one that is not recorded itself (`isForeign`). */
export function processLabel({ command }: ProcessRow, isForeign = false): string {
  const program = baseName(command[0] ?? '');
  if (isForeign && !/^node\b/.test(program)) return displayText(commandText(program, command.slice(1)), 60);
  return displayText(baseName(command.slice(1).find((argument) => !argument.startsWith('-')) ?? program));
}

/** A shell that runs one command only is not worth a word. */
function commandText(program: string, rest: readonly string[]): string {
  const isShell = /^(ba|da|z)?sh$/.test(program) && rest[0] === '-c' && rest.length === 2;
  return isShell ? rest[1]! : [program, ...rest].join(' ');
}

/** A thread's name: the main thread, or what the program called its worker. */
export function threadLabel(thread: ThreadRow): string {
  if (thread.kind === 'main') return t('main thread');
  const name = displayText(thread.name);
  return name === '' || name === `worker ${thread.threadId}` ? t('worker {0}', thread.threadId) : name;
}

/** The group's name, as it stands in the source; operations of many names go by the function that began them. */
export function groupLabel({ identity: { name, site }, mixed }: CallGroup, tables: TimelineTables): string {
  const text = mixed ? tables.sites[site]?.name : tables.strings[name];
  return displayText(text ?? '') || t('(anonymous)');
}

function groupKey({ identity: { kind, name, site } }: CallGroup, tables: TimelineTables): string {
  const place = tables.sites[site];
  return place
    ? `${kind} ${place.file}:${place.line}:${place.column}`
    : `${kind} ${tables.strings[name] ?? ''}`;
}
