/** The kernel's own switch events, through `perf`, where it may be used without privileges (perf_event_paranoid up to 2). */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { OsSwitch } from '../../shared/records.ts';

/** How long it may take until every switch is recorded, in ms. On busy cores about 200 are usual. */
const ATTACH_MS = 5000;
/** How long it may take to write out what was recorded, in ms. */
const STOP_MS = 5000;

/** A thread got a core, or lost it, or (`exit`) is over. Times are those of `process.hrtime`. */
export interface KernelSwitch {
  readonly ns: bigint;
  readonly pid: number;
  readonly tid: number;
  /** What the system calls the thread. */
  readonly name: string;
  readonly core: number;
  readonly kind: OsSwitch | 'exit';
}

/** A recording that is going on. */
export interface PerfRecording {
  readonly pid: number;
  /** Ends it, if it has not ended with the program. */
  stop(): Promise<void>;
}

/** Why there is no recording, in the words of `perf`. */
export interface PerfFailure {
  readonly reason: string;
}

/** Records the switches of a process, and of all threads and processes that it starts from now on, into a file. */
export async function recordSwitches(
  perf: string,
  pid: number,
  file: string,
): Promise<PerfRecording | PerfFailure> {
  const what = ['--switch-events', '-e', 'dummy:u', '--clockid', 'mono', '--sample-cpu', '-p', String(pid)];
  // It begins when it is told to over descriptor 3, and says on descriptor 4 that it has.
  const control = ['-D', '-1', '--control', 'fd:3,4'];
  const child = spawn(perf, ['record', '-q', ...what, ...control, '-o', file], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
    // Not in our process group: what is typed at the terminal does not end it before the program.
    detached: true,
  });
  const words: string[] = [];
  child.stderr?.setEncoding('utf8').on('data', (text: string) => words.push(text));
  const ended = endOf(child);
  const isAttached = await Promise.race([enabled(child), ended.then(() => false), delay(ATTACH_MS, false)]);
  if (isAttached) return { pid: child.pid ?? 0, stop: () => stop(child, ended) };
  child.kill('SIGKILL');
  return { reason: words.join('').trim().split('\n')[0] || 'it did not begin to record' };
}

/** Resolves when it is over, also when it could not be started. */
function endOf(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
}

/** Asks for the begin and waits for the answer. */
async function enabled(child: ChildProcess): Promise<boolean> {
  const orders = child.stdio[3] as Writable | null;
  const answers = child.stdio[4] as Readable | null;
  orders?.on('error', () => {});
  orders?.write('enable\n');
  if (answers !== null) await once(answers, 'data');
  return true;
}

async function stop(child: ChildProcess, ended: Promise<void>): Promise<void> {
  child.kill('SIGINT');
  await Promise.race([ended, delay(STOP_MS, undefined, { ref: false })]);
  child.kill('SIGKILL');
}

/** The switches in a file that `recordSwitches` has written, in order of time. Throws when it cannot be read. */
export async function* switchesIn(perf: string, file: string): AsyncGenerator<KernelSwitch> {
  const fields = ['--show-switch-events', '--show-task-events', '--ns', '-F', 'comm,pid,tid,cpu,time'];
  const child = spawn(perf, ['script', '-i', file, ...fields], { stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = endOf(child);
  for await (const line of createInterface({ input: child.stdout })) {
    const found = parseSwitch(line);
    if (found !== null) yield found;
  }
  await ended;
  if (child.exitCode !== 0) throw new Error(`${perf} cannot read what it has recorded`);
}

/** `name pid/tid [core] seconds.nanoseconds: PERF_RECORD_…`; the name may hold anything. */
const RECORD = /^\s*(.*?)\s+(\d+)\/(\d+)\s+\[(\d+)\]\s+(\d+)\.(\d{9}):\s+PERF_RECORD_(.*)$/;

/** A line of `perf script`; null: it tells of something else. */
export function parseSwitch(line: string): KernelSwitch | null {
  const [, name = '', pid, tid, core, seconds, fraction, what = ''] = RECORD.exec(line) ?? [];
  const kind = kindOf(what);
  if (kind === null) return null;
  return {
    ns: BigInt(`${seconds}${fraction}`),
    pid: Number(pid),
    tid: Number(tid),
    name,
    core: Number(core),
    kind,
  };
}

function kindOf(what: string): KernelSwitch['kind'] | null {
  if (what.startsWith('SWITCH IN')) return OsSwitch.in;
  if (what.startsWith('SWITCH OUT')) return what.includes('preempt') ? OsSwitch.preempted : OsSwitch.out;
  return what.startsWith('EXIT') ? 'exit' : null;
}
