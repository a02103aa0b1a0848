/**
 * The main thread's part in the writing: it takes some 40 ms until the drain thread has begun, and neither a program that
 * records much at once nor one that is over soon is made to wait for that.
 */
import { atomicsNotify, atomicsStore, atomicsWait } from './originals.ts';
import { Control, controlOf, Owner } from './slab.ts';
import { type Stream, StreamWriter } from './streamWriter.ts';

/** How long the process waits for its drain thread at the end, ms. */
const MAX_WAIT_MS = 2000;

export class MainWriter {
  readonly #slab: SharedArrayBuffer;
  readonly #stream: Stream;
  readonly #control: Int32Array;
  #writer: StreamWriter | null = null;

  constructor(slab: SharedArrayBuffer, stream: Stream) {
    this.#slab = slab;
    this.#stream = stream;
    this.#control = controlOf(slab);
  }

  /** Writes what is there, unless the drain thread has begun. */
  readonly makeRoom = (): void => {
    if (!this.#take(Owner.mainThread)) return;
    this.#open().drain();
    atomicsStore(this.#control, Control.owner, Owner.nobody);
    atomicsNotify(this.#control, Control.owner);
  };

  /** The process ends: whoever writes the stream writes the rest of it. */
  readonly end = (code: number): void => {
    atomicsStore(this.#control, Control.exitCode, code);
    if (this.#take(Owner.ended)) {
      const writer = this.#open();
      writer.drain();
      writer.end(0);
    } else {
      this.#stopDrainThread();
    }
  };

  #take(owner: number): boolean {
    return Atomics.compareExchange(this.#control, Control.owner, Owner.nobody, owner) === Owner.nobody;
  }

  #open(): StreamWriter {
    this.#writer ??= new StreamWriter(this.#slab, this.#stream);
    return this.#writer;
  }

  #stopDrainThread(): void {
    const control = this.#control;
    atomicsStore(control, Control.stop, 1);
    atomicsNotify(control, Control.stop);
    atomicsStore(control, Control.sleeping, 0);
    atomicsNotify(control, Control.sleeping);
    atomicsWait(control, Control.stopped, 0, MAX_WAIT_MS);
  }
}
