/** Waiting for a word of shared memory, and waking those who wait. */
import { types } from 'node:util';
import {
  BlockKind,
  LAST_TASK_ID,
  RecordKind,
  TextKind,
  WAIT_ASYNC_TYPE,
  WAIT_ASYNC_TYPE_ID,
  WaitEnd,
  wordKey,
} from '../../shared/records.ts';
import { type Guest, replaceMethod } from '../guest.ts';
import {
  apply,
  bufferOfTypedArray,
  lengthOfSharedBuffer,
  now,
  offsetOfTypedArray,
  promiseThen,
} from '../originals.ts';

const MAX_FLAGS = 0xffffff;
const ends: ReadonlyMap<unknown, WaitEnd> = new Map([
  ['ok', WaitEnd.notified],
  ['timed-out', WaitEnd.timedOut],
  ['not-equal', WaitEnd.notEqual],
]);
/** A wait that failed waited for nothing. */
const endOf = (result: unknown): WaitEnd => ends.get(result) ?? WaitEnd.notEqual;

export function recordAtomics(guest: Guest): void {
  recordWait(guest);
  recordNotify(guest);
  recordWaitAsync(guest);
}

function recordWait({ ring, tasks }: Guest): void {
  const flags = BlockKind.atomicsWait << 8;
  replaceMethod(
    Atomics,
    'wait',
    (original) =>
      function (this: unknown, ...args) {
        ring.put(RecordKind.block | flags, tasks.currentId, tasks.takeSite(), keyOf(args[0], args[1]));
        let result: unknown;
        try {
          result = original.apply(this, args);
          return result;
        } finally {
          ring.put(RecordKind.unblock | flags, endOf(result), 0, 0);
        }
      },
  );
}

/** The record has the time before: who is woken may go on before the call returns. */
function recordNotify({ ring, tasks }: Guest): void {
  replaceMethod(
    Atomics,
    'notify',
    (original) =>
      function (this: unknown, ...args) {
        const startNs = now();
        const woken = original.apply(this, args) as number;
        if (woken > 0) {
          const tookUs = Math.ceil(Number(now() - startNs) / 1000);
          const flags = Math.min(tookUs, MAX_FLAGS) << 8;
          ring.putAt(startNs, RecordKind.notify | flags, keyOf(args[0], args[1]), woken, tasks.currentId);
        }
        return woken;
      },
  );
}

function recordWaitAsync(guest: Guest): void {
  const { ring, tasks } = guest;
  const typeText = RecordKind.text | (TextKind.opType << 8);
  const flags = WAIT_ASYNC_TYPE_ID << 8;
  /** The first is left out: by it the type's name is written once. */
  let nextId = LAST_TASK_ID;
  replaceMethod(
    Atomics,
    'waitAsync',
    (original) =>
      function (this: unknown, ...args) {
        if (nextId === LAST_TASK_ID) ring.putText(typeText, WAIT_ASYNC_TYPE, WAIT_ASYNC_TYPE_ID, 0);
        nextId -= 2;
        const startNs = now();
        const result = original.apply(this, args) as { readonly async: boolean; readonly value: unknown };
        if (!result.async) return result;
        ring.putAt(startNs, RecordKind.opStart | flags, nextId, tasks.takeSite(), tasks.currentId);
        followWait(guest, result.value as Promise<unknown>, nextId, keyOf(args[0], args[1]));
        return result;
      },
  );
}

/** Our reaction is the promise's first and does nothing that could be seen: those of the program keep their order. */
function followWait({ ring, tasks }: Guest, promise: Promise<unknown>, id: number, key: number): void {
  tasks.promises.operationOf(promise, id);
  const end = (value: unknown): void => {
    ring.put(RecordKind.asyncWaitEnd | (endOf(value) << 8), id, key, 0);
  };
  apply(promiseThen, promise, [end]);
}

/** The word that `Atomics` was called for; 0: none. */
function keyOf(array: unknown, index: unknown): number {
  const isWord = types.isInt32Array(array) || types.isBigInt64Array(array);
  if (!isWord || typeof index !== 'number') return 0;
  const memory: unknown = apply(bufferOfTypedArray, array, []);
  if (!types.isSharedArrayBuffer(memory)) return 0;
  const offset =
    (apply(offsetOfTypedArray, array, []) as number) + index * (types.isInt32Array(array) ? 4 : 8);
  return wordKey(apply(lengthOfSharedBuffer, memory, []) as number, offset);
}
