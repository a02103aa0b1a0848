/** What Node itself says of a thread, at its end: numbers that count from its beginning. */
import { getHeapStatistics } from 'node:v8';
import { CounterKind, RecordKind } from '../shared/records.ts';
import type { Ring } from './ring.ts';

const WORD = 2 ** 32;
// Taken now: the program may replace them.
const { performance } = globalThis;
const { eventLoopUtilization } = performance;
const { threadCpuUsage } = process;

export class ThreadCounters {
  /** A worker's loop was at work before its recording began. */
  readonly #activeBeforeMs = loopActiveMs();

  put(ring: Ring): void {
    if (typeof threadCpuUsage === 'function') {
      const { user, system } = threadCpuUsage.call(process);
      put(ring, CounterKind.cpuNs, (user + system) * 1000);
    }
    put(ring, CounterKind.loopActiveNs, Math.max(loopActiveMs() - this.#activeBeforeMs, 0) * 1e6);
    put(ring, CounterKind.heapBytes, getHeapStatistics().used_heap_size);
  }
}

function loopActiveMs(): number {
  return eventLoopUtilization.call(performance).active;
}

function put(ring: Ring, kind: CounterKind, value: number): void {
  const whole = Math.round(value);
  ring.put(RecordKind.counter | (kind << 8), whole | 0, Math.floor(whole / WORD), 0);
}
