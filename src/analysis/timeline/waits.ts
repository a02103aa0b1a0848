import { WaitKind } from '../../shared/records.ts';
import { NONE, type StringId } from '../../shared/timeline.ts';
import { phrases } from '../words.ts';
import type { LiveTask } from './lane.ts';
import { TICK_KIND } from './operations.ts';
import type { StringTable } from './strings.ts';

/**
 * Why a task waits at an `await` or `yield`, in words. `hint` is the task that it awaits or the operation begun in the
 * awaited expression, when known. A tick is no good hint: it is over at once, and most are Node's own.
 */
export function waitReason(strings: StringTable, wait: number, hint: LiveTask | null): StringId {
  if (wait === WaitKind.value) return NONE;
  if (wait === WaitKind.yield) return strings.id(phrases.consumer);
  if (wait === WaitKind.next) return strings.id(phrases.nextValue);
  if (hint !== null && hint.operation?.kind !== TICK_KIND) return hint.waitReason;
  return strings.id(wait === WaitKind.thenable ? phrases.thenable : phrases.promise);
}

/** A better word for a bare 'promise' or 'thenable', now that it is known who settled it. */
export function settledReason(strings: StringTable, reason: StringId, settler: LiveTask | null): StringId {
  const isBare = reason === strings.id(phrases.promise) || reason === strings.id(phrases.thenable);
  if (settler === null || !isBare) return reason;
  return settler.operation === null
    ? strings.filled(phrases.promiseSettledBy, settler.name)
    : settler.waitReason;
}
