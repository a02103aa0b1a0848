/**
 * The memory that all threads of a process share with its drain thread: a control block and one ring per thread.
 *
 * Control words (int32), a table of the ports on their way to another thread, a
 * table of the names of broadcast channels, then `SLOTS` slots. A slot is a header of `SLOT_HEADER_WORDS` and a ring of
 * `RING_RECORDS` records. Pages that no thread touches cost no memory.
 */
import { RECORD_BYTES } from '../shared/records.ts';

/** Threads recorded at the same time. A thread that finds no free slot runs unrecorded; that is counted. */
export const SLOTS = 128;
/** Records in a ring; a power of two. */
export const RING_RECORDS = 16_384;

export const Control = {
  /** Number for the next thread of the process, in order of their beginning. */
  nextThread: 0,
  /** Whether the drain thread sleeps until it is woken: a `Sleeping`. */
  sleeping: 1,
  /** Whether somebody writes to the stream's file just now: a `Writing`. */
  writing: 2,
  /** 1: the process ends, the drain thread is to write the rest. */
  stop: 3,
  /** 1: the drain thread has written the rest. */
  stopped: 4,
  /** Threads that found no free slot. */
  unrecorded: 5,
  /** 1: the drain thread has begun. */
  draining: 7,
  /** Records written to the stream so far, modulo 2^32. */
  moved: 8,
  /** Exit code of the process, for the stream's end. */
  exitCode: 6,
  /** Number for the next pair of ports. */
  nextPair: 16,
  /** Number for the next worker that is given ports with its data. */
  nextGift: 17,
  /** Where the next port on its way is put down, in entries. */
  nextMoving: 18,
  /** Children that the process has started. */
  spawns: 19,
} as const;

/** `notBegun`: the main thread writes for itself. One word tells all that a record has to know of the drain thread. */
export const Sleeping = { no: 0, yes: 1, notBegun: 2 } as const;
export const Writing = { nobody: 0, somebody: 1, ended: 2 } as const;

const CONTROL_WORDS = 64;
/** Ports that can be on their way from one thread to another at the same time, and what is said of each. */
export const MOVING_PORTS = 512;
export const MOVING_WORDS = 8;
/** Names of broadcast channels that are recorded, and what is said of each. */
export const BROADCAST_NAMES = 256;
export const BROADCAST_WORDS = 4;
const SLOT_HEADER_WORDS = 64;
const SLOT_WORDS = SLOT_HEADER_WORDS + (RING_RECORDS * RECORD_BYTES) / 4;
const MOVING_OFFSET = CONTROL_WORDS;
const BROADCAST_OFFSET = MOVING_OFFSET + MOVING_PORTS * MOVING_WORDS;
const SLOTS_OFFSET = BROADCAST_OFFSET + BROADCAST_NAMES * BROADCAST_WORDS;

/** Words of a slot's header. Those of producer and consumer lie on cache lines of their own. */
export const SlotWord = {
  /** A `SlotState`, with Node's own number of the thread above it: by that its slot is found when it was terminated. */
  state: 0,
  /** Number of the thread in its process. */
  thread: 1,
  /** Records written so far, modulo 2^32. */
  head: 16,
  /** Records dropped that the thread has not yet told about in a `loss` record. */
  untoldDrops: 17,
  /** Records drained so far, modulo 2^32. */
  tail: 32,
  /** 1 while the producer waits for room. */
  producerWaits: 33,
} as const;

export const SlotState = { free: 0, used: 1, ended: 2 } as const;
const STATE_BITS = 2;
const stateWord = (state: number, realThreadId: number): number => state | (realThreadId << STATE_BITS);
export const stateOf = (header: Int32Array): number =>
  Atomics.load(header, SlotWord.state) & ((1 << STATE_BITS) - 1);

export function createSlab(slots: number = SLOTS): SharedArrayBuffer {
  const slab = new SharedArrayBuffer((SLOTS_OFFSET + slots * SLOT_WORDS) * 4);
  controlOf(slab)[Control.sleeping] = Sleeping.notBegun;
  return slab;
}

export const controlOf = (slab: SharedArrayBuffer): Int32Array => new Int32Array(slab, 0, CONTROL_WORDS);

export const movingPortsOf = (slab: SharedArrayBuffer): Int32Array =>
  new Int32Array(slab, MOVING_OFFSET * 4, MOVING_PORTS * MOVING_WORDS);

export const broadcastNamesOf = (slab: SharedArrayBuffer): Int32Array =>
  new Int32Array(slab, BROADCAST_OFFSET * 4, BROADCAST_NAMES * BROADCAST_WORDS);

const slotOffset = (slot: number): number => (SLOTS_OFFSET + slot * SLOT_WORDS) * 4;

export const slotHeader = (slab: SharedArrayBuffer, slot: number): Int32Array =>
  new Int32Array(slab, slotOffset(slot), SLOT_HEADER_WORDS);

/** Where the ring of a slot begins in the slab, and how long it is, in bytes. */
export const ringRange = (slot: number): readonly [offset: number, bytes: number] => [
  slotOffset(slot) + SLOT_HEADER_WORDS * 4,
  RING_RECORDS * RECORD_BYTES,
];

/** Claims a free slot for a thread; -1 when all are taken. */
export function claimSlot(slab: SharedArrayBuffer, realThreadId: number): number {
  const control = controlOf(slab);
  const used = stateWord(SlotState.used, realThreadId);
  for (let slot = 0; slot < SLOTS; slot++) {
    const header = slotHeader(slab, slot);
    if (Atomics.compareExchange(header, SlotWord.state, SlotState.free, used) !== SlotState.free) continue;
    header[SlotWord.thread] = Atomics.add(control, Control.nextThread, 1);
    return slot;
  }
  Atomics.add(control, Control.unrecorded, 1);
  return -1;
}

/**
 * Marks the slot of a thread as ended, whoever notices first: the thread itself, or the thread that started it. State and
 * number are one word, so that a slot which another thread has got meanwhile is never taken for this one's.
 */
export function endSlot(slab: SharedArrayBuffer, realThreadId: number): void {
  const used = stateWord(SlotState.used, realThreadId);
  const ended = stateWord(SlotState.ended, realThreadId);
  for (let slot = 0; slot < SLOTS; slot++) {
    Atomics.compareExchange(slotHeader(slab, slot), SlotWord.state, used, ended);
  }
}
