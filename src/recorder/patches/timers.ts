/** Timers that are cancelled or set again: async_hooks tells nothing of that but, much later, that they were collected. */
import timers from 'node:timers';
import { RecordKind } from '../../shared/records.ts';
import { type Guest, replaceMethod } from '../guest.ts';
import { taskOfAsyncId } from '../hooks.ts';

const CANCELLING = ['clearTimeout', 'clearInterval', 'clearImmediate'] as const;

export function recordTimers({ ring }: Guest): void {
  const sample = setTimeout(() => {}, 0);
  clearTimeout(sample);
  const asyncIdOf = readerOfAsyncIds(sample);
  const tell = (kind: RecordKind, timer: unknown): void => {
    const asyncId = isPending(timer) ? asyncIdOf(timer) : undefined;
    if (asyncId !== undefined) ring.put(kind, taskOfAsyncId(asyncId), 0, 0);
  };
  replaceMethod(
    Object.getPrototypeOf(sample) as object,
    'refresh',
    (original) =>
      function (this: unknown, ...args) {
        tell(RecordKind.timerRefresh, this);
        return original.apply(this, args);
      },
  );
  for (const method of CANCELLING) {
    const isShared = globalThis[method] === timers[method];
    replaceMethod(
      timers,
      method,
      (original) =>
        function (this: unknown, ...args) {
          tell(RecordKind.opCancel, args[0]);
          return original.apply(this, args);
        },
    );
    if (isShared) Object.assign(globalThis, { [method]: timers[method] });
  }
}

/** The fields of Node's timers and immediates that tell whether they are still to run. */
interface Pending {
  readonly _idleTimeout?: number;
  readonly _destroyed?: boolean;
}

function isPending(timer: unknown): timer is Pending {
  return typeof timer === 'object' && timer !== null && (timer as Pending)._destroyed === false;
}

/** Node keeps the number of an operation under a symbol of its own, which every timer has. */
function readerOfAsyncIds(sample: object): (timer: object) => number | undefined {
  const symbol = Object.getOwnPropertySymbols(sample).find(
    (key) => key.description === 'asyncId' || key.description === 'async_id_symbol',
  );
  return (timer) => {
    const id = symbol === undefined ? undefined : (timer as Record<symbol, unknown>)[symbol];
    return typeof id === 'number' ? id : undefined;
  };
}
