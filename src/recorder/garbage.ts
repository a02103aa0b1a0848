/**
 * Garbage collection, through Node's own observer of it. What Node hands to an observer it keeps, and asks for an immediate to
 * deliver it: that would be an operation of the program's. So our observer takes each entry where Node puts it aside, in the
 * callback by which C++ tells of it: no operation, no tick, nothing that keeps the loop alive. Node tells of it when the
 * event loop turns; what is collected after the last turn of a thread stays untold. Where Node is made otherwise inside, nothing
 * is recorded.
 */
import { PerformanceObserver } from 'node:perf_hooks';
import { GcKind, RecordKind } from '../shared/records.ts';
import type { Guest } from './guest.ts';
import { apply, typeOfEntry } from './originals.ts';
import type { OwnClock } from './ownClock.ts';

const WORD = 2 ** 32;
/** V8's own numbers (`GCType`). */
const kinds: Readonly<Record<number, GcKind>> = {
  1: GcKind.minor,
  2: GcKind.minor,
  4: GcKind.major,
  8: GcKind.incremental,
  16: GcKind.weakCallbacks,
};

interface GcEntry {
  readonly detail?: { readonly kind?: number };
}

export function recordGarbageCollection({ ring }: Guest, clock: OwnClock): void {
  const keep = Object.getOwnPropertySymbols(PerformanceObserver.prototype).find(
    (key) => key.description === 'kMaybeBuffer',
  );
  if (keep === undefined) return;
  const observer = new PerformanceObserver(() => {});
  Object.defineProperty(observer, keep, { value: take });
  observer.observe({ entryTypes: ['gc'] });

  /** Node offers every entry to every observer, also the program's own marks. */
  function take(entry: GcEntry): void {
    if (apply(typeOfEntry, entry, []) !== 'gc') return;
    const kind = kinds[entry.detail?.kind ?? 0];
    if (kind === undefined) return;
    const { nowNs, agoNs, lengthNs } = clock.timesOf(entry);
    const ago = Math.max(0, Math.round(agoNs));
    const length = Math.min(Math.round(lengthNs), WORD - 1);
    ring.putAt(nowNs, RecordKind.gc | (kind << 8), ago | 0, Math.floor(ago / WORD), length | 0);
  }
}
