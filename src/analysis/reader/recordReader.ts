import { MAX_TEXT_BYTES, RECORD_BYTES, RecordKind } from '../../shared/records.ts';
import type { Ns } from '../../shared/timeline.ts';
import type { RecordFields, recordUpgrade } from './upgrade.ts';
import { decodeUtf8 } from './utf8.ts';

/** Takes the records of one thread, in their order. Times count from the start of the recording. */
export interface RecordSink {
  /** A record; what its numbers mean depends on `kind` (see `RecordKind`). Never a text, never malformed. */
  record(ns: Ns, kind: number, flags: number, a: number, b: number, c: number): void;
  /** A text: `kind` is a `TextKind`, `level` the rest of its flags. */
  text(ns: Ns, kind: number, level: number, text: string, b: number, c: number): void;
}

/** Zero of the recording's clock: the two words of an int64 of nanoseconds. */
export interface Origin {
  readonly low: number;
  readonly high: number;
}

const WORD = 2 ** 32;
const HOUR_NS = 3_600e9;
/** Doubles are exact to here: 104 days. */
export const MAX_NS = 2 ** 53;
export const MIN_NS = -HOUR_NS;

/**
 * Decodes one thread's records. A text may go on in the thread's next frame. What makes no sense is left out and
 * counted; it never throws and never keeps more than one text.
 */
export class RecordReader {
  readonly #sink: RecordSink;
  readonly #origin: Origin;
  readonly #upgrade: ReturnType<typeof recordUpgrade>;
  readonly #pieces: Uint8Array[] = [];
  /** Slots of the current text that are still to come, and its fields. */
  #missingSlots = 0;
  #ns = 0;
  #flags = 0;
  #bytes = 0;
  #b = 0;
  #c = 0;
  /** Records read, and records (or slots) that could not be. */
  records = 0;
  skipped = 0;

  /** `upgrade` brings records of an older format to their current meaning. */
  constructor(sink: RecordSink, origin: Origin, upgrade: ReturnType<typeof recordUpgrade> = null) {
    this.#sink = sink;
    this.#origin = origin;
    this.#upgrade = upgrade;
  }

  /** Reads a frame's payload: `bytes` from `start` to `end`. */
  read(bytes: Uint8Array, start: number, end: number): void {
    const view = new DataView(bytes.buffer, bytes.byteOffset, end);
    const { low, high } = this.#origin;
    let at = start;
    while (at + RECORD_BYTES <= end) {
      if (this.#missingSlots > 0) {
        at = this.#continueText(bytes, at, end);
        continue;
      }
      const ns = (view.getInt32(at + 4, true) - high) * WORD + (view.getUint32(at, true) - low);
      const word = view.getInt32(at + 8, true);
      const a = view.getInt32(at + 12, true);
      const b = view.getInt32(at + 16, true);
      const c = view.getInt32(at + 20, true);
      at += RECORD_BYTES;
      if (ns < MIN_NS || ns > MAX_NS) this.skipped++;
      else if (this.#upgrade === null) at = this.#take(ns, word & 0xff, word >>> 8, a, b, c, at, end);
      else at = this.#takeOld(ns, { kind: word & 0xff, flags: word >>> 8, a, b, c }, at, end);
    }
    if (at < end) this.skipped++;
  }

  #takeOld(ns: Ns, fields: RecordFields, at: number, end: number): number {
    if (this.#upgrade?.(fields) === true) {
      return this.#take(ns, fields.kind, fields.flags, fields.a, fields.b, fields.c, at, end);
    }
    this.skipped++;
    return at;
  }

  /** Takes a record; returns where to read on. */
  #take(
    ns: Ns,
    kind: number,
    flags: number,
    a: number,
    b: number,
    c: number,
    at: number,
    end: number,
  ): number {
    if (!isSound(kind, a, b, c)) this.skipped++;
    else if (kind === RecordKind.text) return this.#beginText(ns, flags, a, b, c, at, end);
    else {
      this.records++;
      this.#sink.record(ns, kind, flags, a, b, c);
    }
    return at;
  }

  /** Takes a text's own record; returns where to read on. */
  #beginText(ns: Ns, flags: number, bytes: number, b: number, c: number, at: number, end: number): number {
    const slots = Math.ceil(bytes / RECORD_BYTES);
    if (bytes > MAX_TEXT_BYTES) {
      const here = Math.min(slots, Math.floor((end - at) / RECORD_BYTES));
      this.skipped += 1 + here;
      return at + here * RECORD_BYTES;
    }
    this.#ns = ns;
    this.#flags = flags;
    this.#bytes = bytes;
    this.#b = b;
    this.#c = c;
    this.#missingSlots = slots;
    if (slots === 0) this.#endText('');
    return at;
  }

  #continueText(bytes: Uint8Array, at: number, end: number): number {
    const slots = Math.min(this.#missingSlots, Math.floor((end - at) / RECORD_BYTES));
    const next = at + slots * RECORD_BYTES;
    this.#missingSlots -= slots;
    if (this.#missingSlots > 0) this.#pieces.push(bytes.slice(at, next));
    else if (this.#pieces.length === 0) this.#endText(decodeUtf8(bytes, at, at + this.#bytes));
    else {
      this.#pieces.push(bytes.slice(at, next));
      this.#endText(decodeUtf8(joined(this.#pieces), 0, this.#bytes));
      this.#pieces.length = 0;
    }
    return next;
  }

  #endText(text: string): void {
    this.records++;
    this.#sink.text(this.#ns, this.#flags & 0xff, this.#flags >>> 8, text, this.#b, this.#c);
  }
}

/** Whether a record's numbers can be what its kind says. */
function isSound(kind: number, a: number, b: number, c: number): boolean {
  switch (kind) {
    case RecordKind.loss:
      return a > 0 && c >= 0;
    case RecordKind.messageSend:
    case RecordKind.messageReceive:
    case RecordKind.messageSent:
      return a !== 0 && b > 0 && c >= 0;
    case RecordKind.text:
    case RecordKind.block:
    case RecordKind.unblock:
    case RecordKind.messageBytes:
      return a >= 0 && b >= 0 && c >= 0;
    case RecordKind.counter:
    case RecordKind.gc:
      return true;
    case RecordKind.osSample:
    case RecordKind.osSwitch:
    case RecordKind.osSwitches:
    case RecordKind.osMoved:
      return a > 0;
    default:
      return kind > RecordKind.text && kind <= RecordKind.timerRefresh && a > 0 && b >= 0 && c >= 0;
  }
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
