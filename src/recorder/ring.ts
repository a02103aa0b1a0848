/** The producer's side of one thread's ring: two functions that write, and what happens when there is no room. */
import { MAX_TEXT_BYTES, RECORD_BYTES, RecordKind } from '../shared/records.ts';
import { atomicsNotify, atomicsStore, atomicsWait, encodeUtf8, now } from './originals.ts';
import { Control, controlOf, RING_RECORDS, ringRange, Sleeping, SlotWord, slotHeader } from './slab.ts';

/** How long a full ring holds the program up before a record is dropped and counted. */
const MAX_WAIT_MS = 100;
/** As long as the drain thread has not begun: how long after the last writing a record has what is there written, ns. */
const EARLY_NS = 1e6;
const MASK = RING_RECORDS - 1;
/**
 * On x86 others see a processor's stores in their order, so that a plain one publishes what was written before it; an atomic one
 * would cost as much as a third of the record (see `drain.ts` for what it does besides).
 */
const STORES_IN_ORDER = process.arch === 'x64' || process.arch === 'ia32';

export interface Ring {
  /** Writes one record with the time of now. `kind` carries the flags in its upper 24 bits. */
  put(kind: number, a: number, b: number, c: number): void;
  /** The same with an earlier time: nothing may have been written since. */
  putAt(ns: bigint, kind: number, a: number, b: number, c: number): void;
  /** Writes a text (cut to `MAX_TEXT_BYTES`): all of it, or nothing; `ns` as in `putAt`. */
  putText(kind: number, text: string, b: number, c: number, ns?: bigint): void;
}

/** The ring of a thread that found no slot: everything is lost, and the stream's end says so. */
export const noRing: Ring = { put() {}, putAt() {}, putText() {} };

/**
 * `writeNow` writes the records to the stream. It is called when the ring is full, before anything waits; and about every ms as
 * long as the drain thread has not begun, so that of a program that is killed early no more is lost than of others.
 */
export function openRing(slab: SharedArrayBuffer, slot: number, writeNow: () => void = () => {}): Ring {
  const [offset, bytes] = ringRange(slot);
  const times = new BigInt64Array(slab, offset, bytes / 8);
  const words = new Int32Array(slab, offset, bytes / 4);
  const octets = new Uint8Array(slab, offset, bytes);
  const header = slotHeader(slab, slot);
  const control = controlOf(slab);
  let head = header[SlotWord.head]!;
  let free = RING_RECORDS - ((head - header[SlotWord.tail]!) | 0);
  let lossCount = 0;
  let lossStartNs = 0n;
  let writtenAt = 0;

  /** Looks for room for `records`, waiting at most `waitMs` for it. */
  function findRoom(records: number, waitMs: number): boolean {
    writeNow();
    wakeDrain();
    for (let waited = 0; ; waited++) {
      const tail = Atomics.load(header, SlotWord.tail);
      free = RING_RECORDS - ((head - tail) | 0);
      if (free >= records) return true;
      if (waited >= waitMs) return false;
      atomicsStore(header, SlotWord.producerWaits, 1);
      atomicsWait(header, SlotWord.tail, tail, 1);
    }
  }

  /** Makes room for `records` and for word of an earlier loss; when there is none, counts the loss. */
  function makeRoom(records: number): boolean {
    const needed = lossCount > 0 ? records + 1 : records;
    if (findRoom(needed, lossCount > 0 ? 0 : MAX_WAIT_MS)) {
      if (lossCount > 0) tellLoss();
      return true;
    }
    if (lossCount === 0) lossStartNs = now();
    lossCount++;
    atomicsStore(header, SlotWord.untoldDrops, lossCount);
    return false;
  }

  function tellLoss(): void {
    const length = now() - lossStartNs;
    const count = lossCount;
    lossCount = 0;
    atomicsStore(header, SlotWord.untoldDrops, 0);
    write(
      RecordKind.loss,
      count,
      Number(BigInt.asIntN(32, length)),
      Number(BigInt.asIntN(32, length >> 32n)),
    );
  }

  function write(kind: number, a: number, b: number, c: number): void {
    const index = head & MASK;
    times[index * 3] = now();
    const word = index * 6 + 2;
    words[word] = kind;
    words[word + 1] = a;
    words[word + 2] = b;
    words[word + 3] = c;
    publish(1);
  }

  function publish(records: number): void {
    const first = head;
    head = (head + records) | 0;
    free -= records;
    if (STORES_IN_ORDER) header[SlotWord.head] = head;
    else atomicsStore(header, SlotWord.head, head);
    if (control[Control.sleeping] !== Sleeping.no) helpDrain(first & MASK);
  }

  /** The drain thread sleeps, or it has not begun; the record at `index` is the newest. */
  function helpDrain(index: number): void {
    if (control[Control.sleeping] === Sleeping.notBegun) writeEarly(words[index * 6]!);
    else wakeDrain();
  }

  /** Writes if the last time was long enough ago. `time` = low word of the newest record's time: no need to look at the clock. */
  function writeEarly(time: number): void {
    if ((time - writtenAt) >>> 0 < EARLY_NS) return;
    writtenAt = time;
    writeNow();
  }

  function wakeDrain(): void {
    const { yes, no } = Sleeping;
    if (Atomics.compareExchange(control, Control.sleeping, yes, no) === yes) {
      atomicsNotify(control, Control.sleeping);
    }
  }

  function copyPayload(payload: Uint8Array, fromRecord: number): void {
    const start = (fromRecord & MASK) * RECORD_BYTES;
    const first = Math.min(payload.length, bytes - start);
    octets.set(payload.subarray(0, first), start);
    if (first < payload.length) octets.set(payload.subarray(first), 0);
  }

  return {
    put(kind, a, b, c) {
      if ((free > 0 && lossCount === 0) || makeRoom(1)) write(kind, a, b, c);
    },
    putAt(ns, kind, a, b, c) {
      if (!((free > 0 && lossCount === 0) || makeRoom(1))) return;
      const index = head & MASK;
      times[index * 3] = ns;
      words.set([kind, a, b, c], index * 6 + 2);
      publish(1);
    },
    putText(kind, text, b, c, ns) {
      let payload = encodeUtf8(text);
      if (payload.length > MAX_TEXT_BYTES) payload = payload.subarray(0, MAX_TEXT_BYTES);
      const records = 1 + Math.ceil(payload.length / RECORD_BYTES);
      if (!((free >= records && lossCount === 0) || makeRoom(records))) return;
      copyPayload(payload, head + 1);
      const index = head & MASK;
      times[index * 3] = ns ?? now();
      words.set([kind, payload.length, b, c], index * 6 + 2);
      publish(records);
    },
  };
}
