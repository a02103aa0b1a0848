/** What the parts of the recorder share in one thread. The recorder is a guest: nothing of it may reach the user's program. */
import workerThreads from 'node:worker_threads';
import { type EventFact, RecordKind, TextKind } from '../shared/records.ts';
import type { SessionConfig } from '../shared/session.ts';
import { stringify } from './originals.ts';
import type { Ring } from './ring.ts';
import type { Tasks } from './tasks.ts';

export interface Guest {
  readonly session: SessionConfig;
  readonly slab: SharedArrayBuffer;
  readonly ring: Ring;
  readonly tasks: Tasks;
}

/**
 * The drain thread is the first worker of its process, so that Node numbers the user's workers from 2. The program is to
 * see the numbers that it sees without the recorder.
 */
const DRAIN_THREADS = 1;
export const seenThreadId = (real: number): number => (real > 0 ? real - DRAIN_THREADS : real);
export const realThreadIdOf = (seen: number): number => (seen > 0 ? seen + DRAIN_THREADS : seen);
/** Taken now: later the module shows the number that the program is to see. */
export const { isMainThread, threadId: realThreadId } = workerThreads;
export const threadId: number = isMainThread ? 0 : seenThreadId(realThreadId);

const eventText = RecordKind.text | (TextKind.event << 8);

/** Records a rare event, with the running task and the site that a call-site probe left. */
export function putEvent({ ring, tasks }: Guest, fact: EventFact, site: number = 0): void {
  ring.putText(eventText, stringify(fact), tasks.currentId, site);
}

/** Runs a part of the recorder; when it fails, says so in one line that names us, and the program goes on without it. */
export function asGuest(what: string, run: () => void): void {
  try {
    run();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    process.emitWarning(`${what} is not recorded: ${message}`, 'ConcurrencyVisualizerWarning');
  }
}

/** Gives a wrapper the name and length of the function that it stands for. */
export function imitate<F extends (...args: never[]) => unknown>(
  wrapper: F,
  original: (...args: never[]) => unknown,
): F {
  for (const key of ['name', 'length'] as const) {
    Object.defineProperty(wrapper, key, { value: original[key], configurable: true });
  }
  return wrapper;
}

/** Replaces a method, keeping the property's own attributes. */
export function replaceMethod<K extends PropertyKey>(
  target: object,
  key: K,
  make: (
    original: (this: unknown, ...args: unknown[]) => unknown,
  ) => (this: unknown, ...args: unknown[]) => unknown,
): void {
  const holder = target as Record<PropertyKey, unknown>;
  const original = holder[key];
  if (typeof original !== 'function') return;
  const own = Object.getOwnPropertyDescriptor(target, key);
  const value = imitate(make(original as never), original as never);
  Object.defineProperty(target, key, {
    configurable: true,
    writable: true,
    enumerable: own?.enumerable ?? false,
    value,
  });
}
