import assert from 'node:assert/strict';
import { FrameScan } from '../../src/collector/frameScan.ts';
import { collectorFrame } from '../../src/collector/frameWriter.ts';
import { FRAME_HEADER_BYTES, FrameType, MAX_FRAME_BYTES } from '../../src/shared/frames.ts';

function frame(type: number, payload: Uint8Array, claimed = payload.length): Uint8Array {
  const bytes = new Uint8Array(FRAME_HEADER_BYTES + payload.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, claimed, true);
  view.setUint32(4, type, true);
  view.setUint32(8, 77, true);
  bytes.set(payload, FRAME_HEADER_BYTES);
  return bytes;
}

describe('the collector’s frames', () => {
  it('are a header of four little-endian words and JSON', () => {
    const bytes = collectorFrame({ f: 'started', pid: 4711, ns: '9007199254740993' });
    const view = new DataView(bytes.buffer);
    assert.equal(view.getUint32(0, true), bytes.length - FRAME_HEADER_BYTES);
    assert.equal(view.getUint32(4, true), FrameType.fact);
    assert.equal(view.getUint32(8, true), 0);
    assert.equal(view.getUint32(12, true), 0);
    const text = new TextDecoder().decode(bytes.subarray(FRAME_HEADER_BYTES));
    assert.deepEqual(JSON.parse(text), { f: 'started', pid: 4711, ns: '9007199254740993' });
  });

  it('count bytes, not characters', () => {
    const bytes = collectorFrame({ f: 'failedToStart', ns: '1', message: '线程 “ü”' });
    assert.equal(new DataView(bytes.buffer).getUint32(0, true), bytes.length - FRAME_HEADER_BYTES);
  });

  it('say by their type which is the first one', () => {
    const bytes = collectorFrame({
      role: 'collector',
      version: 1,
      originNs: '1',
      startedAt: '2025-01-01T00:00:00.000Z',
      cwd: '/',
      entry: '/a.ts',
    });
    assert.equal(new DataView(bytes.buffer).getUint32(4, true), FrameType.header);
  });

  it('are never larger than a reader accepts', () => {
    const message = 'x'.repeat(MAX_FRAME_BYTES);
    assert.throws(() => collectorFrame({ f: 'failedToStart', ns: '1', message }), RangeError);
  });
});

describe('FrameScan', () => {
  const stream = Buffer.concat([
    frame(FrameType.header, Buffer.from('{"role":"process"}')),
    frame(FrameType.records, new Uint8Array(240)),
    frame(FrameType.records, new Uint8Array(0)),
    frame(FrameType.end, Buffer.from('{}')),
  ]);

  for (const size of [1, 7, 16, 100, stream.length]) {
    it(`sees the end in pieces of ${size} bytes, and not before its last byte`, () => {
      const scan = new FrameScan();
      for (let at = 0; at < stream.length - 1; at += size) {
        scan.push(stream.subarray(at, Math.min(at + size, stream.length - 1)));
      }
      assert.equal(scan.ended, false);
      scan.push(stream.subarray(stream.length - 1));
      assert.equal(scan.ended, true);
    });
  }

  it('knows where the last whole frame ends', () => {
    const ends = [34, 290, 306, 324];
    const scan = new FrameScan();
    for (let at = 0; at < stream.length; at++) {
      scan.push(stream.subarray(at, at + 1));
      const whole = ends.filter((end) => end <= at + 1);
      assert.deepEqual([scan.frames, scan.wholeBytes], [whole.length, whole.at(-1) ?? 0]);
    }
  });

  it('does not take an end for one that stands in another frame’s payload', () => {
    const scan = new FrameScan();
    scan.push(frame(FrameType.records, frame(FrameType.end, new Uint8Array(8))));
    assert.equal(scan.ended, false);
  });

  it('gives up on noise instead of guessing', () => {
    const end = frame(FrameType.end, Buffer.from('{}'));
    for (const noise of [
      frame(12345, new Uint8Array(4)),
      frame(FrameType.records, new Uint8Array(4), MAX_FRAME_BYTES + 1),
    ]) {
      const scan = new FrameScan();
      scan.push(noise);
      scan.push(end);
      assert.equal(scan.ended, false);
      assert.equal(scan.wholeBytes, noise.length + end.length, 'all of it is kept');
    }
  });
});
