import { closeSync, openSync, writeSync } from 'node:fs';
import { frameOf } from '../../shared/frameBytes.ts';
import { FrameType, type SystemEnd, type SystemHeader } from '../../shared/frames.ts';
import {
  FORMAT_VERSION,
  MAX_CORE,
  MAX_SLICES,
  OsState,
  type OsSwitch,
  type OsThreadFact,
  RECORD_BYTES,
  RecordKind,
  TextKind,
} from '../../shared/records.ts';

/** Records that are gathered before they are written. */
const BUFFER_RECORDS = 2048;
const MAX_UINT32 = 2 ** 32 - 1;

/** A thread at a moment; amounts are what was added since its last sample. */
export interface OsSample {
  readonly ns: bigint;
  readonly tid: number;
  readonly state: OsState;
  readonly core: number;
  readonly slices: number;
  readonly cpuNs: number;
  readonly readyNs: number;
}

/** Writes the stream of what the system says of threads: see `SystemHeader`. */
export class SystemWriter {
  readonly #fd: number;
  readonly #stream = 1 + Math.floor(Math.random() * (MAX_UINT32 - 1));
  readonly #buffer = new Uint8Array(BUFFER_RECORDS * RECORD_BYTES);
  readonly #view = new DataView(this.#buffer.buffer);
  #used = 0;

  /** Begins the file, which must not be there yet. Throws the system's error. */
  constructor(file: string, source: SystemHeader['source'], periodNs: number) {
    this.#fd = openSync(file, 'wx', 0o600);
    const startNs = String(process.hrtime.bigint());
    this.#write(FrameType.header, { role: 'system', version: FORMAT_VERSION, startNs, source, periodNs });
  }

  osThread(ns: bigint, fact: OsThreadFact): void {
    const text = new TextEncoder().encode(JSON.stringify(fact));
    const slots = Math.ceil(text.length / RECORD_BYTES);
    if (this.#used + (slots + 1) * RECORD_BYTES > this.#buffer.length) this.flush();
    this.#put(ns, RecordKind.text, TextKind.osThread, text.length, 0, 0);
    this.#buffer.fill(0, this.#used, this.#used + slots * RECORD_BYTES);
    this.#buffer.set(text, this.#used);
    this.#used += slots * RECORD_BYTES;
  }

  /** Amounts that do not fit one record are told by several. */
  sample({ ns, tid, state, core, slices, cpuNs, readyNs }: OsSample): void {
    let [moreSlices, moreCpuNs, moreReadyNs] = [slices, cpuNs, readyNs];
    do {
      const flags = state | (Math.min(core, MAX_CORE) << 4) | (Math.min(moreSlices, MAX_SLICES) << 14);
      this.#put(
        ns,
        RecordKind.osSample,
        flags,
        tid,
        Math.min(moreCpuNs, MAX_UINT32),
        Math.min(moreReadyNs, MAX_UINT32),
      );
      moreSlices -= MAX_SLICES;
      moreCpuNs -= MAX_UINT32;
      moreReadyNs -= MAX_UINT32;
      [moreSlices, moreCpuNs, moreReadyNs] = [
        Math.max(0, moreSlices),
        Math.max(0, moreCpuNs),
        Math.max(0, moreReadyNs),
      ];
    } while (moreSlices > 0 || moreCpuNs > 0 || moreReadyNs > 0);
  }

  gone(ns: bigint, tid: number, core: number): void {
    this.sample({ ns, tid, state: OsState.gone, core, slices: 0, cpuNs: 0, readyNs: 0 });
  }

  moved(ns: bigint, tid: number): void {
    this.#put(ns, RecordKind.osMoved, 0, tid, 0, 0);
  }

  switched(ns: bigint, tid: number, kind: OsSwitch, core: number): void {
    this.#put(ns, RecordKind.osSwitch, kind | (Math.min(core, MAX_CORE) << 4), tid, 0, 0);
  }

  switches(ns: bigint, tid: number, voluntary: number, involuntary: number): void {
    this.#put(
      ns,
      RecordKind.osSwitches,
      0,
      tid,
      Math.min(voluntary, MAX_UINT32),
      Math.min(involuntary, MAX_UINT32),
    );
  }

  /** Writes out what was gathered. */
  flush(): void {
    if (this.#used === 0) return;
    this.#writeBytes(frameOf(FrameType.records, this.#stream, 0, this.#buffer.subarray(0, this.#used)));
    this.#used = 0;
  }

  /** Writes the last frame and closes the file. */
  end(end: SystemEnd): void {
    this.flush();
    this.#write(FrameType.end, end);
    closeSync(this.#fd);
  }

  #put(ns: bigint, kind: number, flags: number, a: number, b: number, c: number): void {
    if (this.#used + RECORD_BYTES > this.#buffer.length) this.flush();
    const at = this.#used;
    this.#view.setBigInt64(at, ns, true);
    this.#view.setInt32(at + 8, kind | (flags << 8), true);
    this.#view.setInt32(at + 12, a, true);
    this.#view.setUint32(at + 16, b, true);
    this.#view.setUint32(at + 20, c, true);
    this.#used = at + RECORD_BYTES;
  }

  #write(type: number, value: SystemHeader | SystemEnd): void {
    this.#writeBytes(frameOf(type, this.#stream, 0, new TextEncoder().encode(JSON.stringify(value))));
  }

  #writeBytes(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) at += writeSync(this.#fd, bytes, at, bytes.length - at);
  }
}
