/** How things are called in the text of a recording: places, lengths of time, tasks, threads, and what ended a wait. */
import { basename } from 'node:path';
import type { SiteRow } from '../../src/shared/timeline.ts';
import type { Link, Process, StoryIndex, Task, Thread } from './storyIndex.ts';

const MS = 1e6;
/** Lengths are told in steps: programs sleep and compute for whole ones. A busy machine may add most of one. */
export const Step = { waitMs: 50, stretchMs: 100 } as const;
/** What may be missing in a step. */
const EARLY_MS = 8;
/** What must be missing to the next step. */
const APART_MS = 10;
/** How early a timer may be (it counts from when its turn of the event loop began), and how late on a busy machine. */
const TIMER_EARLY_MS = 20;
const TIMER_LATE_MS = 90;

/** `:12` in the program's own file, `other.ts:12` elsewhere; nothing without a site. */
export function placeText({ mainFile }: StoryIndex, site: SiteRow | null): string {
  if (site === null) return '';
  return site.file === mainFile ? ` :${site.line}` : ` ${site.file}:${site.line}`;
}

/**
 * A length of time as the program was built to have it: `expectedMs`, if it fits, else a whole number of steps. Nothing when it is
 * shorter than one. What fits neither is told in ms, so that it is seen.
 */
export function lengthText(ns: number, stepMs: number, expectedMs: number | null): string {
  const ms = ns / MS;
  const stepsMs = Math.floor((ms + EARLY_MS) / stepMs) * stepMs;
  const isWithin = (fromMs: number, toMs: number): boolean => ms >= fromMs && ms <= toMs;
  if (expectedMs !== null && isWithin(expectedMs - TIMER_EARLY_MS, expectedMs + TIMER_LATE_MS))
    return ` ~${expectedMs}ms`;
  if (stepsMs === 0) return '';
  const isNearStep = isWithin(stepsMs - EARLY_MS, stepsMs + stepMs - APART_MS);
  return isNearStep ? ` ~${stepsMs}ms` : ` ${ms.toFixed(0)}ms (not ~${stepsMs}ms)`;
}

/** The milliseconds that a reason such as `timer 100 ms` names; null when it names none. */
export function reasonMs(reason: string | null): number | null {
  const ms = /^(?:timer|interval) (\d+) ms$/.exec(reason ?? '')?.[1];
  return ms === undefined ? null : Number(ms);
}

/** A task as other lines speak of it. */
export function taskText(index: StoryIndex, task: Task): string {
  const name = task.kind === 'module' ? 'module' : task.name;
  return `${name}${placeText(index, task.site)}`;
}

/** A thread as seen from `viewer`: its process is named when it is another one. */
export function threadText(index: StoryIndex, id: number, viewer: number): string {
  const { threads, processes } = index.timeline;
  const { kind, name, process } = threads[id]!;
  const thread = kind === 'main' ? 'main' : `worker "${name}"`;
  if (process === threads[viewer]!.process) return thread;
  const command = commandText(processes[process]!);
  return kind === 'main' ? `process ${command}` : `${thread} of process ${command}`;
}

/** Words of a command line without the folders of this machine; a script for Node without `node`. */
export function commandText({ command }: Process): string {
  const words = command.map((word) => (word.startsWith('/') ? basename(word) : word));
  const isScript = words[0] === 'node' && !words[1]?.startsWith('-');
  return words.slice(isScript && words.length > 1 ? 1 : 0).join(' ');
}

/** How a process or a worker ended. */
export function outcomeText({ outcome }: Process | Thread): string {
  if (outcome === null) return 'without an end';
  switch (outcome.kind) {
    case 'exited':
      return `exited ${outcome.code}`;
    case 'killed':
      return `killed by ${outcome.signal}`;
    case 'terminated':
      return 'terminated';
    case 'failed':
      return `failed: ${outcome.message}`;
    case 'failedToStart':
      return `failed to start: ${outcome.message}`;
  }
}

/** Who ended a wait: a task, a message and its sender, or a thread. */
export function causeText(index: StoryIndex, { kind, exact, from, to }: Link): string {
  const task = from.task === null ? undefined : index.timeline.tasks[from.task];
  const suffix = exact ? '' : ' (inferred)';
  const { message, behind } = behindTicks(index, task, from.ns);
  if (message !== undefined)
    return `message from ${threadText(index, message.from.thread, to.thread)}${suffix}`;
  const thread = from.thread === to.thread ? '' : threadText(index, from.thread, to.thread);
  const who = [thread, behind === undefined ? '' : taskText(index, behind)].filter((part) => part !== '');
  const verb = kind === 'resolve' ? '' : `${kind} by `;
  return `${verb}${who.join(' ') || 'its own thread'}${suffix}`;
}

/** Node's own ticks only hand on: told is the message that one of them got, or else who queued them. */
function behindTicks(
  index: StoryIndex,
  first: Task | undefined,
  ns: number,
): { readonly message?: Link | undefined; readonly behind?: Task | undefined } {
  let task = first;
  while (task !== undefined && !index.isShown(task)) {
    const message = index.messageBefore(task, ns);
    if (message !== undefined) return { message };
    if (task.kind !== 'tick' || task.parent === null) break;
    task = index.timeline.tasks[task.parent];
  }
  return { behind: task };
}
