import { WaitKind } from '../../shared/records.ts';
import { NONE, State, type StringId } from '../../shared/timeline.ts';
import { phrases } from '../words.ts';
import type { LiveTask } from './lane.ts';
import { TICK_KIND, UNANNOUNCED } from './operations.ts';
import type { StringTable } from './strings.ts';
import type { Timeline } from './timeline.ts';

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

/** A better reason for a guessed one, now that it is known exactly who settled it. */
export function settledReason(strings: StringTable, task: LiveTask, settler: LiveTask | null): StringId {
  const isBetter = task.waitKind === WaitKind.promise || task.waitKind === WaitKind.thenable;
  if (settler === null || !task.isReasonGuess || !isBetter) return task.reason;
  if (settler.operation === null) return strings.filled(phrases.promiseSettledBy, settler.name);
  return settler.waitReason === strings.id(UNANNOUNCED.name) ? task.reason : settler.waitReason;
}

/** A wait that was settled ends there: from then on the task is ready. */
export function splitWait(timeline: Timeline, task: LiveTask): void {
  if (task.state !== State.waiting || Number.isNaN(task.settledNs)) return;
  task.reason = task.settledReason;
  timeline.enter(task, State.ready, task.settledNs, NONE, task.site);
}
