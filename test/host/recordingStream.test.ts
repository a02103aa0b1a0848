import { strict as assert } from 'node:assert';
import { mock } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import type { TimelineCursor, TimelineStep } from '../../src/analysis/index.ts';
import { type DeltaSource, RecordingStream } from '../../src/host/recordingStream.ts';
import { type BatchMessage, MAX_IN_FLIGHT } from '../../src/shared/protocol.ts';

/** A timeline of `length` parts, read one part at a time; its deltas are the parts' numbers. */
class Parts implements DeltaSource {
  length: number;

  constructor(length: number) {
    this.length = length;
  }

  startCursor(): TimelineCursor {
    return 0 as never;
  }

  deltaSince(cursor: TimelineCursor): TimelineStep {
    const at = Number(cursor);
    const next = Math.min(at + 1, this.length);
    return { delta: at as never, cursor: next as never, more: next < this.length };
  }
}

async function until(condition: () => boolean): Promise<void> {
  const endMs = performance.now() + 2000;
  while (!condition()) {
    assert(performance.now() < endMs, 'waited 2 s');
    await turn();
  }
}

/** A page that takes every batch in at once. */
function readingPage() {
  const got: BatchMessage[] = [];
  const stream: RecordingStream = new RecordingStream((batch) => {
    got.push(batch);
    setImmediate(() => stream.acknowledge(batch.seq));
  });
  return { got, stream };
}

const parts = (batches: readonly BatchMessage[]): unknown[] => batches.map((batch) => batch.delta);

describe('RecordingStream', () => {
  afterEach(() => mock.timers.reset());

  it('sends every part once, in order, and begins with a reset', async () => {
    const { got, stream } = readingPage();
    stream.begin(new Parts(5));
    stream.open();
    await until(() => got.length === 5);
    assert.deepEqual(parts(got), [0, 1, 2, 3, 4]);
    assert.deepEqual(
      got.map((batch) => batch.reset),
      [true, false, false, false, false],
    );
    assert.deepEqual(
      got.map((batch) => batch.seq),
      [1, 2, 3, 4, 5],
    );
  });

  it('keeps no more batches on the way than the page may have', () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    const got: BatchMessage[] = [];
    const stream = new RecordingStream((batch) => got.push(batch));
    stream.begin(new Parts(10));
    stream.open();
    for (let count = 0; count < 10; count++) mock.timers.tick(1000);
    assert.equal(got.length, MAX_IN_FLIGHT);
    stream.acknowledge(got[0]?.seq ?? 0);
    mock.timers.tick(1000);
    assert.equal(got.length, MAX_IN_FLIGHT + 1);
  });

  it('tells a page that was rebuilt everything again', async () => {
    const { got, stream } = readingPage();
    stream.begin(new Parts(3));
    stream.open();
    await until(() => got.length === 3);
    stream.close();
    stream.open();
    await until(() => got.length === 6);
    assert.deepEqual(parts(got.slice(3)), [0, 1, 2]);
    assert.equal(got[3]?.reset, true);
  });

  it('goes on when the timeline grows', async () => {
    const { got, stream } = readingPage();
    const source = new Parts(1);
    stream.begin(source);
    stream.open();
    await until(() => got.length === 1);
    source.length = 2;
    stream.changed();
    await until(() => got.length === 2);
    assert.deepEqual(parts(got), [0, 1]);
  });

  it('sends nothing to a page that is not there', () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    const { got, stream } = readingPage();
    stream.begin(new Parts(3));
    stream.changed();
    mock.timers.tick(1000);
    assert.equal(got.length, 0);
  });
});
