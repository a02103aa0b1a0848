import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Recording } from '../../src/analysis/index.ts';
import { openRing } from '../../src/recorder/ring.ts';
import {
  Control,
  claimSlot,
  controlOf,
  createSlab,
  endSlot,
  RING_RECORDS,
  SLOTS,
  Sleeping,
} from '../../src/recorder/slab.ts';
import { openStream, type Stream, StreamWriter } from '../../src/recorder/streamWriter.ts';
import {
  FRAME_HEADER_BYTES,
  FrameType,
  type ProcessHeader,
  type StreamEnd,
} from '../../src/shared/frames.ts';
import { RECORD_BYTES, RecordKind, TaskKind } from '../../src/shared/records.ts';
import type { LossRow } from '../../src/shared/timeline.ts';

const header: ProcessHeader = {
  role: 'process',
  version: 1,
  pid: 1,
  ppid: 0,
  parent: null,
  startNs: '0',
  command: ['node'],
  node: '24',
};

/** Stays here until so many ms have passed. */
const waitMs = (ms: number): void => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
};

const noCost = { drainCpuNs: null, recordNs: null };

interface Frame {
  readonly type: number;
  readonly thread: number;
  readonly payload: Buffer;
}

function* framesOf(bytes: Buffer): Generator<Frame> {
  for (let at = 0; at < bytes.length; ) {
    const length = bytes.readUInt32LE(at);
    const payload = bytes.subarray(at + FRAME_HEADER_BYTES, at + FRAME_HEADER_BYTES + length);
    yield { type: bytes.readUInt32LE(at + 4), thread: bytes.readUInt32LE(at + 12), payload };
    at += FRAME_HEADER_BYTES + length;
  }
}

