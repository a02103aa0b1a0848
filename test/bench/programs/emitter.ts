/**
 * A thread that writes records as fast as it can, into a ring as the recorder has it, with its drain thread. Arguments: the folder
 * of the bundles, the stream's file, and how many records. Prints how long the writing took, in ms.
 */
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { MainWriter } from '../../../src/recorder/mainWriter.ts';
import { openRing } from '../../../src/recorder/ring.ts';
import { Control, claimSlot, controlOf, createSlab } from '../../../src/recorder/slab.ts';
import { openStream } from '../../../src/recorder/streamWriter.ts';
import { FORMAT_VERSION, RecordKind } from '../../../src/shared/records.ts';

const [, , bundles, file, count] = process.argv;
const slab = createSlab();
const stream = openStream(file!, 1, {
  role: 'process',
  version: FORMAT_VERSION,
  pid: process.pid,
  ppid: process.ppid,
  parent: null,
  startNs: String(process.hrtime.bigint()),
  command: [],
  node: process.versions.node,
});
const drain = new Worker(join(bundles!, 'drain.cjs'), {
  workerData: { slab, stream, hasHooks: true },
  env: {},
});
drain.unref();
const writer = new MainWriter(slab, stream);
const ring = openRing(slab, claimSlot(slab, 0), writer.writeNow);
while (Atomics.load(controlOf(slab), Control.draining) === 0) await new Promise(setImmediate);

const records = Number(count);
const startMs = performance.now();
for (let i = 1; i <= records; i++) ring.put(RecordKind.taskResume, i, 0, 0);
const writingMs = performance.now() - startMs;
writer.endStream(0);
console.log(writingMs);
