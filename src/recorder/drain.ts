/**
 * The drain thread of a recorded process: writes what the threads record to the stream's file, while they run and
 * whatever they do. It sleeps when nothing is recorded, and is woken by the next record.
 */
import { workerData } from 'node:worker_threads';
import { Calibration } from './calibration.ts';
import { Control, controlOf, RING_RECORDS, Sleeping } from './slab.ts';
import { type Stream, StreamWriter } from './streamWriter.ts';

/** Pause between two passes while records come in, ms; shorter when they are many. What a `SIGKILL` can lose is at most this old. */
const PASS_MS = 5;
const BUSY_PASS_MS = 2;
const MANY_RECORDS = RING_RECORDS / 8;
/** Passes without a record before the thread sleeps. */
const IDLE_PASSES = 3;
/** After so many ms what another processor has stored is seen, by far. */
const STORES_SEEN_MS = 1;
/** Longest sleep, ms: a net under a lost wake-up. */
const SLEEP_MS = 500;

/** Passes after which it is measured what a record costs: not while the program starts. */
const STARTING_PASSES = 5;

export interface DrainData {
  readonly slab: SharedArrayBuffer;
  readonly stream: Stream;
  /** Whether the program is recorded with promise hooks. */
  readonly hasHooks: boolean;
}

const { slab, stream, hasHooks } = workerData as DrainData;
const control = controlOf(slab);
Atomics.store(control, Control.draining, 1);
Atomics.store(control, Control.sleeping, Sleeping.no);
drainUntilStopped(new StreamWriter(slab, stream));

function drainUntilStopped(writer: StreamWriter): void {
  const calibration = new Calibration(hasHooks);
  let idle = 0;
  for (let pass = 0; Atomics.load(control, Control.stop) === 0; pass++) {
    const moved = writer.drain();
    if (moved < 0) return; // The process was over before this thread began.
    idle = moved > 0 ? 0 : idle + 1;
    const records = recordsSoFar();
    if (pass > STARTING_PASSES && calibration.isDue(records)) calibration.step(records);
    else if (idle > IDLE_PASSES) sleepUntilRecord(writer);
    Atomics.wait(control, Control.stop, 0, moved > MANY_RECORDS ? BUSY_PASS_MS : PASS_MS);
  }
  writer.end({ drainCpuNs: cpuTimeNs(), recordNs: calibration.recordNs(recordsSoFar()) });
  Atomics.store(control, Control.stopped, 1);
  Atomics.notify(control, Control.stopped);
}

function recordsSoFar(): number {
  return control[Control.moved]! >>> 0;
}

/**
 * A record written after the last pass and before the flag was up woke nobody: hence the pass in between. It comes when all
 * stores are seen that were under way when the flag went up.
 */
function sleepUntilRecord(writer: StreamWriter): void {
  Atomics.store(control, Control.sleeping, Sleeping.yes);
  Atomics.wait(control, Control.stop, 0, STORES_SEEN_MS);
  if (writer.drain() <= 0) Atomics.wait(control, Control.sleeping, Sleeping.yes, SLEEP_MS);
  Atomics.store(control, Control.sleeping, Sleeping.no);
}

/** CPU time of this thread; null where Node cannot tell (before 22.19). */
function cpuTimeNs(): number | null {
  if (typeof process.threadCpuUsage !== 'function') return null;
  const { user, system } = process.threadCpuUsage();
  return (user + system) * 1000;
}
