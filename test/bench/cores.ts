/**
 * Which core each thread had when: our sampled timeline against the kernel's own switch events of the same run, for five workers
 * that only calculate, on all cores and on one.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Recording, type TimelineTables } from '../../src/analysis/index.ts';
import { FrameReader } from '../../src/analysis/reader/frameReader.ts';
import { RecordReader } from '../../src/analysis/reader/recordReader.ts';
import { startRun } from '../../src/collector/index.ts';
import { FRAME_HEADER_BYTES, FrameType } from '../../src/shared/frames.ts';
import { MAX_CORE, RecordKind } from '../../src/shared/records.ts';
import { NONE } from '../../src/shared/timeline.ts';
import { type Agreement, compare } from './coreAgreement.ts';
import { type Slice, type SlicesByThread, watchSwitches } from './kernelSwitches.ts';
import { median } from './paired.ts';

const ROUNDS = 3;
const RUN_MS = 3000;
/** The workers' beginning and end are left out: there the kernel's events are not complete. */
const MARGIN_NS = 100e6;
const WORKERS = 5;
const root = join(import.meta.dirname, '../..');

interface Result {
  readonly sampled: Agreement;
  /** Each pair of samples between which a thread's CPU time grew taken for time on its core. */
  readonly naive: Agreement;
  /** CPU time of the sampler, as a share of one core. */
  readonly samplerShare: number;
}

export async function coresAgainstKernel(): Promise<object> {
  const results: Record<string, Result> = {};
  const all = availableParallelism();
  for (const cores of [...new Set([all, 1])]) {
    const name = cores === 1 ? 'one core' : `${cores} cores`;
    const rounds: Result[] = [];
    for (let round = 0; round < ROUNDS; round++) rounds.push(await measure(cores));
    for (const { sampled, naive, samplerShare } of rounds) {
      console.log(
        `${name}: ${text(sampled)}; sampler ${percent(samplerShare)} of a core; naive reading ${text(naive)}`,
      );
    }
    const middle = median(rounds.map(({ sampled }) => sampled.timeAgrees));
    results[name] = rounds.reduce((best, round) =>
      Math.abs(round.sampled.timeAgrees - middle) < Math.abs(best.sampled.timeAgrees - middle) ? round : best,
    );
  }
  return { cores: results };
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
const text = ({ timeAgrees, rightCore, slicesFound, slices, overlap, edgeMedianUs, edgeP90Us }: Agreement) =>
  `${percent(timeAgrees)} of the time agree, right core in ${percent(rightCore)} of the slices found ` +
  `(${percent(slicesFound)} of ${slices}), overlap ${percent(overlap)}, edges off by ${edgeMedianUs} µs (p90 ${edgeP90Us})`;

async function measure(cores: number): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'cores-'));
  const go = join(folder, 'go');
  const files = new Map<string, Buffer[]>();
  const recording = new Recording();
  const run = startRun({
    entry: join(import.meta.dirname, 'programs/fiveWorkers.ts'),
    args: [go, String(RUN_MS)],
    cwd: root,
    env: process.env,
    node: { path: process.execPath, version: process.versions.node, electron: false },
    assets: { preload: join(root, 'dist/recorder.cjs') },
    cores,
    stdio: { onStdout: () => {}, onStderr: (chunk) => process.stderr.write(chunk) },
    onBytes: (name, bytes) => {
      recording.push(name, bytes);
      files.set(name, [...(files.get(name) ?? []), Buffer.from(bytes)]);
    },
  });
  try {
    while (run.pid === null) await new Promise((resolve) => setTimeout(resolve, 10));
    const kernel = await watchSwitches(run.pid);
    await writeFile(go, '');
    await run.finished;
    recording.finish();
    const originNs = originOf(Buffer.concat(files.get('collector.cvrec')!));
    const truth = workersOf(await kernel.end(originNs), recording.tables);
    const startNs = Math.max(...[...truth.values()].map((slices) => slices[0]!.startNs)) + MARGIN_NS;
    const endNs = Math.min(...[...truth.values()].map((slices) => slices.at(-1)!.endNs)) - MARGIN_NS;
    return {
      sampled: compare(truth, slicesOf(recording.tables), startNs, endNs),
      naive: compare(truth, naiveSlices(Buffer.concat(files.get('system.cvrec')!), originNs), startNs, endNs),
      samplerShare: (recording.tables.facts.samplerCpuNs ?? 0) / recording.tables.nowNs,
    };
  } finally {
    await run.dispose();
    await rm(folder, { recursive: true });
  }
}

function originOf(collector: Buffer): bigint {
  const end = FRAME_HEADER_BYTES + collector.readUInt32LE(0);
  return BigInt(JSON.parse(collector.toString('utf8', FRAME_HEADER_BYTES, end)).originNs);
}

/** Of the kernel's threads those of the five workers. */
function workersOf(all: SlicesByThread, { threads }: TimelineTables): SlicesByThread {
  const tids = threads.filter(({ kind }) => kind === 'worker').map(({ osTid }) => osTid!);
  const workers = new Map(tids.map((tid) => [tid, all.get(tid) ?? []]));
  if (tids.length !== WORKERS || [...workers.values()].some((slices) => slices.length < 2)) {
    throw new Error('The kernel’s events or the recording are not complete: run it again.');
  }
  return workers;
}

/** The timeline's rows by the system's thread, with pieces of one slice as one. */
function slicesOf({ cores, osThreads }: TimelineTables): SlicesByThread {
  const byThread = new Map<number, Slice[]>();
  const { osThread, core, startNs, endNs } = cores.columns;
  for (let i = 0; i < cores.length; i++) {
    if (core[i] === NONE) continue;
    const { tid } = osThreads[osThread[i]!]!;
    const slices = byThread.get(tid) ?? [];
    const last = slices.at(-1);
    if (last !== undefined && last.endNs === startNs[i] && last.core === core[i]) last.endNs = endNs[i]!;
    else slices.push({ startNs: startNs[i]!, endNs: endNs[i]!, core: core[i]! });
    byThread.set(tid, slices);
  }
  return byThread;
}

function naiveSlices(system: Buffer, originNs: bigint): SlicesByThread {
  const byThread = new Map<number, Slice[]>();
  const lastNs = new Map<number, number>();
  const sink = {
    record(ns: number, kind: number, flags: number, tid: number, cpuNs: number) {
      if (kind !== RecordKind.osSample) return;
      const startNs = lastNs.get(tid) ?? ns;
      lastNs.set(tid, ns);
      if (cpuNs === 0) return;
      byThread.set(tid, byThread.get(tid) ?? []);
      byThread.get(tid)!.push({ startNs, endNs: ns, core: (flags >>> 4) & MAX_CORE });
    },
    text() {},
  };
  const origin = { low: Number(BigInt.asUintN(32, originNs)), high: Number(originNs >> 32n) };
  const records = new RecordReader(sink, origin);
  const frames = new FrameReader({
    frame(type, _stream, _thread, bytes, start, end) {
      if (type === FrameType.records) records.read(bytes, start, end);
    },
    skippedBytes() {},
  });
  frames.push(system);
  return byThread;
}
