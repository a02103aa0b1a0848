import type { TimelineTables } from '../../src/analysis/tables.ts';
import type { ProcessId, ProcessRow, ThreadRow } from '../../src/shared/timeline.ts';
import { NONE } from '../../src/shared/timeline.ts';
import { t } from '../texts.ts';
import type { CallGroup } from './callGroup.ts';
import type { Cores, CoreTrack } from './cores.ts';
import { baseName, displayText } from './display.ts';
import { everyLane, type LaneChoice } from './laneChoice.ts';
import { callKey, groupKey, operationsKey, processKey, threadKey } from './laneKeys.ts';
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
  /** Set for a row that is pinned: the key of the lane that it shows. */
  readonly pinOf?: string;
}

/** Folds that the user chose, by key; all others follow the rule. */
export type Folds = ReadonlyMap<string, boolean>;

/** As long as there are no more calls than this, every call has its row from the start. */
const OPEN_CALLS = 60;
/** On a machine with no more cores than this, those that the program did not use have a row as well: an empty one. */
const FEW_CORES = 4;

/** The lanes to show, from top to bottom: only what is chosen, and what no folded parent hides. */
export function laneTree(
  tables: TimelineTables,
  lanes: Lanes,
  folds: Folds,
  choice: LaneChoice = everyLane,
): Lane[] {
  const out: Lane[] = [];
  const opened = groupsOpenByRule(lanes);
  const builder = new TreeBuilder(tables, { folds, opened, choice }, out);
  const threads = threadsByProcess(tables);
  for (const process of tables.processes) builder.process(process, threads.get(process.id) ?? [], lanes);
  if (tables.processes.length > 0) builder.cores(lanes.cores);
  return out;
}

function threadsByProcess({ threads }: TimelineTables): ReadonlyMap<ProcessId, readonly ThreadRow[]> {
  const found = new Map<ProcessId, ThreadRow[]>();
  // Not `for … of`: a thread that has not been heard of yet leaves a hole.
  threads.forEach((thread) => {
    const known = found.get(thread.process);
    if (known) known.push(thread);
    else found.set(thread.process, [thread]);
  });
  return found;
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

interface Wishes {
  readonly folds: Folds;
  readonly opened: ReadonlySet<CallGroup>;
  readonly choice: LaneChoice;
}

class TreeBuilder {
  private readonly tables: TimelineTables;
  private readonly wishes: Wishes;
  private readonly out: Lane[];

  constructor(tables: TimelineTables, wishes: Wishes, out: Lane[]) {
    this.tables = tables;
    this.wishes = wishes;
    this.out = out;
  }

  process(process: ProcessRow, threads: readonly ThreadRow[], lanes: Lanes): void {
    const key = processKey(process.id);
    const of = { kind: 'process', process } as const;
    const lane = this.add({
      key,
      of,
      level: 1,
      label: processLabel(process, threads.length === 0),
      parent: null,
      open: threads.length === 0 ? null : this.isOpen(of, key, true),
      tracks: threads.flatMap((thread) => lanes.threads[thread.id]?.track ?? []),
    });
    if (lane?.open) for (const thread of threads) this.thread(thread, lanes.threads[thread.id], lane);
  }

  private thread(row: ThreadRow, thread: ThreadLane | undefined, parent: Lane): void {
    if (!thread) return;
    const key = threadKey(parent.key, row);
    const inside = thread.calls.length + thread.operations.length;
    const of = { kind: 'thread', thread } as const;
    const lane = this.add({
      key,
      of,
      level: 2,
      label: threadLabel(row),
      parent,
      open: inside === 0 ? null : this.isOpen(of, key, true),
      tracks: [thread.track],
    });
    if (!lane?.open) return;
    for (const group of this.wishes.choice.inOrder(thread.calls)) this.group(group, lane);
    this.operations(thread, lane);
  }

  private operations(thread: ThreadLane, parent: Lane): void {
    const key = operationsKey(parent.key);
    const { choice } = this.wishes;
    const shown = thread.operations.filter((group) =>
      choice.shows(groupLane(group), `${key}/${groupKey(group, this.tables)}`),
    );
    if (shown.length === 0) return;
    const of = { kind: 'operations', thread } as const;
    const open = this.isOpen(of, key, false);
    const tracks = shown.flatMap((group) => group.rows);
    const lane = this.add({ key, of, level: 3, label: t('timers and I/O'), parent, open, tracks });
    if (!lane?.open) return;
    // What the runtime does for itself comes last.
    const own = shown.filter((group) => group.identity.site !== NONE);
    const internal = shown.filter((group) => group.identity.site === NONE);
    for (const group of [...choice.inOrder(own), ...choice.inOrder(internal)]) this.group(group, lane);
  }

  private group(group: CallGroup, parent: Lane): void {
    const key = `${parent.key}/${groupKey(group, this.tables)}`;
    const of = groupLane(group);
    if (!this.wishes.choice.shows(of, key)) return;
    const open = of.kind === 'call' ? null : this.isOpen(of, key, this.wishes.opened.has(group));
    const label = groupLabel(group, this.tables);
    const lane = this.push({ key, of, level: parent.level + 1, label, parent, open, tracks: group.rows });
    if (open) this.calls(group, lane);
  }

  private calls(group: CallGroup, parent: Lane): void {
    const level = parent.level + 1;
    for (const row of this.wishes.choice.rowsInOrder(group)) {
      const label = group.packed ? t('row {0}', row + 1) : t('call {0}', row + 1);
      const of = { kind: 'call', group, row } as const;
      const tracks = [group.rows[row]!];
      this.add({ key: callKey(parent.key, row), of, level, label, parent, open: null, tracks });
    }
    if (group.withoutRow === 0) return;
    const label = t('{0} more at the same time', group.withoutRow);
    const of = { kind: 'rest', group } as const;
    this.add({ key: callKey(parent.key, NONE), of, level, label, parent, open: null, tracks: [] });
  }

  cores(cores: Cores): void {
    const key = 'cores';
    const of = { kind: 'cores', cores } as const;
    const open = cores.isEmpty ? null : this.isOpen(of, key, true);
    const { tracks, waits } = cores;
    const lane = this.add({ key, of, level: 1, label: t('cores'), parent: null, open, tracks });
    if (!lane?.open) return;
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

  private isOpen(of: LaneOf, key: string, rule: boolean): boolean {
    const { folds, choice } = this.wishes;
    return choice.opens(of, key, folds.get(key) ?? rule);
  }

  /** Null: the lane is not one of those that are chosen. */
  private add(lane: Lane): Lane | null {
    return this.wishes.choice.shows(lane.of, lane.key) ? this.push(lane) : null;
  }

  private push(lane: Lane): Lane {
    this.out.push(lane);
    return lane;
  }
}

/** A single call has the row of its group. */
const groupLane = (group: CallGroup) =>
  group.tasks.length === 1 ? ({ kind: 'call', group, row: 0 } as const) : ({ kind: 'group', group } as const);

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

/** Names of groups: they stay, and are asked for with every key that somebody types. */
const names = new WeakMap<CallGroup, { readonly mixed: boolean; readonly label: string }>();

/** The group's name, as it stands in the source; operations of many names go by the function that began them. */
export function groupLabel(group: CallGroup, tables: TimelineTables): string {
  const { identity, mixed } = group;
  const known = names.get(group);
  if (known?.mixed === mixed) return known.label;
  const text = mixed ? tables.sites[identity.site]?.name : tables.strings[identity.name];
  const label = displayText(text ?? '') || t('(anonymous)');
  names.set(group, { mixed, label });
  return label;
}
