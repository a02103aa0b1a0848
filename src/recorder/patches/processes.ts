/** Child processes: started, over, and the messages between them and their parent. */
import { ChildProcess } from 'node:child_process';
import { channelOfChild, RecordKind } from '../../shared/records.ts';
import { SESSION_VARIABLE } from '../../shared/session.ts';
import { cutText } from '../../shared/text.ts';
import { type Guest, putEvent, replaceMethod } from '../guest.ts';
import { Control, controlOf } from '../slab.ts';
import { sessionForChild, withOurOption } from './environment.ts';
import { recordProcessSend } from './messages.ts';

export interface SpawnOptions {
  readonly file: string;
  readonly args?: readonly string[];
  envPairs?: string[];
}

/** Arguments of a command line that are kept. */
const MAX_ARGUMENTS = 100;

/** The number of the next spawn of this process, by which the child's own stream is known. */
export const nextSpawn = ({ slab }: Guest): number => Atomics.add(controlOf(slab), Control.spawns, 1) + 1;

export function recordProcesses(guest: Guest): void {
  recordSpawn(guest);
  recordChildEvents(guest);
  recordOwnChannel(guest);
}

function recordSpawn(guest: Guest): void {
  replaceMethod(
    ChildProcess.prototype,
    'spawn',
    (original) =>
      function (this: unknown, ...args) {
        const child = this as ChildProcess;
        const options = args[0] as SpawnOptions;
        const site = guest.tasks.takeSite();
        const spawn = nextSpawn(guest);
        if (Array.isArray(options?.envPairs)) options.envPairs = withOurPairs(guest, options.envPairs, spawn);
        const error = original.apply(this, args);
        const command = commandOf(options);
        const message = error ? { message: `could not be started (error ${String(error)})` } : {};
        putEvent(guest, { e: 'spawn', spawn, pid: child.pid ?? null, command, ...message }, site);
        if (child.pid !== undefined) watchChannel(guest, child, child.pid);
        return error;
      },
  );
}

export function commandOf({ file, args = [file] }: SpawnOptions): string[] {
  return args.slice(0, MAX_ARGUMENTS).map((arg) => cutText(String(arg)));
}

/** The environment of a child, with our entries. */
export function withOurPairs({ session }: Guest, pairs: readonly string[], spawn: number): string[] {
  const entry = (name: string) => pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
  const others = pairs.filter(
    (pair) => !pair.startsWith('NODE_OPTIONS=') && !pair.startsWith(`${SESSION_VARIABLE}=`),
  );
  return [
    ...others,
    `NODE_OPTIONS=${withOurOption(entry('NODE_OPTIONS'), session.preload)}`,
    `${SESSION_VARIABLE}=${sessionForChild(session, spawn)}`,
  ];
}

/** The parent's side of the channel to a child: `child.send`, which Node puts on the instance. */
function watchChannel(guest: Guest, child: ChildProcess, pid: number): void {
  if (typeof child.send === 'function') recordProcessSend(guest, child, channelOfChild(pid, 0));
}

function recordChildEvents(guest: Guest): void {
  const received = new WeakMap<object, number>();
  replaceMethod(
    ChildProcess.prototype,
    'emit',
    (original) =>
      function (this: unknown, ...args) {
        const child = this as ChildProcess;
        if (args[0] === 'message' && child.pid !== undefined) {
          const number = (received.get(child) ?? 0) + 1;
          received.set(child, number);
          guest.ring.put(RecordKind.messageReceive, channelOfChild(child.pid, 1), number, 0);
        } else if (args[0] === 'exit' && child.pid !== undefined) {
          const [, code, signal] = args as [string, number | null, string | null];
          putEvent(guest, { e: 'childExit', pid: child.pid, code, signal });
        }
        return original.apply(this, args);
      },
  );
}

/** The child's side of the channel to its parent: `process.send` (what arrives is counted in `threadEnds.ts`). */
function recordOwnChannel(guest: Guest): void {
  if (typeof process.send === 'function') recordProcessSend(guest, process, channelOfChild(process.pid, 1));
}
