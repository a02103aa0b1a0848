/** Timers and immediates that are cancelled: async_hooks tells nothing of them but, much later, that they were collected. */
import timers from 'node:timers';
import { RecordKind } from '../../shared/records.ts';
import { type Guest, replaceMethod } from '../guest.ts';
import { taskOfAsyncId } from '../hooks.ts';

const CANCELLING = ['clearTimeout', 'clearInterval', 'clearImmediate'] as const;

export function recordCancelling({ ring }: Guest): void {
  const asyncIdOf = readerOfAsyncIds();
  const tell = (timer: unknown): void => {
    const asyncId = isPending(timer) ? asyncIdOf(timer) : undefined;
    if (asyncId !== undefined) ring.put(RecordKind.opCancel, taskOfAsyncId(asyncId), 0, 0);
  };
  for (const method of CANCELLING) {
    const isShared = globalThis[method] === timers[method];
    replaceMethod(
      timers,
      method,
      (original) =>
        function (this: unknown, ...args) {
          tell(args[0]);
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
function readerOfAsyncIds(): (timer: object) => number | undefined {
  const sample = setTimeout(() => {}, 0);
  clearTimeout(sample);
  const symbol = Object.getOwnPropertySymbols(sample).find(
    (key) => key.description === 'asyncId' || key.description === 'async_id_symbol',
  );
  return (timer) => {
    const id = symbol === undefined ? undefined : (timer as Record<symbol, unknown>)[symbol];
    return typeof id === 'number' ? id : undefined;
  };
}
