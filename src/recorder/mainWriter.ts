/**
 * The main thread's part in the writing. It does not wait for the drain thread: neither when its ring is full while that
 * one has no core (or has not begun, which takes some 40 ms), nor when the program is over soon.
 */
import { atomicsLoad, atomicsNotify, atomicsStore, atomicsWait } from './originals.ts';
import { Control, controlOf, Sleeping } from './slab.ts';
import { type Stream, StreamWriter } from './streamWriter.ts';

/** How long the process waits for its drain thread at the end, ms. */
const MAX_WAIT_MS = 2000;

export class MainWriter {
  readonly #slab: SharedArrayBuffer;
  readonly #stream: Stream;
  #writer: StreamWriter | null = null;

  constructor(slab: SharedArrayBuffer, stream: Stream) {
    this.#slab = slab;
    this.#stream = stream;
  }

  /** Writes what is there, unless the drain thread does so already. */
  readonly writeNow = (): void => {
    try {
      this.#open().drain(0);
    } catch {
      // The disk is full: what finds no room is dropped and counted.
    }
  };

  /** The process ends: writes the rest, or has the drain thread write it. */
  readonly endStream = (code: number): void => {
    const control = controlOf(this.#slab);
    atomicsStore(control, Control.exitCode, code);
    if (atomicsLoad(control, Control.draining) === 0) {
      this.#open().end({ drainCpuNs: 0, recordNs: null });
      return;
    }
    atomicsStore(control, Control.stop, 1);
    atomicsNotify(control, Control.stop);
    atomicsStore(control, Control.sleeping, Sleeping.no);
    atomicsNotify(control, Control.sleeping);
    atomicsWait(control, Control.stopped, 0, MAX_WAIT_MS);
  };

  #open(): StreamWriter {
    this.#writer ??= new StreamWriter(this.#slab, this.#stream);
    return this.#writer;
  }
}
