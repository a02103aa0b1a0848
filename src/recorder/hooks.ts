/** Node's own hooks: operations (timers, I/O, …) through async_hooks, promises through V8's promise hooks. */
import { createHook } from 'node:async_hooks';
import { promiseHooks } from 'node:v8';
import { RecordKind, TextKind } from '../shared/records.ts';
import { cutText } from '../shared/text.ts';
import { nodeBinding } from './patches/binding.ts';
import type { Promises } from './promises.ts';
import type { Ring } from './ring.ts';
import type { Tasks } from './tasks.ts';

const flags = (kind: number, value: number): number => kind | (value << 8);
const MAX_DELAY = 0xffffff;
const opTypeText = flags(RecordKind.text, TextKind.opType);

/** The fields of a timer object that tell its delay and whether it repeats. */
interface TimerObject {
  readonly _idleTimeout?: number;
  readonly _repeat?: number | null;
}

/** Operations are tasks with odd ids; see `LocalTaskId`. */
export const taskOfAsyncId = (asyncId: number): number => asyncId * 2 + 1;

export function enableHooks(ring: Ring, tasks: Tasks): void {
  const typeIds = new Map<string, number>();
  /** Where Node cannot leave promises out, only these are recorded; null = all are operations. */
  let known: Set<number> | null = null;

  function idOfType(type: string): number {
    let id = typeIds.get(type);
    if (id === undefined) {
      id = typeIds.size + 1;
      typeIds.set(type, id);
      ring.putText(opTypeText, cutText(type), id, 0);
    }
    return id;
  }

  function init(asyncId: number, type: string, _trigger: number, resource: object): void {
    if (type === 'PROMISE') return;
    known?.add(asyncId);
    const id = taskOfAsyncId(asyncId);
    const isMicrotask = type === 'Microtask';
    const isTick = isMicrotask || type === 'TickObject';
    const parent = isTick ? tasks.tickBegan(id, isMicrotask) : tasks.currentId;
    // A resolver comes with the first operation that needs it, whose place this is.
    const site = type === 'DNSCHANNEL' ? 0 : tasks.operationBegan(id);
    if (type === 'Timeout') timerBegan(id, site, parent, resource as TimerObject);
    else ring.put(flags(RecordKind.opStart, idOfType(type)), id, site, parent);
  }

  function timerBegan(id: number, site: number, parent: number, timer: TimerObject): void {
    const delay = Math.min(Math.max(timer._idleTimeout ?? 0, 0), MAX_DELAY);
    ring.put(flags(RecordKind.timerStart, delay), id, site, parent);
    if (typeof timer._repeat === 'number') ring.put(RecordKind.timerRepeats, id, 0, 0);
  }

  function before(asyncId: number): void {
    if (known === null || known.has(asyncId)) tasks.callbackBegins(taskOfAsyncId(asyncId));
  }

  function after(asyncId: number): void {
    if (known === null || known.has(asyncId)) tasks.callbackEnds(taskOfAsyncId(asyncId));
  }

  // `trackPromises` is newer than the types of async_hooks.
  const options = { init, before, after, trackPromises: false } as Parameters<typeof createHook>[0];
  createHook(options).enable();
  const { made, reacts, settled } = tasks.promises;
  promiseHooks.createHook({ init: made, before: reacts, settled });
  if (!promisesAreLeftOut()) {
    known = new Set();
    leavePromisesOut(tasks.promises);
  }
}

/** `trackPromises: false` is known from Node 24.14 on; older ones track every promise, at ten times the cost. */
function promisesAreLeftOut(): boolean {
  let seen = false;
  const options = {
    init(_id: number, type: string) {
      if (type === 'PROMISE') seen = true;
    },
    trackPromises: false,
  } as Parameters<typeof createHook>[0];
  const hook = createHook(options).enable();
  Promise.resolve().then(() => {});
  hook.disable();
  return !seen;
}

/**
 * Node 22: sets V8's promise hooks below async_hooks, so that only ours run. When the program uses AsyncLocalStorage, Node
 * sets all of them again: then the recording costs more, and stays right. Node 24 has no such function.
 */
function leavePromisesOut({ made, reacts, settled }: Promises): void {
  type Hook = (promise: object, parent: object | undefined) => void;
  type AsyncWrap = { setPromiseHooks?(init: Hook, before: Hook, after: undefined, settled: Hook): void };
  const asyncWrap = nodeBinding('async_wrap') as AsyncWrap | null;
  try {
    asyncWrap?.setPromiseHooks?.(made, reacts, undefined, settled);
  } catch {
    // Without it promises are tracked: dearer, nothing is lost.
  }
}
