import type { TimelineTables } from '../../src/analysis/index.ts';
import { FrameType } from '../../src/shared/frames.ts';
import { FORMAT_VERSION, OsState, OsSwitch, RECORD_BYTES } from '../../src/shared/records.ts';
import { NONE } from '../../src/shared/timeline.ts';
import { clockNs, collectorHeader, frame, joinBytes, jsonFrame, ThreadWriter } from './recordWriter.ts';

/**
 * Who had which core, as a picture. A line is a thread, `name |cores|`, a character is a quarter of a millisecond: a digit is the
 * core that the thread has, `.` is ready without one, a space is asleep.
 */
const CHARACTER_MS = 0.25;
/** The system brings a running thread's CPU time up to date so often, and when the thread loses its core. */
const TICK_MS = 4;
/** The stream of the role `system`. */
const STREAM = 11;
const MS = 1e6;
const FRAME_PAYLOAD = 20 * RECORD_BYTES;

interface PictureThread {
  readonly tid: number;
  readonly name: string;
  readonly cores: string;
}

export function parseCores(picture: string): readonly PictureThread[] {
  return picture
    .split('\n')
    .flatMap((line) => /^\s*(\S.*?) *\|(.*)\|$/.exec(line) ?? [])
    .flatMap((_, i, all) =>
      i % 3 === 0 ? [{ tid: 900 + i / 3, name: all[i + 1]!, cores: all[i + 2]! }] : [],
    );
}

/** What a look at a thread finds. Times in ms, from the thread's beginning. */
interface Counters {
  readonly cpuMs: number;
  readonly readyMs: number;
  readonly slices: number;
}

/** Plays the system: what its counters say of a thread at a moment, stale as they are. */
function countersAt(cores: string, ms: number): Counters {
  let [cpuMs, readyMs, slices, staleMs, waitMs] = [0, 0, 0, 0, 0];
  for (let i = 0; i * CHARACTER_MS <= ms; i++) {
    const [before = ' ', now = ' '] = [cores[i - 1], cores[i]];
    if (isCore(before) && now !== before) [cpuMs, staleMs] = [cpuMs + staleMs, 0];
    if (isCore(now) && now !== before) [readyMs, waitMs, slices] = [readyMs + waitMs, 0, slices + 1];
    if ((i + 1) * CHARACTER_MS > ms) break; // It is not over.
    if (now === '.') waitMs += CHARACTER_MS;
    if (isCore(now)) staleMs += CHARACTER_MS;
    if (((i + 1) * CHARACTER_MS) % TICK_MS === 0 && isCore(now)) [cpuMs, staleMs] = [cpuMs + staleMs, 0];
  }
  return { cpuMs, readyMs, slices };
}

const isCore = (letter: string): boolean => letter >= '0' && letter <= '9';

/** When the threads are looked at: about every millisecond, at no fixed beat. */
const looks = (lengthMs: number): number[] =>
  Array.from({ length: Math.ceil(lengthMs / 1.1) }, (_, i) => i * 1.1 + 0.13 * (i % 3));

/** The stream of a sampler that looked at the picture's threads. */
export function encodeSamples(picture: string): Uint8Array {
  const threads = parseCores(picture);
  const lengthMs = lengthOf(threads);
  const writer = new ThreadWriter(0);
  for (const { tid, name } of threads) writer.text(0, 'osThread', JSON.stringify({ tid, pid: 100, name }));
  const last = new Map<number, Counters & { ms: number; told: boolean; flags: number }>();
  for (const ms of [...looks(lengthMs), lengthMs]) {
    for (const { tid, cores } of threads) {
      const before = last.get(tid) ?? { cpuMs: 0, readyMs: 0, slices: 0, ms, told: true, flags: 0 };
      const now = countersAt(cores, ms);
      const isSame =
        now.cpuMs === before.cpuMs && now.slices === before.slices && now.readyMs === before.readyMs;
      if (isSame) {
        last.set(tid, { ...before, ms, told: false });
        continue;
      }
      if (!before.told) writer.put(before.ms, 'osSample', before.flags, tid, 0, 0);
      const letter = cores[Math.floor(ms / CHARACTER_MS)] ?? ' ';
      const state = letter === ' ' ? OsState.sleeping : OsState.runnable;
      const core = Number(/(\d)\D*$/.exec(cores.slice(0, Math.floor(ms / CHARACTER_MS) + 1))?.[1] ?? 0);
      const flags = state | (core << 4);
      const [cpuNs, readyNs] = [(now.cpuMs - before.cpuMs) * MS, (now.readyMs - before.readyMs) * MS];
      writer.put(ms, 'osSample', flags | ((now.slices - before.slices) << 14), tid, cpuNs, readyNs);
      last.set(tid, { ...now, ms, told: true, flags });
    }
  }
  for (const { tid } of threads) writer.put(lengthMs, 'osSwitches', 0, tid, 3, 4);
  for (const { tid } of threads) writer.put(lengthMs, 'osSample', OsState.gone, tid, 0, 0);
  return systemStream('sampled', writer, lengthMs);
}