describe('ring and stream', () => {
  let dir: string;
  let slab: SharedArrayBuffer;
  let stream: Stream;
  let writer: StreamWriter;
  const file = () => join(dir, 'a.cvrec');

  /** The slots of one thread, and the last frame. */
  function finish(thread = 0): { slots: Buffer; end: StreamEnd } {
    writer.drain();
    writer.end(noCost);
    const frames = [...framesOf(readFileSync(file()))];
    assert.equal(frames[0]?.type, FrameType.header);
    const records = frames.filter((frame) => frame.type === FrameType.records && frame.thread === thread);
    const end = JSON.parse(frames.at(-1)!.payload.toString()) as StreamEnd;
    return { slots: Buffer.concat(records.map((frame) => frame.payload)), end };
  }

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'ring-'));
    slab = createSlab();
    stream = openStream(file(), 5, header);
    writer = new StreamWriter(slab, stream);
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  it('carries more records than it holds, in order, across its end', () => {
    const ring = openRing(slab, claimSlot(slab, 0));
    const count = RING_RECORDS * 2 + 100;
    for (let i = 0; i < count; i++) {
      ring.put(RecordKind.taskResume, i, 0, 0);
      if (i % 5000 === 0) writer.drain();
    }
    const { slots, end } = finish();
    assert.equal(slots.length, count * RECORD_BYTES);
    for (let i = 0; i < count; i++) assert.equal(slots.readInt32LE(i * RECORD_BYTES + 12), i);
    assert.deepEqual(end.dropped, {});
  });

  it('takes a record whose time has passed already', () => {
    const ring = openRing(slab, claimSlot(slab, 0));
    ring.putAt(123n, RecordKind.notify, 1, 2, 3);
    const { slots } = finish();
    assert.equal(slots.readBigInt64LE(0), 123n);
    assert.deepEqual(
      [8, 12, 16, 20].map((at) => slots.readInt32LE(at)),
      [RecordKind.notify, 1, 2, 3],
    );
  });

  it('carries a text that lies across the end of the ring', () => {
    const ring = openRing(slab, claimSlot(slab, 0));
    for (let i = 0; i < RING_RECORDS - 2; i++) ring.put(RecordKind.taskResume, 1, 0, 0);
    writer.drain();
    const text = 'ä'.repeat(100);
    ring.putText(RecordKind.text, text, 3, 4);
    const { slots } = finish();
    const at = (RING_RECORDS - 2) * RECORD_BYTES;
    const length = slots.readInt32LE(at + 12);
    assert.equal(slots.subarray(at + RECORD_BYTES, at + RECORD_BYTES + length).toString(), text);
  });

  it('counts what it had to drop, and says when', () => {
    const ring = openRing(slab, claimSlot(slab, 0));
    for (let i = 0; i < RING_RECORDS + 10; i++) ring.put(RecordKind.taskResume, i, 0, 0);
    writer.drain();
    ring.put(RecordKind.taskResume, -1, 0, 0);
    const { slots, end } = finish();
    assert.equal(slots.length, (RING_RECORDS + 2) * RECORD_BYTES);
    assert.equal(slots.readInt32LE(RING_RECORDS * RECORD_BYTES + 8), RecordKind.loss);
    assert.equal(slots.readInt32LE(RING_RECORDS * RECORD_BYTES + 12), 10);
    assert.deepEqual(end.dropped, {});
  });

  it('shows a loss as a gap in its thread, from the last record before to the first one after', () => {
    const ring = openRing(slab, claimSlot(slab, 0));
    const other = openRing(slab, claimSlot(slab, 1));
    other.put(RecordKind.taskStart | (TaskKind.asyncFunction << 8), 2, 0, 0);
    for (let i = 0; i < RING_RECORDS + 10; i++) {
      ring.put(RecordKind.taskStart | (TaskKind.asyncFunction << 8), 2 + i * 2, 0, 0);
    }
    writer.drain();
    ring.put(RecordKind.taskStart | (TaskKind.asyncFunction << 8), 2, 0, 0);
    writer.drain();
    writer.end(noCost);
    const recording = new Recording();
    recording.push('a.cvrec', readFileSync(file()));
    recording.finish();
    const { losses, tasks, facts } = recording.tables;
    assert.equal(facts.dropped, 10);
    assert.equal(losses.length, 1);
    const [{ thread, startNs, endNs, count }] = losses as [LossRow];
    const starts = [...tasks.columns.startNs.subarray(0, tasks.length)].filter(
      (_, task) => tasks.columns.thread[task] === thread,
    );
    assert.equal(starts.length, RING_RECORDS + 1);
    assert.equal(count, 10);
    assert.ok(starts.at(-2)! < startNs && startNs < endNs && endNs <= starts.at(-1)!);
  });

  it('writes by itself as long as the drain thread has not begun, and then no more', () => {
    let written = 0;
    const ring = openRing(slab, claimSlot(slab, 0), () => {
      written += writer.drain(0);
    });
    const put = (): void => ring.put(RecordKind.taskResume, 1, 0, 0);
    waitMs(5);
    put();
    assert.equal(written, 1);
    put();
    waitMs(5);
    ring.putText(RecordKind.text, 'text', 0, 0);
    assert.equal(written, 4);
    Atomics.store(controlOf(slab), Control.sleeping, Sleeping.no);
    waitMs(5);
    put();
    assert.equal(written, 4);
    for (let i = 0; i < RING_RECORDS; i++) put();
    assert.equal(written, RING_RECORDS);
    assert.equal(finish().slots.length, (RING_RECORDS + 5) * RECORD_BYTES);
  });

  it('leaves word of drops that their thread could no longer tell', () => {
    const slot = claimSlot(slab, 9);
    const ring = openRing(slab, slot);
    for (let i = 0; i < RING_RECORDS + 3; i++) ring.put(RecordKind.taskResume, i, 0, 0);
    assert.deepEqual(finish().end.dropped, { 0: 3 });
  });

  it('tells the drops of an ended thread before its slot is used again', () => {
    const slot = claimSlot(slab, 9);
    const ring = openRing(slab, slot);
    for (let i = 0; i < RING_RECORDS + 3; i++) ring.put(RecordKind.taskResume, i, 0, 0);
    endSlot(slab, 9);
    writer.drain();
    const { slots, end } = finish();
    assert.equal(slots.readInt32LE(RING_RECORDS * RECORD_BYTES + 8), RecordKind.loss);
    assert.equal(slots.readInt32LE(RING_RECORDS * RECORD_BYTES + 12), 3);
    assert.deepEqual(end.dropped, {});
  });

  it('lets one thread write at a time, and nobody after the end', () => {
    const other = new StreamWriter(slab, stream);
    openRing(slab, claimSlot(slab, 0)).put(RecordKind.taskResume, 1, 0, 0);
    assert.equal(other.drain(0), 1);
    writer.end(noCost);
    assert.equal(other.drain(), -1);
  });

  it('gives the slot of an ended thread to another one, and keeps the two apart', () => {
    const slot = claimSlot(slab, 7);
    openRing(slab, slot).put(RecordKind.taskResume, 1, 0, 0);
    endSlot(slab, 7);
    writer.drain();
    assert.equal(claimSlot(slab, 8), slot);
    openRing(slab, slot).put(RecordKind.taskResume, 2, 0, 0);
    assert.equal(finish(1).slots.readInt32LE(12), 2);
  });

  it('says so when every slot is taken', () => {
    for (let i = 0; i < SLOTS; i++) assert.equal(claimSlot(slab, i + 1), i);
    assert.equal(claimSlot(slab, 999), -1);
    assert.equal(finish().end.unrecordedThreads, 1);
  });
});
