import type { TimelineCursor, TimelineStep } from '../analysis/index.ts';
import { type BatchMessage, MAX_BATCH_SPANS, MAX_IN_FLIGHT } from '../shared/protocol.ts';

/** Where batches come from: a recording, live or finished. */
export interface DeltaSource {
  /** The cursor of a reader that has read nothing. */
  startCursor(): TimelineCursor;
  /** What was added since `cursor`, at most `maxSpans` spans of it. */
  deltaSince(cursor: TimelineCursor, maxSpans: number): TimelineStep;
}

/** Time between two batches, in ms. */
const BATCH_MS = 33;

/**
 * Sends a timeline to the page, in numbered batches. A page that was rebuilt is sent everything again; a page that is
 * slow gets fewer and larger batches, because at most `MAX_IN_FLIGHT` of them are not acknowledged.
 */
export class RecordingStream {
  readonly #post: (message: BatchMessage) => void;
  #source: DeltaSource | null = null;
  /** Null: the page is to begin a new timeline. */
  #cursor: TimelineCursor | null = null;
  /** There may be something that was not sent yet. */
  #fresh = false;
  #open = false;
  #seq = 0;
  readonly #inFlight = new Set<number>();
  #timer: NodeJS.Timeout | null = null;
  #sentMs = 0;

  constructor(post: (message: BatchMessage) => void) {
    this.#post = post;
  }

  /** From now on this timeline is shown; the one before is forgotten. */
  begin(source: DeltaSource): void {
    this.#source = source;
    this.#rewind();
  }

  /** The page is there and knows nothing. */
  open(): void {
    this.#open = true;
    this.#rewind();
  }

  /** The page is gone, and with it what was on the way. */
  close(): void {
    this.#open = false;
    this.#stopTimer();
  }

  /** The timeline has grown. */
  changed(): void {
    this.#fresh = true;
    this.#schedule();
  }

  acknowledge(seq: number): void {
    if (this.#inFlight.delete(seq)) this.#schedule();
  }

  #rewind(): void {
    this.#cursor = null;
    this.#inFlight.clear();
    this.#stopTimer();
    this.changed();
  }

  #schedule(): void {
    if (this.#timer || !this.#open || !this.#fresh || this.#inFlight.size >= MAX_IN_FLIGHT) return;
    const waitMs = Math.max(0, this.#sentMs + BATCH_MS - performance.now());
    this.#timer = setTimeout(() => this.#send(), waitMs);
  }

  #send(): void {
    this.#timer = null;
    if (!this.#source) return;
    const reset = this.#cursor === null;
    const step = this.#source.deltaSince(this.#cursor ?? this.#source.startCursor(), MAX_BATCH_SPANS);
    const seq = ++this.#seq;
    this.#cursor = step.cursor;
    this.#fresh = step.more;
    this.#sentMs = performance.now();
    this.#inFlight.add(seq);
    this.#post({ type: 'batch', seq, reset, delta: step.delta });
    this.#schedule();
  }

  #stopTimer(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