/** The stream of every switch of the picture's threads. */
export function encodeSwitches(picture: string): Uint8Array {
  const threads = parseCores(picture);
  const lengthMs = lengthOf(threads);
  const writer = new ThreadWriter(0);
  for (const { tid, name } of threads) writer.text(0, 'osThread', JSON.stringify({ tid, pid: 100, name }));
  for (let i = 0; i <= lengthMs / CHARACTER_MS; i++) {
    for (const isIn of [false, true]) {
      for (const { tid, cores } of threads) {
        const [before = ' ', now = ' '] = [cores[i - 1], cores[i]];
        if (before === now || !isCore(isIn ? now : before)) continue;
        const kind = isIn ? OsSwitch.in : now === ' ' ? OsSwitch.out : OsSwitch.preempted;
        writer.put(i * CHARACTER_MS, 'osSwitch', kind | (Number(isIn ? now : before) << 4), tid);
      }
    }
  }
  return systemStream('exact', writer, lengthMs);
}

export function systemStream(
  source: 'sampled' | 'exact',
  writer: ThreadWriter,
  lengthMs: number,
): Uint8Array {
  const header = { role: 'system', version: FORMAT_VERSION, startNs: `${clockNs(0)}`, source, periodNs: MS };
  const end = { endNs: `${clockNs(lengthMs)}`, cpuNs: 5000, late: 0 };
  const records = writer.take();
  const frames = Array.from({ length: Math.ceil(records.length / FRAME_PAYLOAD) }, (_, i) =>
    frame(FrameType.records, STREAM, 0, records.slice(i * FRAME_PAYLOAD, (i + 1) * FRAME_PAYLOAD)),
  );
  return joinBytes([
    jsonFrame(FrameType.header, STREAM, header),
    ...frames,
    jsonFrame(FrameType.end, STREAM, end),
  ]);
}

/** A whole recording of nothing but that stream. */
export const alone = (stream: Uint8Array): Uint8Array =>
  joinBytes([collectorHeader({ cores: 2, coreRecording: 'sampled' }), stream]);

const lengthOf = (threads: readonly PictureThread[]): number =>
  Math.max(...threads.map(({ cores }) => cores.length)) * CHARACTER_MS;

/** The cores of a timeline as a picture. */
export function drawCores(tables: TimelineTables, lengthMs: number): string {
  const { osThread, core, startNs, endNs } = tables.cores.columns;
  const lines = tables.osThreads.map(({ id, name }) => {
    const letters = Array.from({ length: Math.round(lengthMs / CHARACTER_MS) }, () => ' ');
    for (let i = 0; i < tables.cores.length; i++) {
      if (osThread[i] !== id) continue;
      const [from, to] = [startNs[i]!, endNs[i]!].map((ns) => Math.round(ns / MS / CHARACTER_MS));
      letters.fill(core[i] === NONE ? '.' : String(core[i]), from, to);
    }
    return { name, cores: letters.join('') };
  });
  const width = Math.max(...lines.map(({ name }) => name.length));
  return lines.map(({ name, cores }) => `${name.padEnd(width)} |${cores}|`).join('\n');
}
