import { MAX_BATCH_SPANS } from '../shared/protocol.ts';
import { FrameReader } from './reader/frameReader.ts';
import { StreamRouter } from './reader/streamRouter.ts';
import type { TimelineCursor, TimelineStep, TimelineTables } from './tables.ts';
import { TimelineBuilder } from './timeline/builder.ts';
import { startCursor } from './timeline/delta.ts';

/**
 * A recording being read: bytes in, timeline out. It takes the files of a session's folder in any order and in pieces of any
 * size, or a saved recording as one file. Never throws, whatever the bytes are; what it cannot read is counted in the
 * timeline's facts.
 */
export class Recording {
  readonly #builder = new TimelineBuilder();
  readonly #router = new StreamRouter(this.#builder);
  readonly #files = new Map<string, FrameReader>();
  #isFinished = false;

  /** Sentences about what could not be read at all, fit to be shown. */
  get problems(): readonly string[] {
    return this.#router.problems;
  }

  /** The tables so far, to read from directly. They go on growing until `finish`. */
  get tables(): TimelineTables {
    this.#builder.count(this.#router);
    return this.#builder.tables;
  }

  /** Takes the next bytes of a file. They are not kept. After `finish` nothing is taken any more. */
  push(fileName: string, bytes: Uint8Array): void {
    if (this.#isFinished) return;
    let file = this.#files.get(fileName);
    if (file === undefined) {
      file = new FrameReader(this.#router);
      this.#files.set(fileName, file);
    }
    file.push(bytes);
  }

  /** Bytes of a file up to the end of its last whole frame: what of it is worth saving. 0 for an unknown file. */
  wholeBytes(fileName: string): number {
    return this.#files.get(fileName)?.wholeBytes ?? 0;
  }

  /** The cursor of a consumer that has read nothing. */
  startCursor(): TimelineCursor {
    return startCursor;
  }

  /** What was added since `cursor`, at most `maxSpans` spans of it. Every consumer keeps its own cursor. */
  deltaSince(cursor: TimelineCursor, maxSpans: number = MAX_BATCH_SPANS): TimelineStep {
    return this.#builder.deltaSince(cursor, maxSpans, this.#router);
  }

  /** No more bytes will come: closes what is still open. May be called again. */
  finish(): void {
    if (this.#isFinished) return;
    this.#isFinished = true;
    for (const file of this.#files.values()) file.finish();
    this.#router.finish();
    this.#builder.finish();
  }
}
