/**
 * Which processes of this machine belong to a session. A process is ours when its environment names the session's
 * folder (every process that the program starts inherits that, at any depth and after its parent's death), or when a
 * process of ours started it. A number alone is never enough: the system gives numbers out again.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** A live process. */
export interface ProcessEntry {
  readonly pid: number;
  readonly ppid: number;
  /** Its process group. */
  readonly group: number;
  /** Its environment names the session's folder. */
  readonly marked: boolean;
}

/**
 * Picks the session's processes. `root` is the program's own process while it is not known to be over (its number
 * cannot have been given out again), which stands for its whole group; afterwards it is null.
 */
export function pickOwn(table: readonly ProcessEntry[], root: number | null): number[] {
  const own = new Set<number>();
  for (const { pid, group, marked } of table) if (marked || pid === root || group === root) own.add(pid);
  for (let before = -1; before !== own.size; ) {
    before = own.size;
    for (const { pid, ppid } of table) if (own.has(ppid)) own.add(pid);
  }
  own.delete(process.pid);
  return [...own];
}

/** Live processes on Linux, from `/proc`; other users' are there, but never marked. */
export function linuxTable(mark: string): ProcessEntry[] {
  const needle = Buffer.from(mark);
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.flatMap((pid) => linuxEntry(pid, needle) ?? []);
}

function linuxEntry(pid: string, needle: Buffer): ProcessEntry | null {
  try {
    const entry = parseStat(readFileSync(`/proc/${pid}/stat`, 'latin1'));
    return entry && { ...entry, marked: environmentHas(pid, needle) };
  } catch {
    return null; // It ended while we looked.
  }
}

/** `/proc/<pid>/stat`: `pid (name, which may hold anything) state ppid group …`. Null for one that is dead already. */
export function parseStat(stat: string): Omit<ProcessEntry, 'marked'> | null {
  const [state, ppid, group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (state === 'Z' || state === 'X') return null;
  return { pid: Number.parseInt(stat, 10), ppid: Number(ppid), group: Number(group) };
}

function environmentHas(pid: string, needle: Buffer): boolean {
  try {
    return readFileSync(`/proc/${pid}/environ`).includes(needle);
  } catch {
    return false; // Another user's.
  }
}

/** Live processes on macOS, from `ps`, which shows the environment of one's own processes behind their command. */
export function psTable(mark: string): ProcessEntry[] {
  const columns = 'pid=,ppid=,pgid=,stat=,command=';
  const options = { encoding: 'utf8', maxBuffer: 64 << 20 } as const;
  return parsePs(execFileSync('ps', ['-A', '-E', '-ww', '-o', columns], options), mark);
}

/** Lines of `pid ppid group state command and environment`. */
export function parsePs(output: string, mark: string): ProcessEntry[] {
  return output.split('\n').flatMap((line) => {
    const [, pid, ppid, group, state] = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)/.exec(line) ?? [];
    if (pid === undefined || state?.startsWith('Z')) return [];
    return [{ pid: Number(pid), ppid: Number(ppid), group: Number(group), marked: line.includes(mark) }];
  });
}
