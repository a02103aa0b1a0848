import assert from 'node:assert/strict';
import { NONE, type SpanColumns } from '../../src/shared/timeline.ts';
import { spanBytes } from '../../webview/model/memory.ts';
import { Recording } from '../../webview/model/recording.ts';
import { deltaOf } from './madeUp.ts';
import { chance } from './support.ts';

const MAX_BYTES = 24;
const LANES = 200;
const SPANS = 1_000_000;
const BATCH = 50_000;

/** Spans of threads, which take turns; each begins where the one before it on its thread ended. */
function batches(): SpanColumns[] {
  const next = chance(11);
  const endNs = new Float64Array(LANES);
  return Array.from({ length: SPANS / BATCH }, () => {
    const spans: SpanColumns = {
      thread: new Int32Array(BATCH),
      task: new Int32Array(BATCH).fill(NONE),
      state: new Uint8Array(BATCH),
      startNs: new Float64Array(BATCH),
      endNs: new Float64Array(BATCH),
      reason: new Int32Array(BATCH).map(() => Math.floor(next() * 20) - 1),
      site: new Int32Array(BATCH).map(() => Math.floor(next() * 100)),
    };
    for (let i = 0; i < BATCH; i++) {
      const thread = i % LANES;
      spans.thread[i] = thread;
      spans.state[i] = 1 + Math.floor(next() * 4);
      spans.startNs[i] = endNs[thread]!;
      endNs[thread]! += 1 + Math.floor(10 ** (next() * 7));
      spans.endNs[i] = endNs[thread]!;
    }
    return spans;
  });
}

describe('page: memory', () => {
  it(`of a million spans in ${LANES} lanes is at most ${MAX_BYTES} bytes each`, () => {
    const recording = new Recording();
    for (const spans of batches()) recording.apply(deltaOf(recording.store, { spans }));
    assert.equal(recording.store.spans.length, SPANS);
    const { used, reserved } = spanBytes(recording);
    assert.ok(used <= MAX_BYTES * SPANS, `${used / SPANS} bytes`);
    assert.ok(reserved <= MAX_BYTES * SPANS, `${reserved / SPANS} bytes reserved`);
    // Columns and the tracks' numbers are what it counts: less would mean that it forgets some.
    assert.ok(used > 22 * SPANS, `${used / SPANS} bytes`);
  });
});
