/** How many records a second one thread can write through its ring, the drain thread and the file to the collector, without loss. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { FrameReader } from '../../src/analysis/reader/frameReader.ts';
import { Tail } from '../../src/collector/tail.ts';
import { FrameType } from '../../src/shared/frames.ts';
import { RECORD_BYTES } from '../../src/shared/records.ts';
import { median } from './paired.ts';

const ROUNDS = 5;
const RECORDS = 10_000_000;
const POLL_MS = 10;
const root = join(import.meta.dirname, '../..');
const emitter = join(import.meta.dirname, 'programs/emitter.ts');

/** Counts the records that arrive; each carries its number, which must be the one that is due. */
class Counter {
  records = 0;
  ended = false;

  frame(type: number, _stream: number, _thread: number, bytes: Uint8Array, start: number, end: number): void {
    if (type === FrameType.end) this.ended = true;
    if (type !== FrameType.records) return;
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    for (let at = start; at < end; at += RECORD_BYTES) {
      const number = view.getInt32(at + 12, true);
      if (number !== ++this.records) throw new Error(`record ${number} came where ${this.records} was due`);
    }
  }

  skippedBytes(count: number): void {
    throw new Error(`${count} bytes could not be read`);
  }
}

/** Runs the emitter once and reads along. Resolves to the ms from its first record to the arrival of its last. */
async function emit(): Promise<number> {
  const dir = await mkdtemp(join(tmpdir(), 'bench-'));
  try {
    const counter = new Counter();
    const reader = new FrameReader(counter);
    let firstMs = 0;
    const tail = new Tail(dir, (_file, bytes) => {
      reader.push(bytes);
      if (firstMs === 0 && counter.records > 0) firstMs = performance.now();
    });
    const args = [emitter, join(root, 'dist'), join(dir, '1-1.cvrec'), String(RECORDS)];
    const program = promisify(execFile)(process.execPath, args);
    while (!counter.ended) if (!(await tail.readNew())) await Promise.race([delay(POLL_MS), program]);
    const endMs = performance.now();
    await program;
    if (counter.records !== RECORDS) throw new Error(`${counter.records} of ${RECORDS} records arrived`);
    return endMs - firstMs + POLL_MS;
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

export async function throughput(): Promise<object> {
  const rates: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    rates.push(Math.round(RECORDS / ((await emit()) / 1000)));
  }
  const recordsPerSecond = median(rates);
  console.log(
    `${RECORDS} records from one thread to the collector, none lost: ` +
      `${recordsPerSecond} a second (median of ${rates.join(', ')})`,
  );
  return { recordsPerSecond, lost: 0 };
}
