/** The kernel's own word on a program's threads, to compare ours with. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recordSwitches, switchesIn } from '../../src/collector/system/perf.ts';
import { OsSwitch } from '../../src/shared/records.ts';

/** A stretch in which a thread had a core. Times are in ns. */
export interface Slice {
  startNs: number;
  endNs: number;
  readonly core: number;
}

export type SlicesByThread = ReadonlyMap<number, readonly Slice[]>;

/** Records a process and what it starts from now on; the answer, when it is over, counts from `originNs`. */
export async function watchSwitches(
  pid: number,
): Promise<{ end(originNs: bigint): Promise<SlicesByThread> }> {
  const folder = await mkdtemp(join(tmpdir(), 'perf-'));
  const file = join(folder, 'perf.data');
  const recording = await recordSwitches('perf', pid, file);
  if ('reason' in recording) throw new Error(`perf cannot record here: ${recording.reason}`);
  return {
    async end(originNs) {
      await recording.stop();
      const slices = await slicesOf(file, originNs);
      await rm(folder, { recursive: true });
      return slices;
    },
  };
}

async function slicesOf(file: string, originNs: bigint): Promise<SlicesByThread> {
  const byThread = new Map<number, Slice[]>();
  const running = new Map<number, Slice>();
  for await (const { ns, tid, core, kind } of switchesIn('perf', file)) {
    const atNs = Number(ns - originNs);
    if (kind === OsSwitch.in) running.set(tid, { startNs: atNs, endNs: atNs, core });
    else {
      const slice = running.get(tid);
      if (slice === undefined) continue;
      running.delete(tid);
      slice.endNs = atNs;
      const known = byThread.get(tid);
      if (known === undefined) byThread.set(tid, [slice]);
      else known.push(slice);
    }
  }
  return byThread;
}
